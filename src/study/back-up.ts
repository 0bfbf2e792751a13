import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AnalysisError } from '../errors.js';
import { makeFolder } from '../files/make-folder.js';
import { removeWhenStopped } from '../files/remove-when-stopped.js';
import { syncFolder } from '../files/sync-folder.js';
import { unwritable } from '../files/write-durably.js';
import { headsFile, noteHead } from './audit-heads.js';
import { latestHead } from './audit.js';
import { readDatabase, translateStorageError } from './open-database.js';
import { type DataFolders, originalPath } from './originals.js';
import { databaseFile } from './study-store.js';

export interface Backup { readonly photographs: number; readonly auditEntries: number; readonly headHash: string }

/**
 * Copies a data folder, also while the application uses it: the database as of one moment, and every original that it names, each checked
 * against its hash on the way. Pictures made of photographs are left out; they are made again. The copy is a data folder itself.
 * @param target  A folder that is empty or not there yet. It bears the name only when the copy is whole and flushed.
 * @param meanwhile  Called when the database is copied and its originals are not yet; given by tests.
 * @throws AnalysisError `usage.invalid` for a target that holds something, `storage.damaged` for a folder that is not sound, `storage.newer` for one of a newer program, `storage.unavailable` for one that cannot be read, `output.unwritable` where the copy cannot be written: its disk is not that of the folder.
 */
export async function backUp(dataFolder: string, target: string, meanwhile: () => Promise<void> = async () => undefined): Promise<Backup> {
  await refuseFilled(target);
  for (let tries = 1; ; tries++) {
    const backup = await copyWhole(dataFolder, target, { isLast: tries === mostTries, meanwhile });
    if (backup !== null) return backup;
  }
}

/** How often a copy is begun anew because somebody was erased while it was made. */
const mostTries = 5;

/** @returns Null where a photograph was erased meanwhile: the copy would hold what else was known of that person. */
async function copyWhole(dataFolder: string, target: string, { isLast, meanwhile }: { isLast: boolean; meanwhile: () => Promise<void> }): Promise<Backup | null> {
  const unfinished = `${target}.unfinished-${process.pid}`, isDone = removeWhenStopped(unfinished);
  try {
    await ofCopy(target, async () => { for (const folder of ['', 'originals', 'derived', 'quarantine']) await makeFolder(join(unfinished, folder), 0o700); });
    await copyDatabase(dataFolder, unfinished, target);
    await meanwhile();
    const { database, connection } = readDatabase(databaseFile(unfinished));
    try {
      const photographs = await database.selectFrom('photographs').select('sha256').orderBy('sha256').execute();
      for (const { sha256 } of photographs) {
        try {
          await copyOriginal(dataFolder, originalPath(foldersOf(unfinished), sha256), sha256, target);
        } catch (error) {
          if (isLast || await isKept(dataFolder, sha256)) throw error;
          await rm(unfinished, { recursive: true, force: true });
          return null;
        }
      }
      const head = await latestHead(database);
      const devices = join(dataFolder, 'devices.json');
      if (await isFile(devices)) await copyFile(devices, join(unfinished, 'devices.json'), 'devices.json of the data folder', target);
      await ofCopy(target, async () => {
        await noteHead(headsFile(unfinished), head);
        await syncFolder(unfinished);
        await rename(unfinished, target);
        await syncFolder(dirname(target));
      });
      return { photographs: photographs.length, auditEntries: head.number, headHash: head.hash };
    } finally {
      connection.close();
    }
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    throw translateStorageError(error);
  } finally {
    isDone();
  }
}

async function refuseFilled(target: string): Promise<void> {
  const there = await readdir(target).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw new AnalysisError('usage.invalid', 'The place for the copy is no folder.', { cause });
  });
  if (there.length > 0) throw new AnalysisError('usage.invalid', 'The folder for the copy holds something already.', { hint: 'Name a folder that is empty or not there yet; what is there is never written over.' });
}

async function isKept(dataFolder: string, sha256: string): Promise<boolean> {
  const { database, connection } = readDatabase(databaseFile(dataFolder));
  try {
    return await database.selectFrom('photographs').select('sha256').where('sha256', '=', sha256).executeTakeFirst() !== undefined;
  } finally {
    connection.close();
  }
}

/**
 * The database as of one moment, whatever is written meanwhile; nothing that was deleted is in it.
 * @param named  What is called unwritable when the copy cannot be written.
 */
export async function copyDatabase(dataFolder: string, target: string, named: string): Promise<void> {
  const file = databaseFile(target), { connection } = readDatabase(databaseFile(dataFolder));
  try {
    connection.exec(`vacuum into '${file.replaceAll("'", "''")}'`);
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    // All else is of the file that is written: the other one is open.
    throw /^SQLITE_(CORRUPT|NOTADB|BUSY|LOCKED|IOERR_READ|IOERR_SHORT_READ)/.test(code) ? translateStorageError(error) : unwritable(named, error);
  } finally {
    connection.close();
  }
  await ofCopy(named, async () => {
    await chmod(file, 0o600);
    await flush(file);
  });
}

/**
 * @param to  Where the copy of the original is to lie.
 * @param named  As in `copyDatabase`.
 * @throws AnalysisError `storage.damaged` for an original that is gone or no longer what was uploaded: a copy must not look sounder than what it was made of.
 */
export async function copyOriginal(dataFolder: string, to: string, sha256: string, named: string): Promise<void> {
  const from = originalPath(foldersOf(dataFolder), sha256), what = `The original of photograph ${sha256.slice(0, 12)}…`;
  if (!await isFile(from)) throw new AnalysisError('storage.damaged', `${what} is missing.`);
  await ofCopy(named, () => mkdir(dirname(to), { recursive: true, mode: 0o700 }));
  if (await copyFile(from, to, what, named) !== sha256) throw new AnalysisError('storage.damaged', `${what} is not the file that was uploaded.`);
}

/** @returns sha256 of what was copied. @throws AnalysisError `storage.unavailable` for a file that cannot be read, `output.unwritable` for a copy that cannot be written. */
async function copyFile(from: string, to: string, what: string, named: string): Promise<string> {
  const hash = createHash('sha256');
  const listen = new Transform({ transform(piece: Buffer, _encoding, done) { hash.update(piece); done(null, piece); } });
  await pipeline(createReadStream(from), listen, createWriteStream(to, { flags: 'wx', mode: 0o600 })).catch((cause: NodeJS.ErrnoException) => {
    throw cause.syscall === 'read' || cause.path === from ? unreadable(what, cause) : unwritable(named, cause);
  });
  await ofCopy(named, () => flush(to));
  return hash.digest('hex');
}

const foldersOf = (dataFolder: string): DataFolders => ({ originals: join(dataFolder, 'originals'), quarantine: '', derived: '' });

/** Whether there is such a file; one that cannot be looked at is told of when it is opened. */
const isFile = (path: string): Promise<boolean> => stat(path).then((entry) => entry.isFile(), (error: NodeJS.ErrnoException) => error.code !== 'ENOENT');

function unreadable(what: string, cause: NodeJS.ErrnoException): AnalysisError {
  return new AnalysisError('storage.unavailable', `${what} cannot be read (${cause.code ?? 'unknown'}).`, { hint: 'See that this account may read it and that its disk answers; nothing was copied.', cause });
}

/** Does what writes the copy: what fails there says nothing of the folder that is copied, and nobody is to restore an older one over it. */
const ofCopy = <Outcome>(named: string, act: () => Promise<Outcome>): Promise<Outcome> => act().catch((cause: unknown) => { throw unwritable(named, cause); });

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
