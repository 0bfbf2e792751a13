import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AnalysisError } from '../errors.js';
import type { AuditHead } from './audit.js';

/** Heads of the audit trail are noted here whenever the data folder is closed; a copy elsewhere is an anchor that nobody with this folder can move. */
export const headsFile = (dataFolder: string): string => join(dataFolder, 'audit-heads');

/**
 * Heads that were noted down, one a line: the number of an entry and its hash. None where there is no such file.
 * @throws AnalysisError `storage.damaged` for a line that is no head.
 */
export async function readHeads(file: string): Promise<AuditHead[]> {
  const heads: AuditHead[] = [];
  const input = createReadStream(file, 'utf8');
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (line.trim() === '') continue;
      const [, number, hash] = /^(\d{1,15}) ([0-9a-f]{64})$/.exec(line.trim()) ?? [];
      if (number === undefined || hash === undefined) throw new AnalysisError('storage.damaged', `Line ${heads.length + 1} of the noted heads of the audit trail is no head.`);
      heads.push({ number: Number(number), hash });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return heads;
}

/** Notes a head down, unless it is the last one that stands there already. */
export async function noteHead(file: string, head: AuditHead): Promise<void> {
  const last = (await readHeads(file).catch(() => [])).at(-1);
  if (head.number === 0 || (last !== undefined && last.number === head.number && last.hash === head.hash)) return;
  const handle = await open(file, 'a', 0o600);
  try {
    const { size } = await handle.stat();
    try {
      await handle.writeFile(`${head.number} ${head.hash}\n`);
      await handle.sync();
    } catch (error) {
      // Half a line, of a disk that became full, would look as if somebody had tampered with it.
      await handle.truncate(size).catch(() => undefined);
      throw error;
    }
  } finally {
    await handle.close();
  }
}
