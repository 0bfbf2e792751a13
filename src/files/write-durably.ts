import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AnalysisError } from '../errors.js';
import { syncFolder } from './sync-folder.js';
import { waitForDescriptors } from './wait-for-descriptors.js';

/** Says which file could not be written, without its folder; the cause keeps the system's own error. */
export function unwritable(path: string, cause: unknown): AnalysisError {
  if (cause instanceof AnalysisError) return cause;
  const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown';
  return new AnalysisError('output.unwritable', `${basename(path)} could not be written (${reason}).`, { cause });
}

/** A name for what is not complete yet, which no two writers choose; what is left under it is removed by `removeAbandoned`. */
export function partialPath(folder: string): string {
  return join(folder, `.${randomBytes(6).toString('hex')}.partial`);
}

/** Nobody takes longer than this to write a file, milliseconds. */
const longestWriting = 3_600_000;

/**
 * Removes what writers left in a folder that were killed while they wrote; a file that may still be written stays. Never fails: a folder with leftovers is as good as any.
 * @param now  Milliseconds since 1970 by the clock that dates the files of this folder, which on a shared disk is another machine's.
 */
export async function removeAbandoned(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!/^\.[0-9a-f]{12}\.partial$/.test(name)) continue;
    const path = join(folder, name), written = await stat(path).catch(() => null);
    if (written !== null && written.isFile() && now - written.mtimeMs > longestWriting) await rm(path, { force: true }).catch(() => undefined);
  }
}

/**
 * Writes a file whole or not at all, and so that it is still there after a power cut: beside its place first, flushed, then moved there.
 * @param mode  Rights of a new file before the umask; by default this account alone may read it.
 * @param beside  Folder on the same disk for what is not complete yet.
 * @throws AnalysisError `output.unwritable`, naming the file without its folder.
 */
export async function writeDurably(path: string, content: string | Uint8Array, mode = 0o600, beside = dirname(path)): Promise<void> {
  const partial = partialPath(beside);
  try {
    const file = await waitForDescriptors(() => open(partial, 'wx', mode));
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw unwritable(path, cause);
  }
}
