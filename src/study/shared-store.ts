import { join } from 'node:path';
import { watchAbandonedErrands } from './abandoned-errands.js';
import { appendAudit, verifyAudit } from './audit.js';
import { errandsIn } from './errands.js';
import { fewAtATime } from './few-at-a-time.js';
import { lockFolder } from './lock-folder.js';
import { readBucketAddress } from './object-store/bucket-address.js';
import { openBucket } from './object-store/bucket.js';
import { keepOriginalsInBucket } from './object-store/originals-in-bucket.js';
import { sweepCopies } from './object-store/sweep-copies.js';
import { openFolders } from './originals.js';
import { holdPhotograph, openPostgres, waitForTurn } from './postgres/open-postgres.js';
import type { StudyStore } from './study-store.js';
import { clearInterrupted, removeNoted } from './unsettled.js';

export interface SharedStoreOptions {
  /** `postgres://…` */
  readonly databaseUrl: string;
  /** `s3://…`, see `readBucketAddress`. */
  readonly objectStoreUrl: string;
  /** Folder of this process alone, for uploads under way and copies of what is kept elsewhere. */
  readonly workFolder: string;
  /** Milliseconds since 1970; given by tests. */
  readonly clock?: () => number;
}

/** A photograph that was erased elsewhere stays here so long at most, and one that could not be removed then is tried again so often, milliseconds. */
const sweepEveryMs = 600_000;
/** How often is looked for photographs of killed batches, milliseconds. */
const lookForAbandonedEveryMs = 60_000;

/** Changes of a program that may wait for the object store at a time: each keeps a connection to the database meanwhile, and others need some. */
const mostWaiting = 3;

/**
 * Opens what several machines share: the tables in a PostgreSQL database, the originals in an object store.
 * @throws AnalysisError `storage.unavailable`, `storage.inUse`, `storage.damaged`, `storage.newer`, `output.unwritable`.
 */
export async function openSharedStore({ databaseUrl, objectStoreUrl, workFolder, clock = Date.now }: SharedStoreOptions): Promise<StudyStore> {
  const bucket = openBucket(readBucketAddress(objectStoreUrl));
  const folders = await openFolders(join(workFolder, 'copies'));
  const release = lockFolder(workFolder), fewWait = fewAtATime(mostWaiting), originals = keepOriginalsInBucket(bucket, folders);
  try {
    await originals.check();
    const database = await openPostgres(databaseUrl);
    const removeAbandoned = watchAbandonedErrands(errandsIn(database)), removing = setInterval(() => { removeAbandoned().catch(() => undefined); }, lookForAbandonedEveryMs).unref();
    const store: StudyStore = {
      database, folders, originals, isShared: true,
      change: (actor, change, before) => {
        const act = (): ReturnType<typeof change> => database.transaction().execute(async (step) => {
          await before?.(step);
          await waitForTurn(step);
          const now = new Date(clock()).toISOString();
          return change(step, async (entry) => { await appendAudit(step, actor, now, entry); }, now);
        });
        return before === undefined ? act() : fewWait(act);
      },
      holdPhotograph,
      verifyAudit: () => verifyAudit(database),
      // PostgreSQL clears its pages by itself (autovacuum); other machines drop their copies at their next sweep.
      noteErasure: async () => undefined,
      forgetErased: async () => undefined,
      close: async () => {
        clearInterval(sweeping);
        clearInterval(removing);
        await database.destroy();
        release();
      },
    };
    const sweep = (): void => { sweepCopies(store).catch(() => undefined); }, sweeping = setInterval(() => { sweep(); removeNoted(store).catch(() => undefined); }, sweepEveryMs).unref();
    sweep();
    await clearInterrupted(store);
    return store;
  } catch (error) {
    release();
    throw error;
  }
}
