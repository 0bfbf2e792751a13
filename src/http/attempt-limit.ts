/** Counts failures under a key and says how long to wait. */
export interface AttemptLimit {
  /** Milliseconds until the next try is allowed; 0 for now. */
  waitFor(key: string): number;
  failed(key: string): void;
  /** Takes one failure back. */
  forgive(key: string): void;
  /** Takes all failures back. */
  forget(key: string): void;
}

/** Keys that are remembered at most; the longest unused are forgotten first. */
const mostKeys = 10_000;

/**
 * After `free` failures the next try has to wait `firstMs`, after each further one twice as long, up to `longestMs`.
 * Failures are forgotten when none came for twice `longestMs`. Nobody is shut out for good: that would let anyone shut anyone out.
 */
export function createAttemptLimit({ free, firstMs, longestMs }: { free: number; firstMs: number; longestMs: number }, now: () => number = () => performance.now()): AttemptLimit {
  const failures = new Map<string, { count: number; lastAt: number }>();
  const pause = (count: number): number => (count < free ? 0 : Math.min(longestMs, firstMs * 2 ** (count - free)));
  return {
    waitFor: (key) => {
      const entry = failures.get(key);
      return entry === undefined ? 0 : Math.max(0, entry.lastAt + pause(entry.count) - now());
    },
    failed: (key) => {
      const entry = failures.get(key), count = entry === undefined || now() - entry.lastAt > 2 * longestMs ? 0 : entry.count;
      failures.delete(key);
      failures.set(key, { count: count + 1, lastAt: now() });
      if (failures.size > mostKeys) failures.delete(failures.keys().next().value!);
    },
    forgive: (key) => {
      const entry = failures.get(key);
      if (entry !== undefined) entry.count = Math.max(0, entry.count - 1);
    },
    forget: (key) => { failures.delete(key); },
  };
}
