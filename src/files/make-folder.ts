import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * As `mkdir -p`. Not Node's own recursive form, which never returns where a folder exists but takes none (`/proc`).
 * @param mode  Rights of each new folder before the umask.
 */
export async function makeFolder(folder: string, mode = 0o777): Promise<void> {
  if (await stat(folder).catch(() => null) !== null) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder), mode);
  await mkdir(folder, { mode }).catch((error: NodeJS.ErrnoException) => {
    // Another process was quicker.
    if (error.code !== 'EEXIST') throw error;
  });
}
