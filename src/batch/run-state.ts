import { randomUUID } from 'node:crypto';
import { copyFile, readFile, rm } from 'node:fs/promises';
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

const stateFile = 'run.json', manifestCopy = 'manifest';

/**
 * Begins a run, or goes on with the one that was left in the folder.
 *
 * The manifest is copied, so that a table edited during a long run does not mix two versions.
 * @param work    The folder of the run's own files.
 * @param resume  Whether to go on; where nothing was begun, a run begins.
 * @throws AnalysisError `batch.changed` when going on would mix two manifests or two settings, `output.unwritable`.
 */
export async function beginRun(work: string, request: { manifestPath: string; settings: string; resume: boolean }): Promise<{ state: RunState; manifestPath: string; resumed: boolean }> {
  const copy = join(work, manifestCopy);
  await copyFile(request.manifestPath, copy).catch((cause: unknown) => { throw unwritable(copy, cause); });
  const manifestSha256 = await hashFile(copy);
  if (await hashFile(request.manifestPath) !== manifestSha256) throw new AnalysisError('batch.changed', 'The manifest was changed while it was read.', { hint: 'Start again when nobody edits it.' });
  const left = request.resume ? await readState(work) : null;
  if (left !== null && left.manifestSha256 !== manifestSha256) throw new AnalysisError('batch.changed', 'The manifest is not the one that the unfinished run began with.');
  if (left !== null && left.settings !== request.settings) throw new AnalysisError('batch.changed', 'The options or the version of the program are not those that the unfinished run began with.');
  const state = left ?? { runId: randomUUID(), startedAt: new Date().toISOString(), manifestSha256, settings: request.settings };
  if (left === null) await writeDurably(join(work, stateFile), JSON.stringify(state));
  return { state, manifestPath: copy, resumed: left !== null };
}

/** Call when the results are in their place. */
export async function endRun(work: string): Promise<void> {
  for (const name of [stateFile, manifestCopy]) await rm(join(work, name), { force: true }).catch(() => undefined);
}

async function readState(work: string): Promise<RunState | null> {
  try {
    return JSON.parse(await readFile(join(work, stateFile), 'utf8')) as RunState;
  } catch {
    return null;
  }
}
