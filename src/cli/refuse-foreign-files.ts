import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AnalysisError } from '../errors.js';

const isThere = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

/**
 * Refuses to write over tables and reports that another command, or a person, put into a folder.
 * @param names  What would be written.
 * @param own    Of them, what an earlier run of the command left there and may be replaced.
 * @throws AnalysisError `usage.invalid`, naming the first such file.
 */
export async function refuseToReplaceForeign(folder: string, names: Iterable<string>, own: ReadonlySet<string> = new Set()): Promise<void> {
  for (const name of names) {
    if (!own.has(name) && await isThere(join(folder, name))) {
      throw new AnalysisError('usage.invalid', `The folder given with --out holds ${name}, which this command did not write.`, { hint: 'Choose another folder, or move the file away if it is not needed any more.' });
    }
  }
}

/**
 * Refuses a folder of exports with files that the new ones would not replace: an older domain beside newer ones would be taken for one of them.
 * @throws AnalysisError `usage.invalid`, naming the first such file.
 */
export async function refuseStaleExports(folder: string, part: string, isReplaced: (name: string) => boolean): Promise<void> {
  const stale = (await readdir(join(folder, part)).catch((): string[] => [])).sort().find((name) => !name.startsWith('.') && !isReplaced(name));
  if (stale !== undefined) throw new AnalysisError('usage.invalid', `The folder given with --out holds ${part}/${stale}, which these tables do not give.`, { hint: 'Choose another folder, or remove what an earlier export left.' });
}

/** Whether a batch was begun in a folder and did not end there. */
export function isUnfinished(folder: string): Promise<boolean> {
  return isThere(join(folder, '.batch', 'run.json'));
}

/** Whether the results in a folder, or the unfinished run, are those of a batch. */
export async function isBatchFolder(folder: string): Promise<boolean> {
  return await isThere(join(folder, 'run.json')) || isUnfinished(folder);
}
