import { AnalysisError } from '../errors.js';

/** For whom something is done. */
export interface Asker {
  /** Those who ask take turns; by default all are one. */
  readonly holder?: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** Nobody waits for it yet: it is begun when nothing else waits. Looked at whenever something is begun, because somebody may wait for it by then. */
  readonly isLater?: boolean;
}

interface Waiting { readonly holder: string; readonly asker: Asker; readonly begin: () => void; readonly drop: () => void }

/** What one holder may have waiting at once, and all of them together. */
const mostWaiting = { holder: 100, all: 1_000 } as const;

/**
 * Does one thing at a time, or `width` side by side. Holders take turns, longest unserved first, each with their things in order; what nobody waits for any more is never begun.
 * @returns Waits for its turn and does it. Rejects with AnalysisError `request.tooMany` when too much is waiting, `request.gone` when nobody waits any more.
 */
export function createFairQueue(width = 1): <Outcome>(work: () => Promise<Outcome>, asker?: Asker) => Promise<Outcome> {
  const waiting: Waiting[] = [], served = new Map<string, number>();
  let inHand = 0, turns = 0;

  function takeNext(): void {
    if (inHand >= width || waiting.length === 0) return;
    const lastOf = ({ holder }: Waiting): number => served.get(holder) ?? 0;
    const wanted = waiting.filter(({ asker }) => asker.isLater !== true);
    const next = (wanted.length > 0 ? wanted : waiting).reduce((first, each) => (lastOf(each) < lastOf(first) ? each : first));
    waiting.splice(waiting.indexOf(next), 1);
    turns += 1;
    served.set(next.holder, turns);
    // Whoever has nothing waiting counts as unserved once others have been served long enough.
    if (served.size > mostWaiting.all) served.delete([...served].reduce((first, each) => (each[1] < first[1] ? each : first))[0]);
    inHand += 1;
    next.begin();
  }

  return (work, asker = {}) => new Promise((resolve, reject) => {
    const { holder = '', signal } = asker;
    const gone = (): AnalysisError => new AnalysisError('request.gone', 'Nobody waits for this any more.');
    if (signal?.aborted === true) return reject(gone());
    if (waiting.length >= mostWaiting.all || waiting.filter((each) => each.holder === holder).length >= mostWaiting.holder) return reject(new AnalysisError('request.tooMany', 'Too much is waiting to be read already.'));
    const entry: Waiting = {
      holder, asker,
      begin: () => {
        signal?.removeEventListener('abort', entry.drop);
        work().then(resolve, reject).finally(() => {
          inHand -= 1;
          takeNext();
        });
      },
      drop: () => {
        waiting.splice(waiting.indexOf(entry), 1);
        reject(gone());
      },
    };
    signal?.addEventListener('abort', entry.drop, { once: true });
    waiting.push(entry);
    takeNext();
  });
}
