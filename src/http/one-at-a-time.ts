import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that a connection may send ahead of its answers; browsers send none. */
const mostAhead = 20;

/**
 * Begins the requests of a connection one after the other, each when the one before is answered. Node begins all at once that were sent ahead, and what the later
 * ones opened would stay open when the connection ends before their turn: they never learn of it.
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
        else if (!socket.destroyed) next();
      });
      answer(request, response);
    }
  };
}
