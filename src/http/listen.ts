import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { AnalysisError } from '../errors.js';
import { isLoopback } from './guard.js';

/** A client that sends its head or its body too slowly is cut off after this, milliseconds. */
const patience = { headers: 20_000, request: 300_000, idle: 10_000 } as const;

/** @throws AnalysisError `usage.invalid` for an address that others can reach, because there are no accounts yet. */
export function refusePublicAddress(host: string): void {
  if (!isLoopback(host)) {
    throw new AnalysisError('usage.invalid', `The address ${JSON.stringify(host.slice(0, 80))} can be reached from other machines, and there are no accounts that would protect the photographs.`, {
      hint: 'Leave --host away, or give 127.0.0.1, ::1 or localhost.',
    });
  }
}

/**
 * Listens on loopback.
 * @returns The server and its address for a browser.
 * @throws AnalysisError `usage.invalid` for a public address, and for one that cannot be listened on.
 */
export async function listen(app: Express, host: string, port: number): Promise<{ server: Server; address: string }> {
  refusePublicAddress(host);
  const server = createServer({ headersTimeout: patience.headers, requestTimeout: patience.request, keepAliveTimeout: patience.idle, connectionsCheckingInterval: 5_000 }, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(translate(error, port)));
    server.listen(port, host, resolve);
  });
  const { port: given } = server.address() as AddressInfo;
  return { server, address: `http://${host.includes(':') ? `[${host}]` : host}:${given}/` };
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
