import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AnalysisError } from '../errors.js';

/**
 * Writes a file whole or not at all, readable by this account only, and waits until the disk holds it.
 * @throws AnalysisError `storage.full` or `output.unwritable`.
 */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw translateWriteError(error);
  }
}

/** What a failed write means for the person who waits. */
export function translateWriteError(error: unknown): AnalysisError {
  if (error instanceof AnalysisError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AnalysisError('storage.full', 'The disk of the data folder is full.', { cause: error });
  return new AnalysisError('output.unwritable', 'The data folder cannot be written to.', { cause: error });
}
