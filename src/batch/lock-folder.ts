import { createHash, randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
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

/**
 * Takes a folder for one run, so that two never write the same files. A run that was killed does not block the next one.
 * @throws AnalysisError `batch.busy`, or `output.unwritable`.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, 'lock'), self = { pid: process.pid, start: await readProcessStart(process.pid), space: await readProcessSpace(), host: hostname() };
  const token = JSON.stringify({ ...self, token: randomBytes(8).toString('hex') });
  const isOwn = async (): Promise<boolean> => await readFile(path, 'utf8').catch(() => '') === token;
  const busy = (): AnalysisError => new AnalysisError('batch.busy', 'Another batch is writing to this folder.');
  let file = await create(path, token);
  for (let tries = 0; file === null; tries++) {
    const abandoned = tries > 2 ? 'live' : await readAbandoned(folder, path);
    if (abandoned === 'live') throw busy();
    const taken = abandoned === 'gone' ? await create(path, token) : await replace(folder, path, abandoned.text, token);
    if (taken === 'live') throw busy();
    file = taken;
  }
  const held = file;
  // Somebody may have taken this lock for abandoned while its file was still empty.
  await pause(30);
  if (!await isOwn()) {
    await held.close();
    throw busy();
  }
  // Into the file that was made here, whatever has its name by now; so it is dated by the clock of its disk, as what it is compared with.
  const beat = setInterval(() => { held.write(token, 0).catch(() => undefined); }, beatSeconds * 1000);
  beat.unref();
  return {
    refuseIfLost: async () => {
      const found = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'ENOENT' && cause.code !== 'ENOTDIR') throw unwritable(path, cause);
        throw new AnalysisError('output.unwritable', 'The folder for the results was moved or removed while the batch was running.', { hint: 'Put it back, or make it anew, and run the same command with --resume.', cause });
      });
      if (found !== token) throw new AnalysisError('batch.busy', 'Another batch took this folder over while this one stood still.', { hint: 'Its results stay; what was measured here is in the cache. Wait until it has ended.' });
    },
    release: async () => {
      clearInterval(beat);
      await held.close().catch(() => undefined);
      // Somebody else's by now, where this run was taken for dead.
      if (await isOwn()) await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

/** Makes the file of a lock and leaves it open; null where there is one. */
async function create(path: string, token: string): Promise<FileHandle | null> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(token);
      return file;
    } catch (cause) {
      await file.close().catch(() => undefined);
      await rm(path, { force: true });
      throw cause;
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw unwritable(path, cause);
  }
}

/**
 * What an abandoned lock holds; `live` for one whose run may live. Where the process that holds it can be asked, that alone decides: its clock may have slept.
 * Elsewhere (another machine, another container) its silence does, by the clock of the disk: those of two machines differ.
 */
async function readAbandoned(folder: string, path: string): Promise<{ readonly text: string } | 'live' | 'gone'> {
  const entry = await stat(path).catch(() => null);
  if (entry === null) return 'gone';
  const found = await readLock(path);
  if (typeof found === 'string') return found;
  const holder = parseHolder(found.text);
  if (holder === null) {
    await pause(500);
    const later = await readLock(path);
    // Killed between making the file and writing into it, unless it was only slow.
    return typeof later === 'string' || later.text === found.text ? later : 'live';
  }
  const { pid, start = null, space = await readProcessSpace(), host } = holder;
  const canBeAsked = host === hostname() && space === await readProcessSpace() && typeof pid === 'number';
  const isSilent = canBeAsked ? !await isRunning(pid, start) : await readDiskClock(folder) - entry.mtimeMs > silenceSeconds * 1000;
  return isSilent ? found : 'live';
}

/** What a lock holds. One that this account may not read is another's, and nobody here can tell that its run is dead. */
async function readLock(path: string): Promise<{ readonly text: string } | 'live' | 'gone'> {
  try {
    return { text: await readFile(path, 'utf8') };
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'live';
  }
}

/**
 * Puts a lock in the place of an abandoned one. Many may have found that one; only who makes the claim on it may go on, and looks once more whether it is
 * still there: somebody may have replaced it meanwhile, and a lock that somebody has just taken is never moved.
 * @returns The file of the new lock; null when there is none in the way any more; `live` when somebody else has it, or is about to.
 */
async function replace(folder: string, path: string, abandoned: string, token: string): Promise<FileHandle | 'live' | null> {
  // Named as what killed writers leave, and removed with it.
  const claim = join(folder, `.${createHash('sha256').update(abandoned).digest('hex').slice(0, 12)}.partial`);
  if (!await makeClaim(folder, claim)) return 'live';
  try {
    const found = await readLock(path);
    if (found === 'gone') return null;
    if (found === 'live' || found.text !== abandoned) return 'live';
    const beside = partialPath(folder), file = await create(beside, token);
    try {
      await rename(beside, path);
      return file;
    } catch (cause) {
      await file?.close().catch(() => undefined);
      await rm(beside, { force: true }).catch(() => undefined);
      throw unwritable(path, cause);
    }
  } finally {
    await rm(claim, { force: true }).catch(() => undefined);
  }
}

/** @returns False when somebody else has made it. One whose maker was killed over it is taken away after a while. */
async function makeClaim(folder: string, claim: string): Promise<boolean> {
  try {
    await writeFile(claim, '', { flag: 'wx', mode: 0o600 });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(claim, cause);
    const made = await stat(claim).catch(() => null);
    if (made === null || await readDiskClock(folder) - made.mtimeMs <= silenceSeconds * 1000) return false;
    await rm(claim, { force: true }).catch((failure: unknown) => { throw unwritable(claim, failure); });
    return makeClaim(folder, claim);
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
