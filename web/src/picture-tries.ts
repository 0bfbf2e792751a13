import { readRetryAfterMs } from './retry-after.js';
import { nextPauseMs } from './study/next-pause.js';

/** A picture that still does not come is given up after about ten minutes. */
const mostTries = 14;

/**
 * How long to wait before a picture that did not come is asked for again; null where that is pointless. The browser does not say why a picture is missing, so the
 * service is asked for its head alone: one that is busy or out of order (429, 5xx) says how long it wants to be left alone.
 *
 * @param tries  How often it was asked for already, from 1.
 */
export async function pauseBeforeNextTry(address: string, tries: number): Promise<number | null> {
  if (tries >= mostTries) return null;
  const answer = await fetch(address, { method: 'HEAD' }).catch(() => null);
  // Nobody answers, or by now there is a picture: it is worth another try, but not one after the other.
  const passing = answer === null || answer.ok || answer.status === 429 || answer.status >= 500;
  let pauseMs: number | null = null;
  for (let at = 0; at < tries; at++) pauseMs = nextPauseMs(pauseMs, 'unanswered');
  return passing ? Math.max(pauseMs!, readRetryAfterMs(answer?.headers)) : null;
}
