import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AnalysisError } from '../errors.js';
import { removeWhenStopped } from '../files/remove-when-stopped.js';
import { syncFolder } from '../files/sync-folder.js';
import { headsFile, noteHead } from './audit-heads.js';
import { latestHead } from './audit.js';
import { readDatabase, translateStorageError } from './open-database.js';
import { originalPath } from './originals.js';
import { databaseFile } from './study-store.js';

export interface Backup { readonly photographs: number; readonly auditEntries: number; readonly headHash: string }

/**
 * Copies a data folder, also while the application uses it: the database as of one moment, and every original that it names, each checked
 * against its hash on the way. Pictures made of photographs are left out; they are made again. The copy is a data folder itself.
 * @param target  A folder that is empty or not there yet. It bears the name only when the copy is whole and flushed.
 * @param meanwhile  Called when the database is copied and its originals are not yet; given by tests.
 * @throws AnalysisError `usage.invalid` for a target that holds something, `storage.damaged` for a folder that is not sound, `storage.newer` for one of a newer program, `storage.full`, `output.unwritable`.
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
    for (const folder of ['', 'originals', 'derived', 'quarantine']) await mkdir(join(unfinished, folder), { recursive: true, mode: 0o700 });
    await copyDatabase(dataFolder, unfinished);
    await meanwhile();
    const { database, connection } = readDatabase(databaseFile(unfinished));
    try {
      const photographs = await database.selectFrom('photographs').select('sha256').orderBy('sha256').execute();
      for (const { sha256 } of photographs) {
        try {
          await copyOriginal(dataFolder, unfinished, sha256);
        } catch (error) {
          if (isLast || await isKept(dataFolder, sha256)) throw error;
          await rm(unfinished, { recursive: true, force: true });
          return null;
        }
      }
      const head = await latestHead(database);
      await noteHead(headsFile(unfinished), head);
      await copyIfThere(join(dataFolder, 'devices.json'), join(unfinished, 'devices.json'));
      await syncFolder(unfinished);
      await rename(unfinished, target);
      await syncFolder(dirname(target));
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

/** The database as of one moment, whatever is written meanwhile; nothing that was deleted is in it. */
export async function copyDatabase(dataFolder: string, target: string): Promise<void> {
  const file = databaseFile(target), { connection } = readDatabase(databaseFile(dataFolder));
  try {
    connection.exec(`vacuum into '${file.replaceAll("'", "''")}'`);
  } finally {
    connection.close();
  }
  await chmod(file, 0o600);
  await flush(file);
}

/** @throws AnalysisError `storage.damaged` for an original that is gone or no longer what was uploaded: a copy must not look sounder than what it was made of. */
async function copyOriginal(dataFolder: string, target: string, sha256: string): Promise<void> {
  const [from, to] = [dataFolder, target].map((folder) => originalPath({ originals: join(folder, 'originals'), quarantine: '', derived: '' }, sha256));
  if (!await stat(from).then((entry) => entry.isFile(), () => false)) throw new AnalysisError('storage.damaged', `The original of photograph ${sha256.slice(0, 12)}… is missing.`);
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  const listen = new Transform({ transform(piece: Buffer, _encoding, done) { hash.update(piece); done(null, piece); } });
  await pipeline(createReadStream(from), listen, createWriteStream(to, { flags: 'wx', mode: 0o600 }));
  if (hash.digest('hex') !== sha256) throw new AnalysisError('storage.damaged', `The original of photograph ${sha256.slice(0, 12)}… is not the file that was uploaded.`);
  await flush(to);
}

async function copyIfThere(from: string, to: string): Promise<void> {
  if (!await stat(from).then((entry) => entry.isFile(), () => false)) return;
  await pipeline(createReadStream(from), createWriteStream(to, { flags: 'wx', mode: 0o600 }));
  await flush(to);
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
