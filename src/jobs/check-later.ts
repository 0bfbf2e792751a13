import type { StudyStore } from '../study/study-store.js';
import { checkOf } from './check-of.js';
import type { Worker } from './worker-process.js';

/** Photographs that wait for their check at most; the check of a further one is made when somebody asks for it. */
const mostWaiting = 1_000;

/** Checks photographs and makes their pictures while nobody waits for them yet. */
export interface LaterChecks {
  add(sha256: string): void;
  /** Begins no further one. */
  stop(): void;
}

/**
 * Does one at a time, in the order in which they were added, and only while nothing waits to be read that somebody waits for. A check that fails is left to
 * whoever asks for it. What is added lasts as long as the program; so does no check that is missing: it is made when it is asked for.
 */
export function createLaterChecks(store: StudyStore, reader: Worker, methodVersion: string): LaterChecks {
  const waiting = new Set<string>();
  let isBusy = false;

  async function doAll(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    for (const sha256 of waiting) {
      waiting.delete(sha256);
      await checkOf({ store, reader, methodVersion }, sha256, { holder: 'later', isLater: true }).catch(() => undefined);
    }
    isBusy = false;
  }

  return {
    add: (sha256) => {
      if (waiting.size >= mostWaiting) return;
      waiting.add(sha256);
      void doAll();
    },
    stop: () => waiting.clear(),
  };
}
