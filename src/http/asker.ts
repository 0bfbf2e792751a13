import type { Response } from 'express';
import type { Asker } from '../jobs/fair-queue.js';
import { holderOf } from '../study/holdings.js';
import { personOf } from './authorise.js';

/** For whom a request is answered, until its sender has gone. */
export function askerOf(response: Response): Asker {
  const gone = new AbortController();
  response.once('close', () => { if (!response.writableFinished) gone.abort(); });
  if (response.closed) gone.abort();
  return { holder: holderOf(personOf(response)), signal: gone.signal };
}
