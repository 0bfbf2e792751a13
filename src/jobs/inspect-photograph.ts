import { access } from 'node:fs/promises';
import { AnalysisError } from '../errors.js';
import { picturePath } from '../study/originals.js';
import type { StudyStore } from '../study/study-store.js';
import { filesOf } from './photograph-files.js';
import type { Tasks } from './tasks.js';
import type { Worker } from './worker-process.js';

/** A photograph over which the reading process died this often is refused. */
const mostAttempts = 3;

type Files = Tasks['inspect']['input']['files'];

/** Reads a photograph to its end, in the worker, and makes its pictures and its check. */
export async function inspectPhotograph(reader: Worker, files: Files): Promise<Tasks['inspect']['output']> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await reader.run('inspect', { files });
    } catch (error) {
      if (!(error instanceof AnalysisError && error.code === 'photo.stopped') || attempt >= mostAttempts) throw error;
    }
  }
}

/** The file of a picture of a photograph; made again from the original where it is missing. */
export async function readyPicture({ store, reader }: { store: StudyStore; reader: Worker }, sha256: string, purpose: 'display' | 'report'): Promise<string> {
  const kept = picturePath(store.folders, sha256, purpose);
  if (await access(kept).then(() => true, () => false)) return kept;
  await inspectPhotograph(reader, await filesOf(store, sha256));
  return kept;
}
