import { randomBytes } from 'node:crypto';
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AnalysisError } from '../errors.js';
import { unwritable } from '../files/write-durably.js';
import { isRunning, readProcessSpace, readProcessStart } from './running-process.js';

/** How often a run shows that it is alive, and after which silence it is taken for dead where its process cannot be asked. */
const beatSeconds = 15, silenceSeconds = 120;

/**
 * Takes a folder for one run, so that two never write the same files. A run that was killed does not block the next one.
 * @returns The function that gives the folder back.
 * @throws AnalysisError `batch.busy`, or `output.unwritable`.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'lock'), self = { pid: process.pid, start: await readProcessStart(process.pid), space: await readProcessSpace(), host: hostname() };
  const token = JSON.stringify({ ...self, token: randomBytes(8).toString('hex') });
  const isOwn = async (): Promise<boolean> => await readFile(path, 'utf8').catch(() => '') === token;
  const busy = (): AnalysisError => new AnalysisError('batch.busy', 'Another batch is writing to this folder.');
  for (let tries = 0; !await create(path, token); tries++) {
    if (tries > 2 || !await isAbandoned(path)) throw busy();
    await rm(path, { force: true });
  }
  // Two that found the same abandoned lock: the later one has replaced the earlier one's.
  await pause(30);
  if (!await isOwn()) throw busy();
  const beat = setInterval(() => {
    isOwn().then((own) => (own ? utimes(path, new Date(), new Date()) : undefined)).catch(() => undefined);
  }, beatSeconds * 1000);
  beat.unref();
  return async () => {
    clearInterval(beat);
    // Somebody else's by now, where this run was taken for dead.
    if (await isOwn()) await rm(path, { force: true }).catch(() => undefined);
  };
}

async function create(path: string, token: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(token);
      return true;
    } catch (cause) {
      await rm(path, { force: true });
      throw cause;
    } finally {
      await file.close();
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw unwritable(path, cause);
  }
}

/** Where the process that holds it can be asked, that alone decides: its clock may have slept. Elsewhere (another machine, another container) its silence does. */
async function isAbandoned(path: string): Promise<boolean> {
  const entry = await stat(path).catch(() => null);
  if (entry === null) return true;
  const holder = await readHolder(path) ?? await pause(500).then(() => readHolder(path));
  // Killed between making the file and writing into it.
  if (holder === null) return true;
  const { pid, start = null, space = await readProcessSpace(), host } = holder;
  const canBeAsked = host === hostname() && space === await readProcessSpace() && typeof pid === 'number';
  return canBeAsked ? !await isRunning(pid, start) : Date.now() - entry.mtimeMs > silenceSeconds * 1000;
}

interface Holder { readonly pid?: unknown; readonly start?: string | null; readonly space?: string | null; readonly host?: unknown }

/** Null while nothing is written, or nothing that we wrote. */
async function readHolder(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}
