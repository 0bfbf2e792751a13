import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrialProvenance } from '../domain/trial-result.js';
import { findSimulated } from './simulation-mark.js';

const tables = ['scores', 'measurements', 'treatments', 'ratings', 'panel', 'subjects'].flatMap((name) => [`${name}.csv`, `${name}.xlsx`]);

/**
 * The tables of a trial folder by their contents, so that a signature is under these and no others. Where the folder has the run.json of a batch,
 * the tables that it wrote are held against what it says of them.
 */
export async function traceTables(folder: string, version: string, options: TrialProvenance['options']): Promise<TrialProvenance> {
  const read = (name: string): Promise<Buffer | null> => readFile(join(folder, name)).catch(() => null);
  const run = await read('run.json').then((bytes) => (bytes === null ? null : readRun(bytes)));
  const traced: TrialProvenance['tables'] = [];
  for (const file of tables) {
    const bytes = await read(file);
    if (bytes === null) continue;
    const sha256 = createHash('sha256').update(bytes).digest('hex'), written = run?.[file];
    traced.push({ file, sha256, asBatchWroteIt: written === undefined ? null : written === sha256 });
  }
  const simulated = await findSimulated(folder);
  return { version, tables: traced, options, simulated: traced.some(({ file }) => simulated.has(file)) };
}

/** Hashes by file; null where it is not the run.json of a batch. */
function readRun(bytes: Buffer): Record<string, string> | null {
  try {
    const { files } = JSON.parse(bytes.toString('utf8')) as { files?: unknown };
    return files !== null && typeof files === 'object' ? Object.fromEntries(Object.entries(files).filter((entry): entry is [string, string] => typeof entry[1] === 'string')) : null;
  } catch {
    return null;
  }
}
