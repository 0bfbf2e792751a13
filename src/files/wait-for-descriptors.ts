import { setTimeout as pause } from 'node:timers/promises';

/** How long is waited in all for a file that may be opened again, and between two tries, milliseconds. */
const longestMs = 30_000, againMs = 250;

/** Whether the system lets this account, or the whole machine, open no further file at this moment. */
export function isOutOfDescriptors(error: unknown): boolean {
  return ['EMFILE', 'ENFILE'].includes(String((error as { code?: unknown } | null)?.code));
}

/** Whether it was waited for so long in vain: then it is for good, and nobody waits again before a file could be opened. */
let isForGood = false;

/**
 * Does what opens a file, again and again while too many are open at once: that says nothing of the file, and others close theirs.
 * @throws What it throws for another reason, or what the system still says after half a minute.
 */
export async function waitForDescriptors<Outcome>(open: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  for (const began = performance.now(); ; await pause(againMs)) {
    try {
      const outcome = await open();
      isForGood = false;
      return outcome;
    } catch (error) {
      if (!isOutOfDescriptors(error)) throw error;
      isForGood ||= performance.now() - began > longestMs;
      if (isForGood) throw error;
    }
  }
}
