import { createHash, randomBytes } from 'node:crypto';
import { access, link, open, readdir, readFile, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AnalysisError } from '../errors.js';
import { partialPath, unwritable } from '../files/write-durably.js';
import { isRunning, readProcessSpace, readProcessStart } from './running-process.js';

/** How often a run shows that it is alive, and after which silence it is taken for dead where its process cannot be asked. */
const beatSeconds = 15, silenceSeconds = 120;

/** A folder that belongs to one run. */
export interface FolderLock {
  /** @throws AnalysisError `batch.busy` when another run has taken the folder since, as it may when this one stood still for long; `output.unwritable` when the folder is gone. */
  refuseIfLost(): Promise<void>;
  /** Gives the folder back. */
  release(): Promise<void>;
}

/** A file that says who has the folder, or had it when he was killed. */
interface Lock { readonly path: string; readonly text: string }

/**
 * Takes a folder for one run, so that two never write the same files. A run that was killed does not block the next one.
 *
 * Nobody replaces the lock of a killed run. Whoever comes for its folder puts a lock of his own behind it, under the one name that follows from what it holds:
 * of many that come only one can make the file of that name, however long they stood still after looking. Who made the last one of the row has the folder, and removes them all when it ends.
 *
 *     lock, of a killed run  ←  lock-5f0c…, of another killed run  ←  lock-91ab…, of the run that has the folder
 *
 * @throws AnalysisError `batch.busy`, or `output.unwritable`.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const token = JSON.stringify({ pid: process.pid, start: await readProcessStart(process.pid), space: await readProcessSpace(), host: hostname(), token: randomBytes(8).toString('hex') });
  const { row, file } = await takeFolder(folder, token), first = row[0]!, own = row.at(-1)!;
  // No two runs write the same, so that where the first lock is what it was, all between it and this one are.
  const isLast = async (): Promise<boolean> => await isThere(first) && await isThere(own) && !await exists(pathBehind(own));
  // Into the file that was made here, whatever has its name by now; so it is dated by the clock of its disk, as what it is compared with.
  const beat = setInterval(() => { file.write(token, 0).catch(() => undefined); }, beatSeconds * 1000);
  beat.unref();
  return {
    refuseIfLost: async () => {
      await readFile(first.path).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'ENOENT' && cause.code !== 'ENOTDIR') throw unwritable(first.path, cause);
        throw new AnalysisError('output.unwritable', 'The folder for the results was moved or removed while the batch was running.', { hint: 'Put it back, or make it anew, and run the same command with --resume.', cause });
      });
      if (!await isLast()) throw new AnalysisError('batch.busy', 'Another batch took this folder over while this one stood still.', { hint: 'Its results stay; what was measured here is in the cache. Wait until it has ended.' });
    },
    release: async () => {
      clearInterval(beat);
      await file.close().catch(() => undefined);
      // Somebody else's by now, where this run was taken for dead. The first one first: those behind it mean nothing without it.
      if (await isLast()) for (const { path } of row) await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

/** @returns The row of locks, the own one at its end, and that one's file. */
async function takeFolder(folder: string, token: string): Promise<{ readonly row: readonly Lock[]; readonly file: FileHandle }> {
  for (let tries = 0; tries < 4; tries++) {
    const found = await readRow(join(folder, 'lock')), last = found === 'live' ? undefined : found.at(-1);
    if (found === 'live' || (last !== undefined && await mayLive(folder, last))) break;
    const own = { path: last === undefined ? join(folder, 'lock') : pathBehind(last), text: token }, file = await create(folder, own);
    if (file === null) continue;
    // The run that had the folder may have ended between the look and the making: then the row is gone, and what was put behind it is no lock.
    if (found.length === 0 || await isThere(found[0]!)) {
      await removeStray(folder, [...found, own]);
      return { row: [...found, own], file };
    }
    await file.close().catch(() => undefined);
    await rm(own.path, { force: true }).catch(() => undefined);
  }
  throw new AnalysisError('batch.busy', 'Another batch is writing to this folder.');
}

/** The locks from this one on, each behind the one before it; `live` where one cannot be read. */
async function readRow(path: string): Promise<readonly Lock[] | 'live'> {
  const row: Lock[] = [];
  for (let next = path; ;) {
    const text = await readLock(next);
    if (text === 'live') return text;
    if (text === 'gone') return row;
    const found = { path: next, text: text.text };
    row.push(found);
    next = pathBehind(found);
  }
}

