import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { AnalysisError } from '../errors.js';
import { cutOffSlow } from './cut-off-slow.js';
import { isLoopback } from './is-loopback.js';
import { oneAtATime } from './one-at-a-time.js';

/** A client that sends its head, or the whole of its request, too slowly is cut off after this, milliseconds. */
const patience = { headers: 20_000, request: 300_000, idle: 10_000 } as const;

/** Connections at once; further ones are closed at once, before they take the descriptors that files and the database need. */
const mostConnections = 2_000;

/** How what is said on the way is kept from others. */
export interface Transport {
  /** The service's own key and certificate, PEM. */
  readonly tls?: { readonly key: string; readonly certificate: string } | null;
  /** A proxy in front speaks TLS, and nothing else reaches the port. */
  readonly isBehindProxy?: boolean;
}

/** @throws AnalysisError `usage.invalid` for an address that others can reach in the clear. */
export function refuseOpenAddress(host: string, { tls = null, isBehindProxy = false }: Transport): void {
  if (isLoopback(host) || tls !== null || isBehindProxy) return;
  throw new AnalysisError('usage.invalid', `The address ${JSON.stringify(host.slice(0, 80))} can be reached from other machines, and photographs and passwords would be sent in the clear.`, {
    hint: 'Give --tls-key and --tls-certificate, or --behind-proxy; or leave --host away to use it on this machine only.',
  });
}

/**
 * Listens, on loopback or with TLS.
 * @returns The server and its address for a browser.
 * @throws AnalysisError `usage.invalid` for an address that others can reach in the clear, and for one that cannot be listened on.
 */
export async function listen(app: Express, host: string, port: number, transport: Transport = {}): Promise<{ server: Server; address: string }> {
  refuseOpenAddress(host, transport);
  const { tls = null } = transport;
  const options = { headersTimeout: patience.headers, requestTimeout: patience.request, keepAliveTimeout: patience.idle, connectionsCheckingInterval: 5_000 };
  const answer = refuseUnreadable(oneAtATime(app)), server = tls === null ? createServer(options, answer) : createSecure(tls, options, answer);
  server.maxConnections = mostConnections;
  // All lines of a head are looked at, a second host behind two thousand others too; what they may weigh together is limited by Node (16 KB).
  server.maxHeadersCount = 0;
  cutOffSlow(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(translate(error, port)));
    server.listen(port, host, resolve);
  });
  const { port: given } = server.address() as AddressInfo;
  return { server, address: `${tls === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${given}/` };
}

/** Express answers an address that it cannot read (`http://[::1`) itself, before any route and without our headers. */
function refuseUnreadable(answer: RequestListener): RequestListener {
  return (request, response) => {
    const { url = '' } = request;
    if (url.startsWith('/') || url === '*' || URL.canParse(url)) answer(request, response);
    else response.writeHead(400, { Connection: 'close' }).end();
  };
}

function createSecure({ key, certificate }: NonNullable<Transport['tls']>, options: ServerOptions, answer: RequestListener): Server {
  try {
    return createSecureServer({ ...options, key, cert: certificate, minVersion: 'TLSv1.2', handshakeTimeout: patience.headers }, answer);
  } catch (cause) {
    throw new AnalysisError('usage.invalid', 'The private key and the certificate do not belong together, or the key is locked by a password.', { hint: 'Give the key of this certificate, not encrypted, and readable by this account only.', cause });
  }
}

function translate({ code }: NodeJS.ErrnoException, port: number): AnalysisError {
  if (code === 'EADDRINUSE') return new AnalysisError('usage.invalid', `Port ${port} is taken by another program.`, { hint: 'Give another one with --port; 0 takes any that is free.' });
  if (code === 'EACCES') return new AnalysisError('usage.invalid', `Port ${port} may not be used by this account.`, { hint: 'Give one above 1023 with --port.' });
  return new AnalysisError('usage.invalid', 'This address cannot be listened on.', { hint: 'Leave --host and --port away.' });
}

/** Takes no new requests, lets those that run end, and cuts off what has not ended in time. */
export function drain(server: Server, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), limitMs);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    server.closeIdleConnections();
  });
}
