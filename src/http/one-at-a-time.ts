import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that a connection may send ahead of its answers; browsers send none. */
const mostAhead = 20;

/** How long one waits behind which others of its connection still wait, milliseconds: a hundred connections that ask for ten pictures each and read none leave time to everybody else. */
const behindMs = 1_000;

/**
 * Begins the requests of a connection one after the other, each when the one before is answered. Node begins all at once that were sent ahead, and what the later
 * ones opened would stay open when the connection ends before their turn: they never learn of it. A single one that was sent ahead is begun at once: its sender may
 * have had the whole answer already.
 */
export function oneAtATime(answer: RequestListener): RequestListener {
  const ahead = new WeakMap<Socket, (() => void)[]>();
  return (request, response) => {
    const { socket } = request, waiting = ahead.get(socket);
    if (waiting === undefined) {
      ahead.set(socket, []);
      begin();
    } else if (waiting.length < mostAhead) {
      waiting.push(begin);
    } else {
      socket.destroy();
    }

    function begin(): void {
      response.once('close', () => {
        const next = ahead.get(socket)?.shift();
        if (next === undefined) ahead.delete(socket);
        else if (ahead.get(socket)!.length > 0) setTimeout(() => { if (!socket.destroyed) next(); }, behindMs);
        else if (!socket.destroyed) next();
      });
      answer(request, response);
    }
  };
}
