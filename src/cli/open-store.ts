import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnalysisError } from '../errors.js';
import { removeWhenStopped } from '../files/remove-when-stopped.js';
import type { StudyStore } from '../study/study-store.js';
import { noData } from './no-data.js';
import { resolveDataFolder } from './options/data-folder.js';
import { readSharedStore, type SharedStore, type SharedStoreOptions } from './options/shared-store.js';

export type StoreOptions = SharedStoreOptions & { data?: string };

/** What several machines share, unless `--data` names a folder of this one; undefined for such a folder. */
export function sharedStoreOf({ data, ...options }: StoreOptions): SharedStore | undefined {
  return data !== undefined && options.databaseUrl === undefined ? undefined : readSharedStore(options);
}

/**
 * Opens what the application keeps: what several machines share, also while they use it, or the data folder of this one while it is closed.
 * @param place  Of the folder for what is on its way to what several machines share; where a killed program left one there, what it holds is removed. Left out, one of the system's temporary folders, which may be memory.
 */
export async function openStore(options: StoreOptions, place?: string): Promise<StudyStore> {
  const shared = sharedStoreOf(options);
  if (shared === undefined) {
    const { openStudyStore } = await import('../study/study-store.js');
    return openStudyStore(resolveDataFolder(options.data));
  }
  const workFolder = place ?? mkdtempSync(join(tmpdir(), 'trichoscore-')), isGone = removeWhenStopped(workFolder), forget = (): void => {
    rmSync(workFolder, { recursive: true, force: true });
    isGone();
  };
  try {
    const { openSharedStore } = await import('../study/shared-store.js'), store = await openSharedStore({ ...shared, workFolder });
    return { ...store, close: () => store.close().finally(forget) };
  } catch (error) {
    // Somebody else's, who goes on with it.
    if (error instanceof AnalysisError && error.code === 'storage.inUse') isGone();
    else forget();
    throw error;
  }
}

/** The same, for what must be there already: a folder without data is no fresh one. @throws AnalysisError `usage.invalid`. */
export async function openKnownStore(options: StoreOptions): Promise<StudyStore> {
  const { databaseFile } = await import('../study/study-store.js');
  if (sharedStoreOf(options) === undefined && !existsSync(databaseFile(resolveDataFolder(options.data)))) throw noData();
  return openStore(options);
}
