import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AnalysisError } from '../errors.js';

/**
 * A file of a trial folder; null where there is none.
 * @throws AnalysisError `trial.invalid` for one that is there and cannot be read: a result without what it says would look like one of a folder without it.
 */
export async function readIfThere(folder: string, file: string): Promise<Buffer | null> {
  try {
    return await readFile(join(folder, file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new AnalysisError('trial.invalid', `${file} is there and cannot be read (${code ?? 'unknown'}).`, { hint: 'Check that you may read it, or copy the folder to another disk.', cause: error });
  }
}

/**
 * Hashes of tables by their file names, as run.json of a batch and simulated.json hold them; null where there is no such file.
 * @throws AnalysisError `trial.invalid` for one that cannot be read or is damaged.
 */
export async function readHashes(folder: string, file: string): Promise<ReadonlyMap<string, string> | null> {
  const bytes = await readIfThere(folder, file);
  if (bytes === null) return null;
  try {
    const { files } = JSON.parse(bytes.toString('utf8')) as { files?: Record<string, string> };
    return new Map(Object.entries(files ?? {}));
  } catch (cause) {
    throw new AnalysisError('trial.invalid', `${file} is damaged or cut short, so nobody can say whether the tables beside it are those that it names.`, { hint: 'Copy the folder again from where it was written, or let its tables be written anew.', cause });
  }
}
