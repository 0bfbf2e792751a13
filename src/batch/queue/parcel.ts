import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unwritable } from '../../files/write-durably.js';
import { readBytes } from '../../image-io/read-bytes.js';
import { readEntry, writeEntry } from '../cache.js';
import { lookUp } from '../look-up.js';
import { survive } from '../task-pool.js';
import type { Answer, StoredComparison, StoredMeasurement, Task } from '../work.js';
import type { WorkerPool } from '../worker-pool.js';

type Without<Each, Name extends string> = Each extends unknown ? Omit<Each, Name> : never;

/** A task with all that it needs, for another machine: no path of this one is in it. */
export interface Parcel {
  readonly task: Without<Task, 'cache' | 'path' | 'paths'>;
  readonly photoSeconds: number;
  /** Base64. */
  readonly photographs: readonly string[];
  /** Entries of the cache that a comparison is made from, by key. */
  readonly entries: Readonly<Record<string, unknown>>;
}

/** What comes back. */
export interface Returned {
  readonly answer: Answer;
  /** Of the cache, under the key of the task; null when there is none to be kept. */
  readonly entry: unknown;
}

/** A task that is known already needs nobody; otherwise the parcel and the key that its result has in the cache. */
export type Packed = { readonly answer: Answer } | { readonly parcel: Parcel; readonly key: string; readonly damaged: boolean };

/** @throws AnalysisError `photo.*` when the file cannot be read. */
export async function pack(task: Task, photoSeconds: number): Promise<Packed> {
  if (task.task === 'measure') {
    const { bytes, key, answer, damaged } = await lookUp(task), { cache: _here, path: _too, ...rest } = task;
    if (answer !== null) return { answer };
    return { key, damaged, parcel: { task: rest, photoSeconds, photographs: [asText(bytes)], entries: {} } };
  }
  const { cache, paths, ...rest } = task, keys = [task.baselineKey, task.followUpKey];
  const entries = await Promise.all(keys.map(async (key) => (await readEntry<StoredMeasurement>(cache, key)).value));
  // Heads are looked at again, one laid over the other.
  const areHeads = entries.every((entry) => entry !== null && 'result' in entry && entry.result.kind === 'global');
  const photographs = areHeads ? await Promise.all(paths.map(async (path) => asText(await readBytes(path)))) : [];
  return { key: task.key, damaged: false, parcel: { task: rest, photoSeconds, photographs, entries: Object.fromEntries(keys.map((key, at) => [key, entries[at]])) } };
}

const asText = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** Does the task of a parcel in a folder of its own, of which nothing stays. @throws AnalysisError `output.unwritable` where the folder takes nothing. */
export async function doParcel({ task, photographs, entries }: Parcel, pool: WorkerPool<Task, Answer>, folder: string): Promise<Returned> {
  const refuse = (cause: unknown): never => { throw unwritable(folder, cause); };
  const place = await mkdtemp(join(folder, 'errand-')).catch(refuse), cache = join(place, 'cache'), path = (at: number): string => join(place, `${at}`);
  try {
    for (const [at, photograph] of photographs.entries()) await writeFile(path(at), photograph, { encoding: 'base64', mode: 0o600 }).catch(refuse);
    for (const [key, entry] of Object.entries(entries)) if (entry !== null) await writeEntry(cache, key, entry);
    const answer = await survive(pool.run(task.task === 'measure' ? { ...task, cache, path: path(0) } : { ...task, cache, paths: [path(0), path(1)] }));
    return { answer, entry: await keptEntry(task, answer, cache) };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function keptEntry(task: Parcel['task'], answer: Answer, cache: string): Promise<unknown> {
  if (answer.outcome !== 'done') return null;
  return (await readEntry<StoredMeasurement | StoredComparison>(cache, task.task === 'compare' ? task.key : answer.key)).value;
}
