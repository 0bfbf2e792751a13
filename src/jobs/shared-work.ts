import type { Asker } from './fair-queue.js';

interface UnderWay<Outcome> { readonly outcome: Promise<Outcome>; readonly asker: { isLater: boolean }; readonly nobodyWaits: AbortController; waiting: number }

/** Does what `begin` does under a name, for whoever asks. */
export type SharedWork<Outcome> = (name: string, asker: Asker, begin: (asker: Asker) => Promise<Outcome>) => Promise<Outcome>;

/** Work that several may wait for: it is done once for all who ask meanwhile; when all of them have gone before its turn came, not at all. */
export function createSharedWork<Outcome>(): SharedWork<Outcome> {
  const underWay = new Map<string, UnderWay<Outcome>>();

  function start(name: string, { holder, isLater = false }: Asker, begin: (asker: Asker) => Promise<Outcome>): UnderWay<Outcome> {
    const nobodyWaits = new AbortController(), asker = { ...(holder === undefined ? {} : { holder }), isLater, signal: nobodyWaits.signal };
    const outcome = begin(asker), entry = { outcome, asker, nobodyWaits, waiting: 0 };
    underWay.set(name, entry);
    outcome.catch(() => undefined).finally(() => { if (underWay.get(name) === entry) underWay.delete(name); });
    return entry;
  }

  return async (name, asker, begin) => {
    const shared = underWay.get(name) ?? start(name, asker, begin), { signal, isLater = false } = asker;
    if (!isLater) shared.asker.isLater = false;
    const leave = (): void => {
      if (--shared.waiting > 0) return;
      if (underWay.get(name) === shared) underWay.delete(name);
      shared.nobodyWaits.abort();
    };
    shared.waiting += 1;
    if (signal?.aborted === true) leave();
    else signal?.addEventListener('abort', leave, { once: true });
    try {
      return await shared.outcome;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  };
}
