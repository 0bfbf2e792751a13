import { access } from 'node:fs/promises';
import { AnalysisError } from '../errors.js';
import { picturePath } from '../study/originals.js';
import { dropUnlessKept } from '../study/unsettled.js';
import type { StudyStore } from '../study/study-store.js';
import type { Asker } from './fair-queue.js';
import { filesOf } from './photograph-files.js';
import { createSharedWork, type SharedWork } from './shared-work.js';
import type { Tasks } from './tasks.js';
import type { Worker } from './worker-process.js';

/** A photograph over which the reading process died this often is refused. */
const mostAttempts = 3;

type Files = Tasks['inspect']['input']['files'];
type Inspected = Tasks['inspect']['output'];

/** Reads a photograph to its end, in the worker, and makes its pictures and its check. */
export function inspectPhotograph(reader: Worker, files: Files, asker: Asker = {}): Promise<Inspected> {
  return tryThrice(() => reader.run('inspect', { files }, undefined, asker));
}

/** Reads an upload to its end, in the worker: whether it is a photograph, and of what size. */
export function readUpload(reader: Worker, file: string, asker: Asker = {}): Promise<Tasks['read']['output']> {
  return tryThrice(() => reader.run('read', { file }, undefined, asker));
}

/** After each death of the process the others have their turn first. */
async function tryThrice<Outcome>(attemptIt: () => Promise<Outcome>): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptIt();
    } catch (error) {
      if (!(error instanceof AnalysisError && error.code === 'photo.stopped') || attempt >= mostAttempts) throw error;
    }
  }
}

/** What is being made again by each reader, by its photograph. */
const underWay = new WeakMap<Worker, SharedWork<Inspected>>();

/**
 * Makes the pictures and the check of a kept photograph. However many ask for those of one photograph, they are made once; when all of them have gone
 * before its turn came, not at all. Of one that is erased meanwhile, nothing stays.
 */
export async function inspectKept({ store, reader }: { store: StudyStore; reader: Worker }, sha256: string, asker: Asker = {}): Promise<Inspected> {
  const files = await filesOf(store, sha256), share = underWay.get(reader) ?? createSharedWork<Inspected>();
  underWay.set(reader, share);
  return share(sha256, asker, (forAll) => inspectPhotograph(reader, files, forAll).finally(refuseErased));

  async function refuseErased(): Promise<void> {
    if (!await dropUnlessKept(store, sha256)) throw new AnalysisError('request.notFound', 'There is no such photograph.');
  }
}

/** The file of a picture of a photograph; made again from the original where it is missing, and its bytes alone where no room is left to keep it. */
export async function readyPicture({ store, reader }: { store: StudyStore; reader: Worker }, sha256: string, purpose: 'display' | 'report', asker: Asker = {}): Promise<string | Uint8Array> {
  const kept = picturePath(store.folders, sha256, purpose);
  if (await access(kept).then(() => true, () => false)) return kept;
  return (await inspectKept({ store, reader }, sha256, asker)).unkept?.[purpose] ?? kept;
}
