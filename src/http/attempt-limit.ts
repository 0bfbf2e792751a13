/** Counts failures under a key and says how long to wait. */
export interface AttemptLimit {
  /** Milliseconds until the next try is allowed; 0 for now. */
  waitFor(key: string): number;
  /** @returns Takes this failure back, as if it had never been. */
  failed(key: string): () => void;
  /** Takes all failures back. */
  forget(key: string): void;
}

/** Keys that are remembered at most; those longest without a failure are forgotten first. */
const mostKeys = 10_000;

/**
 * After `free` failures the next try has to wait `firstMs`, after each further one twice as long, up to `longestMs`.
 * Each failure is forgotten twice `longestMs` after it happened, whatever comes later: slips of many people who share an address do not add up over a day.
 * Nobody is shut out for good: that would let anyone shut anyone out.
 */
export function createAttemptLimit({ free, firstMs, longestMs }: { free: number; firstMs: number; longestMs: number }, now: () => number = () => performance.now()): AttemptLimit {
  /** When the failures under a key happened, the earliest first. */
  const failures = new Map<string, readonly number[]>();
  const recent = (key: string): readonly number[] => (failures.get(key) ?? []).filter((at) => now() - at <= 2 * longestMs);
  const pause = (count: number): number => (count < free ? 0 : Math.min(longestMs, firstMs * 2 ** (count - free)));
  const keep = (key: string, times: readonly number[]): void => {
    failures.delete(key);
    if (times.length > 0) failures.set(key, times);
    if (failures.size > mostKeys) failures.delete(failures.keys().next().value!);
  };
  return {
    waitFor: (key) => {
      const times = recent(key);
      return times.length === 0 ? 0 : Math.max(0, times[times.length - 1]! + pause(times.length) - now());
    },
    failed: (key) => {
      const at = now();
      keep(key, [...recent(key), at]);
      return () => {
        const times = recent(key), own = times.lastIndexOf(at);
        if (own >= 0) keep(key, times.filter((_, place) => place !== own));
      };
    },
    forget: (key) => { failures.delete(key); },
  };
}
