import { access } from 'node:fs/promises';
import { AnalysisError } from '../errors.js';
import { picturePath } from '../study/originals.js';
import type { StudyStore } from '../study/study-store.js';
import type { Asker } from './fair-queue.js';
import { filesOf } from './photograph-files.js';
import type { Tasks } from './tasks.js';
import type { Worker } from './worker-process.js';

/** A photograph over which the reading process died this often is refused. */
const mostAttempts = 3;

type Files = Tasks['inspect']['input']['files'];
type Inspected = Tasks['inspect']['output'];

/** Reads a photograph to its end, in the worker, and makes its pictures and its check. After each death of the process the others have their turn first. */
export async function inspectPhotograph(reader: Worker, files: Files, asker: Asker = {}): Promise<Inspected> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await reader.run('inspect', { files }, undefined, asker);
    } catch (error) {
      if (!(error instanceof AnalysisError && error.code === 'photo.stopped') || attempt >= mostAttempts) throw error;
    }
  }
}

interface UnderWay { readonly outcome: Promise<Inspected>; readonly nobodyWaits: AbortController; waiting: number }

/** What is being made again of each reader, by its photograph. */
const underWay = new WeakMap<Worker, Map<string, UnderWay>>();

/**
 * Makes the pictures and the check of a kept photograph again. However many ask for those of one photograph, they are made once; when all of them have gone
 * before its turn came, not at all.
 */
export async function inspectAgain({ store, reader }: { store: StudyStore; reader: Worker }, sha256: string, { holder, signal }: Asker = {}): Promise<Inspected> {
  const files = await filesOf(store, sha256), ofReader = underWay.get(reader) ?? new Map<string, UnderWay>();
  underWay.set(reader, ofReader);
  const shared = ofReader.get(sha256) ?? begin();
  const leave = (): void => { if (--shared.waiting === 0) { ofReader.delete(sha256); shared.nobodyWaits.abort(); } };
  shared.waiting += 1;
  if (signal?.aborted === true) leave();
  else signal?.addEventListener('abort', leave, { once: true });
  try {
    return await shared.outcome;
  } finally {
    signal?.removeEventListener('abort', leave);
  }

  function begin(): UnderWay {
    const nobodyWaits = new AbortController(), outcome = inspectPhotograph(reader, files, { ...(holder === undefined ? {} : { holder }), signal: nobodyWaits.signal });
    const entry = { outcome, nobodyWaits, waiting: 0 };
    ofReader.set(sha256, entry);
    outcome.catch(() => undefined).finally(() => { if (ofReader.get(sha256) === entry) ofReader.delete(sha256); });
    return entry;
  }
}

/** The file of a picture of a photograph; made again from the original where it is missing. */
export async function readyPicture({ store, reader }: { store: StudyStore; reader: Worker }, sha256: string, purpose: 'display' | 'report', asker: Asker = {}): Promise<string> {
  const kept = picturePath(store.folders, sha256, purpose);
  if (await access(kept).then(() => true, () => false)) return kept;
  await inspectAgain({ store, reader }, sha256, asker);
  return kept;
}
