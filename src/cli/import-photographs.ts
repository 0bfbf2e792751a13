import { createHash } from 'node:crypto';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ManifestRow } from '../batch/manifest/manifest-row.js';
import { AnalysisError } from '../errors.js';
import type { Worker } from '../jobs/worker-process.js';
import { inspectPhotograph } from '../jobs/inspect-photograph.js';
import { filesOf } from '../jobs/photograph-files.js';
import { quarantinePath } from '../study/originals.js';
import { findPhotograph, type NewPhotograph } from '../study/photographs.js';
import type { StudyStore } from '../study/study-store.js';
import { type KnownScale, scaleOfField } from '../study/reading/scales-of-pair.js';
import { noteUnsettled, settle } from '../study/unsettled.js';

/** A photograph of a manifest that is kept with the data of the application. */
export interface ImportedPhotograph { readonly sha256: string; readonly scale: KnownScale }

/**
 * Photographs of a manifest on their way into the data folder. Their files are there at once, their rows only with what needs them: of a photograph that
 * nothing needs in the end, or when the program is killed before, nothing stays, as nobody could find and erase it.
 */
export interface Imports {
  /**
   * Copies a photograph, as an upload does: checked by a process of its own, named by its sha256. One that is kept already is not copied.
   * @throws AnalysisError `photo.*` for a photograph that cannot be read.
   */
  bring(path: string, row: ManifestRow): Promise<ImportedPhotograph>;
  /** Those that were not kept before. */
  listNew(): readonly NewPhotograph[];
  /** Removes the files of those that have no row by now. What cannot be removed now is removed at the next start. */
  settle(): Promise<void>;
}

export function importPhotographs(store: StudyStore, worker: Worker): Imports {
  const brought = new Map<string, NewPhotograph>(), notes: string[] = [];
  return {
    bring: async (path, { calibration }) => {
      const copy = quarantinePath(store.folders);
      try {
        await copyFile(path, copy).catch((cause: NodeJS.ErrnoException) => {
          if (cause.code === 'ENOSPC' || cause.code === 'EDQUOT') throw new AnalysisError('storage.full', 'The disk of the data folder is full.', { cause });
          throw new AnalysisError('photo.unreadable', 'The photograph cannot be read.', { cause });
        });
        const bytes = await readFile(copy), sha256 = createHash('sha256').update(bytes).digest('hex');
        let known: NewPhotograph | null = brought.get(sha256) ?? await findPhotograph(store, sha256);
        if (known === null) {
          const { format, width, height, capturedAt } = await inspectPhotograph(worker, await filesOf(store, sha256, copy));
          known = { sha256, name: basename(path), format, bytes: bytes.length, width, height, captured_at: capturedAt };
          notes.push(await noteUnsettled(store.folders, sha256));
          await store.originals.keep(copy, sha256);
          brought.set(sha256, known);
        }
        return { sha256, scale: calibration?.method === 'fieldWidth' ? scaleOfField(calibration.millimetres, known) : { micrometresPerPixel: calibration?.method === 'given' ? calibration.micrometresPerPixel : null, fieldOf: null } };
      } finally {
        await rm(copy, { force: true });
      }
    },
    listNew: () => [...brought.values()],
    settle: async () => { for (const note of notes.splice(0)) await settle(store, note).catch(() => undefined); },
  };
}
