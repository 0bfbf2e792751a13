import { join } from 'node:path';
import type { Kysely, Transaction } from 'kysely';
import { type Act, appendAudit, verifyAudit } from './audit.js';
import { openDatabase } from './open-database.js';
import { lockFolder } from './lock-folder.js';
import { type DataFolders, emptyQuarantine, openFolders } from './originals.js';
import type { StudyTables } from './tables.js';

/** Does something to the data and says what, for the trail. */
export type Change<Outcome> = (step: Transaction<StudyTables>, record: (act: Act) => Promise<void>, now: string) => Promise<Outcome>;

/** Everything that is kept: the database, and the folders of photographs beside it. */
export interface StudyStore {
  readonly database: Kysely<StudyTables>;
  readonly folders: DataFolders;
  /** All writing goes through here: one transaction, its audit entries inside. */
  change<Outcome>(actor: string, change: Change<Outcome>): Promise<Outcome>;
  verifyAudit(): ReturnType<typeof verifyAudit>;
  close(): Promise<void>;
}

/**
 * Opens a data folder, or makes a new one.
 * @param clock  Milliseconds since 1970; given by tests.
 * @throws AnalysisError `storage.inUse`, `storage.damaged`, `output.unwritable`.
 */
export async function openStudyStore(dataFolder: string, clock: () => number = Date.now): Promise<StudyStore> {
  const folders = await openFolders(dataFolder);
  const release = lockFolder(dataFolder);
  await emptyQuarantine(folders);
  const database = await openDatabase(join(dataFolder, 'trichoscore.db')).catch((error: unknown) => {
    release();
    throw error;
  });
  return {
    database, folders,
    change: (actor, change) => database.transaction().execute(async (step) => {
      const now = new Date(clock()).toISOString();
      return change(step, (act) => appendAudit(step, actor, now, act), now);
    }),
    verifyAudit: () => verifyAudit(database),
    close: async () => {
      await database.destroy();
      release();
    },
  };
}
