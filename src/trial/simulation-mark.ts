import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Lies beside simulated tables, so that nobody takes them for measured ones and no measured ones are replaced by simulated ones. */
export const simulationMark = 'simulated.json';

/** The mark of a folder into which these tables are written. */
export function markSimulation(tables: ReadonlyMap<string, string>, seed: number, version: string): string {
  const files = Object.fromEntries([...tables].map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')]));
  return `${JSON.stringify({ writtenBy: 'trichoscore trial-simulate', version, seed, files }, null, 1)}\n`;
}

/** Names of the tables in a folder that are, byte for byte, those that were simulated into it. */
export async function findSimulated(folder: string): Promise<Set<string>> {
  const own = new Set<string>();
  for (const [name, sha256] of Object.entries(await readMark(folder))) {
    if (/[/\\]/.test(name)) continue;
    const bytes = await readFile(join(folder, name)).catch(() => null);
    if (bytes !== null && createHash('sha256').update(bytes).digest('hex') === sha256) own.add(name);
  }
  return own;
}

async function readMark(folder: string): Promise<Record<string, unknown>> {
  try {
    const { files } = JSON.parse(await readFile(join(folder, simulationMark), 'utf8')) as { files?: unknown };
    return files !== null && typeof files === 'object' ? files as Record<string, unknown> : {};
  } catch {
    return {};
  }
}
