import { createHash } from 'node:crypto';
import type { TrialProvenance } from '../domain/trial-result.js';
import { readHashes, readIfThere } from './read-if-there.js';

/** Lies beside simulated tables, so that nobody takes them for measured ones and no measured ones are replaced by simulated ones. */
export const simulationMark = 'simulated.json';

/** The mark of a folder into which these tables are written. */
export function markSimulation(tables: ReadonlyMap<string, string>, seed: number, version: string): string {
  const files = Object.fromEntries([...tables].map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')]));
  return `${JSON.stringify({ writtenBy: 'trichoscore trial-simulate', version, seed, files }, null, 1)}\n`;
}

/** Names of the tables in a folder that are, byte for byte, those that were simulated into it. @throws AnalysisError `trial.invalid` for a mark that cannot be read. */
export async function findSimulated(folder: string): Promise<Set<string>> {
  const own = new Set<string>();
  for (const [name, sha256] of await readHashes(folder, simulationMark) ?? []) {
    if (/[/\\]/.test(name)) continue;
    const bytes = await readIfThere(folder, name);
    if (bytes !== null && createHash('sha256').update(bytes).digest('hex') === sha256) own.add(name);
  }
  return own;
}

/** What has to be said beside everything that comes of these tables; null where nothing tells that they were simulated. */
export function explainSimulation({ simulated, besideMark }: Pick<TrialProvenance, 'simulated' | 'besideMark'>): string | null {
  if (simulated) return 'These tables were made by trial-simulate: nobody was photographed, and nothing here is a result.';
  if (besideMark !== true) return null;
  return `${simulationMark} lies beside these tables, and none of them is as trial-simulate wrote it: they may be simulated ones that somebody changed or saved anew. Remove ${simulationMark} if they were measured.`;
}
