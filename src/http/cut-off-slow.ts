import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface Patience {
  /** Nothing was taken or sent by the other end for this long, or twice as long, although it is its turn; milliseconds. */
  readonly silenceMs: number;
  /** A body is looked at once in this time, milliseconds. */
  readonly bodyMs: number;
  /** Less than this in that time is too slow, bytes. */
  readonly leastBytes: number;
}

/** 1 KB a second is far below what the slowest telephone line carries. */
const usualPatience: Patience = { silenceMs: 15_000, bodyMs: 15_000, leastBytes: 15 * 1024 };

/**
 * Ends connections whose other end sends its body or takes its answer too slowly, so that nobody holds memory and descriptors by doing little. Whoever waits
 * for us, for a measurement say, is waited for.
 */
export function cutOffSlow(server: Server, { silenceMs, bodyMs, leastBytes }: Patience = usualPatience): void {
  const answering = new WeakMap<Socket, number>();
  const count = (socket: Socket, more: number): void => { answering.set(socket, (answering.get(socket) ?? 0) + more); };
  server.timeout = silenceMs;
  // Comes after a silence, and not while bytes still leave us: when some did since the last time, Node waits once more.
  server.on('timeout', (socket) => {
    const waitsForUs = (answering.get(socket) ?? 0) > 0 && socket.writableLength === 0;
    if (waitsForUs) socket.setTimeout(silenceMs);
    else socket.destroy();
  });
  server.on('request', (request, response) => {
    count(request.socket, 1);
    response.once('close', () => count(request.socket, -1));
    if (hasBody(request)) watchBody(request, response, bodyMs, leastBytes);
  });
}

const hasBody = ({ headers }: IncomingMessage): boolean => headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function watchBody(request: IncomingMessage, response: ServerResponse, bodyMs: number, leastBytes: number): void {
  const { socket } = request;
  let before = socket.bytesRead;
  const check = setInterval(() => {
    if (request.complete) return clearInterval(check);
    const came = socket.bytesRead - before, isWaitedFor = request.readableFlowing === true;
    before = socket.bytesRead;
    // What is not read on this side, because a disk or a database is slow, is not the sender's fault.
    if (came >= leastBytes || !isWaitedFor) return;
    // Whoever reads the body learns of its end from the request, not from the connection.
    if (response.headersSent) request.destroy();
    else response.once('finish', () => request.destroy()).writeHead(408, { Connection: 'close' }).end();
  }, bodyMs);
  request.once('close', () => clearInterval(check));
}
