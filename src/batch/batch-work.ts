import { dirname } from 'node:path';
import { AnalysisError } from '../errors.js';
import type { BatchRequest, BatchSummary } from './batch-request.js';
import { cacheKey, readEntry } from './cache.js';
import { lookUp } from './look-up.js';
import { createPhotoFinder } from './manifest/locate-photo.js';
import type { ManifestRow } from './manifest/manifest-row.js';
import { readManifestRows } from './manifest/read-manifest-rows.js';
import type { BaselineVisit, RowOutcome } from './output/row-outcome.js';
import type { WrittenRows } from './output/write-results.js';
import { workSideBySide } from './side-by-side.js';
import { openTaskPool, survive } from './task-pool.js';
import type { WorkerPool } from './worker-pool.js';
import type { Answer, Refusal, StoredComparison, StoredMeasurement, Task } from './work.js';

/** How long photographs in hand may take to end after a stop. */
const drainSeconds = 20;

/** What became of a row's photograph: the key of its measurement in the cache, or why there is none. */
type Measured = { readonly key: string } | { readonly row: ManifestRow; readonly refusal: Refusal };
type Compared = { readonly key: string } | { readonly row: ManifestRow; readonly refusal: Refusal };

/** The work of one batch, and what is known of each row while it goes on: its key in the cache, or why there is none. */
export class BatchWork {
  private readonly measured: Measured[] = [];
  /** By the place of the follow-up. */
  private readonly compared = new Map<number, Compared>();
  private readonly baselines = new Map<number, BaselineVisit>();
  private fresh = 0;
  private damagedEntries = 0;
  /** Whether the last photograph was known: then the next is looked for here, and a batch of which all is known starts no process for it. */
  private mostlyKnown = true;

  private readonly findPhoto: ReturnType<typeof createPhotoFinder>;

  /** @param manifestPath  The copy of the manifest that this run goes by; photographs lie beside the original. */
  constructor(private readonly request: BatchRequest, private readonly manifestPath: string, private readonly fingerprint: string) {
    this.findPhoto = createPhotoFinder(dirname(request.manifestPath));
  }

  async measureAndCompare(): Promise<Omit<BatchSummary, 'resumed' | keyof WrittenRows>> {
    const { concurrency, photoSeconds, signal, manifest, watch } = this.request;
    const pool = this.request.openPool?.() ?? openTaskPool(concurrency, photoSeconds);
    const close = (): void => pool.close();
    let drain: NodeJS.Timeout | undefined;
    const stop = (): void => { drain = setTimeout(close, drainSeconds * 1000); };
    signal.addEventListener('abort', stop, { once: true });
    try {
      watch.begin('measure', manifest.rows);
      await workSideBySide(this.takeRows(), concurrency, ({ row, at }) => this.measure(pool, row, at));
      this.refuseIfStopped();
      watch.begin('compare', this.countPairs());
      await workSideBySide(this.takePairs(), concurrency, ({ row, at }) => this.compare(pool, row, at));
      this.refuseIfStopped();
    } finally {
      clearTimeout(drain);
      signal.removeEventListener('abort', stop);
      close();
    }
    const failures = this.measured.flatMap((each) => ('refusal' in each ? [each] : []));
    const failedComparisons = [...this.compared].sort(([one], [other]) => one - other).flatMap(([, each]) => ('refusal' in each ? [each] : []));
    return { rows: manifest.rows, measured: manifest.rows - failures.length, fresh: this.fresh, failures, failedComparisons, damagedEntries: this.damagedEntries };
  }

  /** Every row with what became of it, in the order of the manifest, read again from the cache. */
  async *outcomes(): AsyncGenerator<RowOutcome> {
    for await (const { row, at } of this.numberedRows()) {
      this.refuseIfStopped();
      const measured = this.measured[at], baseline = this.baselines.get(this.request.manifest.baselineOf[at])!;
      const stored = 'key' in measured ? await this.read<StoredMeasurement>(measured.key) : null;
      if (stored !== null && 'refusal' in stored) throw cacheChanged();
      yield { row, baseline, fromOtherBaseline: this.request.manifest.fromOtherBaseline.has(at), measured: stored, refusal: 'refusal' in measured ? measured.refusal : null, comparison: await this.comparisonOf(at) };
      this.request.watch.step({ failed: stored === null, fresh: false });
    }
  }

  private async measure(pool: WorkerPool<Task, Answer>, row: ManifestRow, at: number): Promise<void> {
    const answer = await this.ask(pool, row);
    if (answer.outcome === 'stop') throw asError(answer.refusal);
    if (answer.fresh) this.fresh++;
    if (answer.damaged) this.damagedEntries++;
    this.measured[at] = answer.outcome === 'done' ? { key: answer.key } : { row, refusal: answer.refusal };
    this.request.watch.step({ failed: answer.outcome === 'failed', fresh: answer.fresh });
  }

