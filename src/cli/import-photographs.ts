import { createHash } from 'node:crypto';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ManifestRow } from '../batch/manifest/manifest-row.js';
import { AnalysisError } from '../errors.js';
import type { Worker } from '../jobs/worker-process.js';
import { inspectPhotograph } from '../jobs/inspect-photograph.js';
import { filesOf } from '../jobs/photograph-files.js';
import { quarantinePath } from '../study/originals.js';
import { findPhotograph, rememberPhotograph } from '../study/photographs.js';
import { localPerson } from '../study/person.js';
import type { StudyStore } from '../study/study-store.js';

/** A photograph of a manifest that is kept with the data of the application. */
export interface ImportedPhotograph { readonly sha256: string; readonly micrometresPerPixel: number | null }

/**
 * Copies a photograph into the data folder, as an upload does: checked by a process of its own, named by its sha256. One that is there already is not copied.
 * @throws AnalysisError `photo.*` for a photograph that cannot be read.
 */
export async function importPhotograph(store: StudyStore, worker: Worker, path: string, { calibration }: ManifestRow): Promise<ImportedPhotograph> {
  const copy = quarantinePath(store.folders);
  try {
    await copyFile(path, copy).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOSPC' || cause.code === 'EDQUOT') throw new AnalysisError('storage.full', 'The disk of the data folder is full.', { cause });
      throw new AnalysisError('photo.unreadable', 'The photograph cannot be read.', { cause });
    });
    const bytes = await readFile(copy), sha256 = createHash('sha256').update(bytes).digest('hex');
    let known = await findPhotograph(store, sha256);
    if (known === null) {
      const { format, width, height, capturedAt } = await inspectPhotograph(worker, await filesOf(store, sha256, copy));
      await store.originals.keep(copy, sha256);
      await rememberPhotograph(store, localPerson.name, { sha256, name: basename(path), format, bytes: bytes.length, width, height, captured_at: capturedAt });
      known = (await findPhotograph(store, sha256))!;
    }
    return { sha256, micrometresPerPixel: calibration?.method === 'given' ? calibration.micrometresPerPixel : calibration?.method === 'fieldWidth' ? (1000 * calibration.millimetres) / known.width : null };
  } finally {
    await rm(copy, { force: true });
  }
}
