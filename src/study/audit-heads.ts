import { constants, createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AnalysisError } from '../errors.js';
import type { AuditHead } from './audit.js';

/** Heads of the audit trail are noted here whenever the data folder is closed; a copy elsewhere is an anchor that nobody with this folder can move. */
export const headsFile = (dataFolder: string): string => join(dataFolder, 'audit-heads');

/** The head as the last change left it: where changes are lost that were confirmed, as with the log of the database (`trichoscore.db-wal`), it has the number of an entry that is not there. */
export const latestHeadFile = (dataFolder: string): string => join(dataFolder, 'audit-head');

/**
 * Notes the head after each change, over the one before it. Nobody waits for the disk: the change itself is on it by then, and a head that a power cut takes back to an earlier one still fits.
 * @returns Notes a head, and lets go of the file.
 */
export async function openLatestHead(dataFolder: string): Promise<{ note(head: AuditHead): Promise<void>; close(): Promise<void> }> {
  const file = await open(latestHeadFile(dataFolder), constants.O_WRONLY | constants.O_CREAT, 0o600);
  return {
    // Always of one length and written at once, so that there is never half of one.
    note: async ({ number, hash }) => { await file.write(`${String(number).padStart(15)} ${hash}\n`, 0); },
    close: () => file.close(),
  };
}

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
