import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { AnalysisError } from '../errors.js';
import { isLoopback } from './is-loopback.js';

/** How the service is reached. */
export interface Site {
  /** Whether others than this machine reach it; then everybody signs in. */
  readonly isShared: boolean;
  /** Whether browsers reach it by TLS. */
  readonly isSecure: boolean;
  /** Whether the connection comes from a proxy that says who asked. */
  readonly isProxied: boolean;
  /** Whether the name in a Host header is one of its own; foreign names may be pointed at it (DNS rebinding). */
  readonly answersTo: (name: string) => boolean;
}

const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];
const isThisMachine = (name: string): boolean => loopbackNames.includes(name) || isLoopback(name);

/** One machine, one person. */
export const thisMachine: Site = { isShared: false, isSecure: false, isProxied: false, answersTo: isThisMachine };

/**
 * @param certificate  PEM, when the service speaks TLS itself; it answers to the names in it.
 * @param publicName   Host name of a proxy in front of it, which speaks TLS; it answers to that one only.
 */
export function describeSite({ host, certificate = null, publicName = null }: { host: string; certificate?: string | null; publicName?: string | null }): Site {
  if (publicName !== null) return { isShared: true, isSecure: true, isProxied: true, answersTo: (name) => name === publicName.toLowerCase() };
  if (certificate === null) return { ...thisMachine, isShared: !isLoopback(host) };
  const read = readCertificate(certificate);
  const isNamed = (name: string): boolean => {
    const address = name.replace(/^\[|\]$/g, '');
    return (isIP(address) === 0 ? read.checkHost(name) : read.checkIP(address)) !== undefined;
  };
  return { isShared: !isLoopback(host), isSecure: true, isProxied: false, answersTo: (name) => isThisMachine(name) || isNamed(name) };
}

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new AnalysisError('usage.invalid', 'The certificate cannot be read.', { hint: 'Give a certificate as PEM with --tls-certificate, its own first.', cause });
  }
}
