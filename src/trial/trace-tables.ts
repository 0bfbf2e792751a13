import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { TrialProvenance } from '../domain/trial-result.js';
import { AnalysisError } from '../errors.js';
import { readHashes, readIfThere } from './read-if-there.js';
import { simulationMark } from './simulation-mark.js';

/** What tells which tables a result is of. */
export type TracedTables = Pick<TrialProvenance, 'tables' | 'simulated' | 'besideMark'>;

const tables = ['scores', 'measurements', 'treatments', 'ratings', 'panel', 'subjects'].flatMap((name) => [`${name}.csv`, `${name}.xlsx`]);

/**
 * The tables of a trial folder by their contents, so that a signature is under these and no others. Where the folder has the run.json of a batch,
 * the tables that it wrote are held against what it says of them.
 * @throws AnalysisError `trial.invalid` where one of them, or what says where they come from, is there and cannot be read.
 */
export async function traceTables(folder: string): Promise<TracedTables> {
  const run = await readHashes(folder, 'run.json'), mark = await readHashes(folder, simulationMark);
  const traced: TrialProvenance['tables'] = [];
  for (const file of tables) {
    const bytes = await readIfThere(folder, file);
    if (bytes === null) continue;
    const sha256 = createHash('sha256').update(bytes).digest('hex'), written = run?.get(file);
    traced.push({ file, sha256, asBatchWroteIt: written === undefined ? null : written === sha256 });
  }
  const simulated = traced.some(({ file, sha256 }) => mark?.get(file) === sha256);
  const besideMark = mark !== null && !simulated && !traced.some(({ asBatchWroteIt }) => asBatchWroteIt === true);
  return { tables: traced, simulated, ...(besideMark ? { besideMark } : {}) };
}

/**
 * Reads a trial folder, and which tables that were.
 * @param read  Reads the tables; called once.
 * @throws AnalysisError `trial.invalid` where somebody saves one of them meanwhile: a signature would be under another table than the one that was analysed.
 */
export async function readTraced<Data>(folder: string, read: (folder: string) => Promise<Data>): Promise<{ data: Data; traced: TracedTables }> {
  const traced = await traceTables(folder), data = await read(folder);
  if (!isDeepStrictEqual(await traceTables(folder), traced)) throw new AnalysisError('trial.invalid', 'The tables were changed while they were read.', { hint: 'Start again when nobody edits them.' });
  return { data, traced };
}