  private async ask(pool: WorkerPool<Task, Answer>, row: ManifestRow): Promise<Answer> {
    const place = this.findPhoto(row.photo), { cache, terminalThresholdUm } = this.request;
    if ('refusal' in place) return { outcome: 'failed', fresh: true, damaged: false, refusal: movedAway(place.refusal) };
    const task = {
      task: 'measure', cache, fingerprint: this.fingerprint, path: place.path,
      calibration: row.calibration ?? this.request.calibration, terminalThresholdUm, kind: row.kind ?? this.request.kind,
    } as const;
    // What is wrong with a file is said by whoever measures it.
    const known = this.mostlyKnown ? await lookUp(task).then(({ answer }) => answer, () => null) : null;
    const answer = known ?? await survive(pool.run(task));
    this.mostlyKnown = answer.outcome !== 'stop' && !answer.fresh;
    return answer;
  }

  private async compare(pool: WorkerPool<Task, Answer>, row: ManifestRow, at: number): Promise<void> {
    const from = this.request.manifest.baselineOf[at], baseline = this.measured[from], followUp = this.measured[at];
    if ('refusal' in baseline || 'refusal' in followUp) return;
    const dates = [this.baselines.get(from)!.date, row.date] as const, { cache, comparison: options } = this.request;
    const key = cacheKey(['comparison', this.fingerprint, baseline.key, followUp.key, dates, options]);
    const { value, damaged } = await readEntry<StoredComparison>(cache, key);
    if (damaged) this.damagedEntries++;
    const outcome: Compared = value !== null ? { key } : await this.askToCompare(pool, row, this.baselines.get(from)!.photo, { task: 'compare', cache, key, fingerprint: this.fingerprint, baselineKey: baseline.key, followUpKey: followUp.key, options, dates });
    this.compared.set(at, outcome);
    this.request.watch.step({ failed: 'refusal' in outcome, fresh: value === null });
  }

  private async askToCompare(pool: WorkerPool<Task, Answer>, row: ManifestRow, baselinePhoto: string, task: Omit<Task & { task: 'compare' }, 'paths'>): Promise<Compared> {
    const [one, two] = [this.findPhoto(baselinePhoto), this.findPhoto(row.photo)];
    if ('refusal' in one) return { row, refusal: movedAway(one.refusal) };
    if ('refusal' in two) return { row, refusal: movedAway(two.refusal) };
    const answer = await survive(pool.run({ ...task, paths: [one.path, two.path] }));
    if (answer.outcome === 'stop') throw asError(answer.refusal);
    return answer.outcome === 'done' ? { key: task.key } : { row, refusal: answer.refusal };
  }

  private async comparisonOf(at: number): Promise<RowOutcome['comparison']> {
    const from = this.request.manifest.baselineOf[at], compared = this.compared.get(at);
    if (from === at) return { state: 'baseline' };
    if (compared !== undefined && 'key' in compared) return { state: 'compared', stored: await this.read<StoredComparison>(compared.key) };
    if (compared !== undefined) return { state: 'notCompared', code: compared.refusal.code, message: compared.refusal.message };
    const own = this.measured[at];
    return 'refusal' in own ? { state: 'notCompared', code: own.refusal.code, message: own.refusal.message }
      : { state: 'notCompared', code: 'baseline.notMeasured', message: `The baseline, row ${this.baselines.get(from)!.row}, could not be measured.` };
  }

  private async read<T>(key: string): Promise<T> {
    const { value } = await readEntry<T>(this.request.cache, key);
    if (value === null) throw cacheChanged();
    return value;
  }

  private async *numberedRows(): AsyncGenerator<{ row: ManifestRow; at: number }> {
    let at = 0;
    for await (const row of readManifestRows(this.manifestPath)) yield { row, at: at++ };
  }

  private async *takeRows(): AsyncGenerator<{ row: ManifestRow; at: number }> {
    for await (const each of this.numberedRows()) {
      if (this.request.signal.aborted) return;
      const { row, at } = each;
      if (this.request.manifest.baselineOf[at] === at) this.baselines.set(at, { row: row.row, visit: row.visit, date: row.date, photo: row.photo });
      yield each;
    }
  }

  private countPairs(): number {
    return this.request.manifest.baselineOf.reduce((count, from, at) => count + (from !== at && 'key' in this.measured[at] && 'key' in this.measured[from] ? 1 : 0), 0);
  }

  private async *takePairs(): AsyncGenerator<{ row: ManifestRow; at: number }> {
    for await (const each of this.numberedRows()) {
      if (this.request.signal.aborted) return;
      if (this.request.manifest.baselineOf[each.at] !== each.at) yield each;
    }
  }

  private refuseIfStopped(): void {
    if (this.request.signal.aborted) throw new AnalysisError('batch.stopped', 'The run was stopped before its results were written; what is measured is kept.');
  }

}

function movedAway(message: string): Refusal {
  return { code: 'photo.unreadable', message, hint: 'It was moved after the manifest had been checked.' };
}

function cacheChanged(): AnalysisError {
  return new AnalysisError('output.unwritable', 'The cache was changed by somebody else while the batch was running.', { hint: 'Run the same command with --resume.' });
}

function asError({ code, message, hint }: Refusal): AnalysisError {
  return new AnalysisError(code, message, { hint });
}