/** The only place for a lock behind another one. */
function pathBehind({ path, text }: Lock): string {
  return join(dirname(path), `lock-${createHash('sha256').update(basename(path)).update('\0').update(text).digest('hex').slice(0, 24)}`);
}

/**
 * Makes the file of a lock, with all that it holds at once, and leaves it open; null where there is one.
 * @throws AnalysisError `output.unwritable`.
 */
async function create(folder: string, lock: Lock): Promise<FileHandle | null> {
  const beside = partialPath(folder);
  let file: FileHandle | null = null;
  try {
    file = await open(beside, 'wx', 0o600);
    await file.writeFile(lock.text);
    await link(beside, lock.path);
    return file;
  } catch (cause) {
    await file?.close().catch(() => undefined);
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return null;
    if (file !== null && ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR'].includes(code ?? '')) return createWithoutLinks(lock);
    throw unwritable(lock.path, cause);
  } finally {
    await rm(beside, { force: true }).catch(() => undefined);
  }
}

/** As `create`, for disks without links (FAT): the file is empty for a moment, in which somebody may take it for one of a killed run. He then has the folder, and the file is left as he saw it. */
async function createWithoutLinks(lock: Lock): Promise<FileHandle | null> {
  let file: FileHandle | null = null;
  try {
    file = await open(lock.path, 'wx', 0o600);
    await file.writeFile(lock.text);
    if (!await exists(pathBehind({ ...lock, text: '' }))) return file;
    await file.truncate(0);
    await file.close();
    return null;
  } catch (cause) {
    await file?.close().catch(() => undefined);
    if (file !== null) await rm(lock.path, { force: true });
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw unwritable(lock.path, cause);
  }
}

/** Removes what a run left that was killed between taking a folder and looking, or in the middle of giving it back: it belongs to no row. */
async function removeStray(folder: string, row: readonly Lock[]): Promise<void> {
  const known = new Set([...row.map(({ path }) => path), pathBehind(row.at(-1)!)].map((path) => basename(path)));
  for (const name of await readdir(folder).catch(() => [])) if (name.startsWith('lock-') && !known.has(name)) await rm(join(folder, name), { force: true }).catch(() => undefined);
}

/**
 * Whether the run of a lock may live. Where the process that holds it can be asked, that alone decides: its clock may have slept.
 * Elsewhere (another machine, another container) its silence does, by the clock of the disk: those of two machines differ.
 */
async function mayLive(folder: string, lock: Lock): Promise<boolean> {
  const holder = parseHolder(lock.text);
  if (holder === null) {
    await pause(500);
    // Of an older version that was killed between making the file and writing into it, unless it was only slow.
    return !await isThere(lock);
  }
  const { pid, start = null, space = await readProcessSpace(), host } = holder;
  if (host === hostname() && space === await readProcessSpace() && typeof pid === 'number') return isRunning(pid, start);
  const entry = await stat(lock.path).catch(() => null);
  return entry !== null && await readDiskClock(folder) - entry.mtimeMs <= silenceSeconds * 1000;
}

const isThere = async ({ path, text }: Lock): Promise<boolean> => await readFile(path, 'utf8').catch(() => null) === text;

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);

/** What a lock holds. One that this account may not read is another's, and nobody here can tell that its run is dead. */
async function readLock(path: string): Promise<{ readonly text: string } | 'live' | 'gone'> {
  try {
    return { text: await readFile(path, 'utf8') };
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'live';
  }
}

/** What time the disk of a folder has, milliseconds since 1970. */
async function readDiskClock(folder: string): Promise<number> {
  const probe = partialPath(folder);
  try {
    await writeFile(probe, '', { flag: 'wx', mode: 0o600 });
    return (await stat(probe)).mtimeMs;
  } catch (cause) {
    throw unwritable(probe, cause);
  } finally {
    await rm(probe, { force: true });
  }
}

interface Holder { readonly pid?: unknown; readonly start?: string | null; readonly space?: string | null; readonly host?: unknown }

/** Null while nothing is written, or nothing that we wrote. */
function parseHolder(text: string): Holder | null {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return null;
  }
}
