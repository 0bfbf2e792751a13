import { appendAudit, verifyAudit } from './audit.js';
import { lockFolder } from './lock-folder.js';
import { type DataFolders, emptyQuarantine, openFolders } from './originals.js';
import { openPostgres, waitForTurn } from './postgres/open-postgres.js';
import type { StudyStore } from './study-store.js';

export interface SharedStoreOptions {
  /** `postgres://…` */
  readonly databaseUrl: string;
  /** Folder of this process alone, for uploads under way and copies of what is kept elsewhere. */
  readonly workFolder: string;
  /** Milliseconds since 1970; given by tests. */
  readonly clock?: () => number;
}

/**
 * Opens what several machines share: the tables in a PostgreSQL database.
 * @throws AnalysisError `storage.unavailable`, `storage.inUse`, `storage.damaged`, `output.unwritable`.
 */
export async function openSharedStore({ databaseUrl, workFolder, clock = Date.now }: SharedStoreOptions): Promise<StudyStore> {
  const folders: DataFolders = await openFolders(workFolder);
  const release = lockFolder(workFolder);
  try {
    await emptyQuarantine(folders);
    const database = await openPostgres(databaseUrl);
    return {
      database, folders,
      change: (actor, change) => database.transaction().execute(async (step) => {
        await waitForTurn(step);
        const now = new Date(clock()).toISOString();
        return change(step, (act) => appendAudit(step, actor, now, act), now);
      }),
      verifyAudit: () => verifyAudit(database),
      close: async () => {
        await database.destroy();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
