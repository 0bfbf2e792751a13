import { readFileSync } from 'node:fs';
import { AnalysisError } from '../../errors.js';

export interface SharingOptions { host: string; tlsKey?: string; tlsCertificate?: string; behindProxy?: string }

/** How the service is reached, as the options say. */
export interface Sharing {
  readonly tls: { readonly key: string; readonly certificate: string } | null;
  /** Host name, with its port where it has one, of the proxy in front. */
  readonly publicName: string | null;
}

/** @throws AnalysisError `usage.invalid` for a key without its certificate, files that cannot be read, and an address that is no https address. */
export function readSharing({ tlsKey, tlsCertificate, behindProxy }: SharingOptions): Sharing {
  if ((tlsKey === undefined) !== (tlsCertificate === undefined)) throw new AnalysisError('usage.invalid', '--tls-key and --tls-certificate belong together; only one was given.', { hint: 'Give both, as PEM files.' });
  const tls = tlsKey === undefined || tlsCertificate === undefined ? null : { key: readPem('--tls-key', tlsKey, 'PRIVATE KEY'), certificate: readPem('--tls-certificate', tlsCertificate, 'CERTIFICATE') };
  if (behindProxy === undefined) return { tls, publicName: null };
  const address = URL.canParse(behindProxy) ? new URL(behindProxy) : null;
  if (address?.protocol !== 'https:' || address.pathname !== '/') {
    throw new AnalysisError('usage.invalid', '--behind-proxy takes the address that people open, which begins with https:// and has no path.', { hint: 'For example --behind-proxy https://hair.clinic.example' });
  }
  return { tls, publicName: address.hostname };
}

function readPem(option: string, path: string, kind: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AnalysisError('usage.invalid', `The file given with ${option} cannot be read.`, { hint: 'Check that it is there and that you may read it.', cause });
  }
  if (!new RegExp(`-----BEGIN [A-Z ]*${kind}-----`).test(text)) throw new AnalysisError('usage.invalid', `The file given with ${option} holds no ${kind.toLowerCase()} in PEM form.`, { hint: 'A PEM file begins with -----BEGIN …; convert others with openssl.' });
  return text;
}
