import { type Kysely, sql } from 'kysely';
import { AnalysisError } from '../errors.js';
import { verifyAudit } from './audit.js';
import { headsFile, readHeads } from './audit-heads.js';
import { checkRows } from './check-rows.js';
import type { StudyTables } from './tables.js';

/** What has an entry of its own in the trail, by the word with which its entries name it. */
const entered = { photographs: ['photograph', 'sha256'], measurements: ['measurement', 'id'], corrections: ['correction', 'id'], comparisons: ['comparison', 'id'], studies: ['study', 'id'], subjects: ['subject', 'id'], timepoints: ['timepoint', 'id'] } as const;

/**
 * The trail, against itself and against the heads that were noted down in the data folder and, where given, elsewhere; and whether
 * everything that is kept has its entry and is as its entry says.
 */
export async function checkAudit(database: Kysely<StudyTables>, dataFolder: string, anchor: string | null): Promise<{ entries: number; erased: number; headHash: string; faults: string[] }> {
  const faults: string[] = [];
  const own = await readHeads(headsFile(dataFolder)).catch((error: unknown) => {
    faults.push(error instanceof AnalysisError ? error.message : 'The noted heads of the audit trail cannot be read.');
    return [];
  });
  const { entries, firstBroken, why, headHash, erased } = await verifyAudit(database, [...own, ...anchor === null ? [] : await readHeads(anchor)]);
  if (firstBroken !== null) faults.push(`Audit trail: ${why ?? `Entry ${firstBroken} is not as it was written.`}`);
  const { rows: tables } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(database), names = new Set(tables.map(({ name }) => name));
  for (const [table, [word, key]] of Object.entries(entered)) {
    // Tables of an earlier program lack some.
    if (!names.has(table)) continue;
    const { rows: [missing] } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)} where ${`${word}:`} || ${sql.ref(key)} not in (select object from audit)`.execute(database);
    if (Number(missing.count) > 0) faults.push(`Audit trail: ${missing.count} of the ${table} have no entry.`);
  }
  if (firstBroken === null) faults.push(...await checkRows(database, names));
  return { entries, erased, headHash, faults };
}
