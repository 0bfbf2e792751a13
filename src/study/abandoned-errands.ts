import type { Errands } from './errands.js';

/** What no batch has waited for in so long is removed, milliseconds: its program was killed. */
const abandonedMs = 600_000;

/**
 * Removes photographs of batches that were killed from the queue. Call what comes back every minute; what it sees unchanged for ten is removed.
 * A batch that only lost its database for so long puts them there again.
 */
export function watchAbandonedErrands(errands: Pick<Errands, 'listWanted' | 'remove'>, clock: () => number = () => performance.now()): () => Promise<void> {
  const seen = new Map<string, { readonly wanted: number; readonly since: number }>();
  return async () => {
    const all = await errands.listWanted(), now = clock(), there = new Set(all.map(({ id }) => id));
    for (const id of seen.keys()) if (!there.has(id)) seen.delete(id);
    for (const { id, wanted } of all) if (seen.get(id)?.wanted !== wanted) seen.set(id, { wanted, since: now });
    const abandoned = [...seen].filter(([, { since }]) => now - since >= abandonedMs).map(([id]) => id);
    if (abandoned.length > 0) await errands.remove(abandoned);
  };
}
