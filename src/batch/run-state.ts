import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AnalysisError } from '../errors.js';
import { hashFile } from '../tables/decode-text.js';
import { unwritable, writeDurably } from '../files/write-durably.js';

/** A run that has begun and whose results are not written yet; kept in its folder until they are. */
export interface RunState {
  readonly runId: string;
  readonly startedAt: string;
  readonly manifestSha256: string;
  /** Everything that decides a number, as one text. */
  readonly settings: string;
}

const stateFile = 'run.json', manifestCopy = 'manifest', ownFolder = 'own-';

/**
 * Makes the folder for what nobody but this run writes, and removes those that killed runs left. One that stood still for so long that its folder was taken
 * over finds its own gone, and nothing of the next one's in its place.
 * @param work  The folder of the run's own files; call with its lock held.
 */
export async function makeOwnFolder(work: string): Promise<string> {
  const refuse = (cause: unknown): never => { throw unwritable(work, cause); };
  for (const name of await readdir(work).catch(refuse)) {
    // The last two are what earlier versions left.
    if (name.startsWith(ownFolder) || name === manifestCopy || name === 'new') await rm(join(work, name), { recursive: true, force: true }).catch(refuse);
  }
  return mkdtemp(join(work, ownFolder)).catch(refuse);
}

/**
 * Begins a run, or goes on with the one that was left in the folder.
 *
 * The manifest is copied, so that a table edited during a long run does not mix two versions.
 * @param work    The folder of the run's own files.
 * @param own     Where the copy goes: what `makeOwnFolder` made.
 * @param request.manifestSha256  Of the manifest as it was checked.
 * @param request.resume  Whether to go on; where nothing was begun, a run begins.
 * @throws AnalysisError `batch.changed` when going on would mix two manifests or two settings, `output.unwritable`.
 */
export async function beginRun(work: string, own: string, request: { manifestPath: string; manifestSha256: string; settings: string; resume: boolean }): Promise<{ state: RunState; manifestPath: string; resumed: boolean }> {
  const copy = join(own, manifestCopy), { manifestSha256 } = request;
  await copyFile(request.manifestPath, copy).catch((cause: unknown) => { throw unwritable(copy, cause); });
  // Which photograph is whose baseline was found out in the manifest as it was checked.
  if (await hashFile(copy) !== manifestSha256) throw new AnalysisError('batch.changed', 'The manifest was changed while it was read.', { hint: 'Start again when nobody edits it.' });
  const left = request.resume ? await readState(work) : null;
  if (left !== null && left.manifestSha256 !== manifestSha256) throw new AnalysisError('batch.changed', 'The manifest is not the one that the unfinished run began with.');
  if (left !== null && left.settings !== request.settings) throw new AnalysisError('batch.changed', 'The options or the version of the program are not those that the unfinished run began with.');
  const state = left ?? { runId: randomUUID(), startedAt: new Date().toISOString(), manifestSha256, settings: request.settings };
  if (left === null) await writeDurably(join(work, stateFile), JSON.stringify(state));
  return { state, manifestPath: copy, resumed: left !== null };
}

/** Call when the results are in their place. */
export async function endRun(work: string): Promise<void> {
  await rm(join(work, stateFile), { force: true }).catch(() => undefined);
}

async function readState(work: string): Promise<RunState | null> {
  try {
    return JSON.parse(await readFile(join(work, stateFile), 'utf8')) as RunState;
  } catch {
    return null;
  }
}
