import { readRetryAfterMs } from './retry-after.js';
import { nextPauseMs } from './study/next-pause.js';

/** A picture that still does not come is given up after about ten minutes. */
const mostTries = 14;

/** Until somebody has signed in again, the picture is asked for so often. */
const signInPauseMs = 5_000;

/**
 * How long to wait before a picture that did not come is asked for again; null where that is pointless. The browser does not say why a picture is missing, so the
 * service is asked for its head alone: one that is busy or out of order (429, 5xx) says how long it wants to be left alone.
 *
 * A session that has ended is no picture that is missing: whoever reads blinded pairs would be told to call the pair one that cannot be judged. They are asked to sign in, and
 * the picture comes then. However long that takes, it is no try: a service that is busy just then is asked again all the same.
 *
 * @param tries  How often it was asked for already, from 1.
 * @param page   What to do where nobody is signed in any more, and whether the picture is still wanted; where it is not, the answer means nothing.
 */
export async function pauseBeforeNextTry(address: string, tries: number, { askToSignIn, isGone }: { askToSignIn: () => void; isGone: () => boolean }): Promise<number | null> {
  let answer = await askForHead(address);
  while (answer?.status === 401 && !isGone()) {
    askToSignIn();
    await new Promise((resolve) => { setTimeout(resolve, signInPauseMs); });
    answer = await askForHead(address);
  }
  if (tries >= mostTries) return null;
  // Nobody answers, or by now there is a picture: it is worth another try, but not one after the other.
  const passing = answer === null || answer.ok || answer.status === 429 || answer.status >= 500;
  let pauseMs: number | null = null;
  for (let at = 0; at < tries; at++) pauseMs = nextPauseMs(pauseMs, 'unanswered');
  return passing ? Math.max(pauseMs!, readRetryAfterMs(answer?.headers)) : null;
}

/** Null where nobody answers. */
function askForHead(address: string): Promise<Response | null> {
  return fetch(address, { method: 'HEAD' }).catch(() => null);
}
