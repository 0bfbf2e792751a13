import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AnalysisError } from '../errors.js';
import { writeDurably } from '../files/write-durably.js';
import { folderFault } from '../study/folder-fault.js';

/**
 * Keeps a file that was made of a photograph in the data folder, readable by this account only.
 * @throws AnalysisError `storage.full` or `output.unwritable`.
 */
export async function keepDerived(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeDurably(path, bytes);
  } catch (error) {
    throw folderFault(error instanceof AnalysisError ? error.cause : error);
  }
}
