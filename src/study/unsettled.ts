import { randomUUID } from 'node:crypto';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely, Transaction } from 'kysely';
import { AnalysisError } from '../errors.js';
import { syncFolder } from '../files/sync-folder.js';
import { waitForDescriptors } from '../files/wait-for-descriptors.js';
import { folderFault } from './folder-fault.js';
import { checkPath, type DataFolders, type Originals, picturePath, removeFile } from './originals.js';
import type { StudyTables } from './tables.js';

/** What of a store is needed; the store itself is opened with the help of this file. */
interface Store {
  readonly database: Kysely<StudyTables>;
  readonly folders: DataFolders;
  readonly originals: Pick<Originals, 'remove'>;
  change(actor: string, change: (step: Transaction<StudyTables>) => Promise<void>, before: (step: Transaction<StudyTables>) => Promise<void>): Promise<void>;
  holdPhotograph(step: Transaction<StudyTables>, sha256: string): Promise<void>;
}

const notePattern = /^unsettled-([0-9a-f]{64})-[0-9a-f-]{36}$/;

/**
 * Notes that files of a photograph are about to be there without a row, before it is uploaded. Whoever is killed in between leaves
 * the note, and the next start removes what has no row then. Only what is noted is ever removed: after an old backup of the database was put back,
 * photographs without a row are somebody's only originals.
 * @returns The note, to be given to `settle` or to be struck out with `strikeOut`.
 */
export async function noteUnsettled({ quarantine }: Pick<DataFolders, 'quarantine'>, sha256: string): Promise<string> {
  const note = `unsettled-${sha256}-${randomUUID()}`;
  try {
    // There is nothing in it to be flushed: that it is there at all is the folder's to keep.
    await (await waitForDescriptors(() => open(join(quarantine, note), 'wx', 0o600))).close();
    await syncFolder(quarantine);
  } catch (error) {
    throw folderFault(error);
  }
  return note;
}

export async function strikeOut({ quarantine }: Pick<DataFolders, 'quarantine'>, note: string): Promise<void> {
  await rm(join(quarantine, note), { force: true });
}

/**
 * Removes the files of the noted photograph if it has no row. Nobody can add the row meanwhile: whoever does holds the photograph, too.
 * @throws AnalysisError `output.unwritable` or `storage.unavailable`; the note stays then.
 */
export async function settle(store: Store, note: string): Promise<void> {
  await removeUnlessKept(store, notePattern.exec(note)![1]!);
  await strikeOut(store.folders, note);
}

async function removeUnlessKept(store: Store, sha256: string, change: (step: Transaction<StudyTables>) => Promise<void> = () => Promise.resolve()): Promise<void> {
  await store.change('program', change, async (step) => {
    await store.holdPhotograph(step, sha256);
    if (await step.selectFrom('photographs').select('sha256').where('sha256', '=', sha256).executeTakeFirst() === undefined) await removeFiles(store, sha256);
  });
}

/** Notes in the change that erases photographs that their files are to be removed: whoever opens these data next does it if this program cannot, on whatever machine. */
export async function noteRemovals(step: Transaction<StudyTables>, photographs: readonly string[], now: string): Promise<void> {
  for (const sha256 of photographs) await step.insertInto('removals').values({ sha256, noted_at: now }).onConflict((there) => there.column('sha256').doNothing()).execute();
}

/** An object store that fails so often in a row fails with the others, too, and each may take seconds. */
const mostFailures = 3;

/**
 * Removes the files of photographs that were erased, one by one, each held meanwhile: whoever uploads a photograph again keeps it. One that cannot be removed stays noted, and the others are tried.
 * @param own  Those that are tried first, and told of.
 * @returns How many of these are left, and why the first of them could not be removed. Those that others left behind are no fault of whoever comes next.
 */
export async function removeNoted(store: Store, own: readonly string[] = []): Promise<{ left: number; why: AnalysisError | null }> {
  const told = new Set(own), noted = (await store.database.selectFrom('removals').select('sha256').orderBy('sha256').execute()).map(({ sha256 }) => sha256);
  let left = 0, why: AnalysisError | null = null, failures = 0;
  for (const sha256 of [...noted.filter((one) => told.has(one)), ...noted.filter((one) => !told.has(one))]) {
    if (failures === mostFailures) {
      if (told.has(sha256)) left++;
      continue;
    }
    try {
      await removeUnlessKept(store, sha256, async (step) => { await step.deleteFrom('removals').where('sha256', '=', sha256).execute(); });
      failures = 0;
    } catch (error) {
      if (!(error instanceof AnalysisError)) throw error;
      if (told.has(sha256)) [left, why] = [left + 1, why ?? error];
      if (error.code === 'storage.unavailable') failures++;
    }
  }
  return { left, why };
}

/** Removes what was made of a photograph if the photograph is not kept: it may have been erased while that was made. @returns Whether it is kept. */
export async function dropUnlessKept({ database, folders }: Pick<Store, 'database' | 'folders'>, sha256: string): Promise<boolean> {
  const isKept = await database.selectFrom('photographs').select('sha256').where('sha256', '=', sha256).executeTakeFirst() !== undefined;
  if (!isKept) await removeDerived(folders, sha256);
  return isKept;
}

/** Removes what was not written to its end among what was made of photographs, for whoever holds the folder, when nobody writes there: those who did were ended. */
export async function removeUnfinished({ derived }: Pick<DataFolders, 'derived'>): Promise<void> {
  for (const name of await readdir(derived, { recursive: true })) if (name.endsWith('.partial')) await rm(join(derived, name), { force: true });
}

/**
 * At start, for whoever holds the folder: throws away uploads and pictures that were never finished, and pictures that belong to no photograph, and settles
 * what was under way when the program was killed, and what was erased. What cannot be settled now is tried again at the next start.
 */
export async function clearInterrupted(store: Store): Promise<void> {
  const { quarantine, derived } = store.folders, pictured = new Set<string>();
  await removeUnfinished(store.folders);
  for (const name of await readdir(derived, { recursive: true })) {
    const sha256 = /(?:^|[/\\])([0-9a-f]{64})\.[a-z.]+$/.exec(name)?.[1];
    if (sha256 !== undefined) pictured.add(sha256);
  }
  for (const sha256 of pictured) await dropUnlessKept(store, sha256).catch(() => undefined);
  for (const name of await readdir(quarantine)) {
    if (notePattern.test(name)) await settle(store, name).catch(() => undefined);
    else await rm(join(quarantine, name), { force: true, recursive: true });
  }
  await removeNoted(store).catch(() => undefined);
}

async function removeFiles({ folders, originals }: Store, sha256: string): Promise<void> {
  try {
    await removeDerived(folders, sha256);
    await originals.remove(sha256);
  } catch (cause) {
    if (cause instanceof AnalysisError) throw cause;
    throw new AnalysisError('output.unwritable', 'A file of a photograph that is not kept could not be removed.', { hint: 'The database does not know it; `trichoscore verify` names it. It is tried again at the next start; or remove it by hand.', cause });
  }
}

async function removeDerived(folders: DataFolders, sha256: string): Promise<void> {
  for (const file of [picturePath(folders, sha256, 'display'), picturePath(folders, sha256, 'report'), checkPath(folders, sha256)]) await removeFile(file);
}
