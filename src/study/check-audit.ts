import type { Kysely } from 'kysely';
import { AnalysisError } from '../errors.js';
import { verifyAudit } from './audit.js';
import { headsFile, latestHeadFile, readHeads } from './audit-heads.js';
import { checkRows } from './check-rows.js';
import { checkDealt } from './reading/check-dealt.js';
import { checkSignatures } from './reading/check-signatures.js';
import type { StudyTables } from './tables.js';

/**
 * The trail, against itself and against the heads that were noted down in the data folder and, where given, elsewhere; and whether
 * everything that is kept has its entry and is as its entry says, signed answers included.
 */
export async function checkAudit(database: Kysely<StudyTables>, dataFolder: string, anchor: string | null, tables: ReadonlySet<string>): Promise<{ entries: number; notedHeads: number; erased: number; renewed: number; headHash: string; faults: string[] }> {
  const faults: string[] = [];
  const own = (await Promise.all([headsFile(dataFolder), latestHeadFile(dataFolder)].map((file) => readHeads(file).catch((error: unknown) => {
    faults.push(error instanceof AnalysisError ? error.message : 'The noted heads of the audit trail cannot be read.');
    return [];
  })))).flat();
  const { entries, firstBroken, why, headHash, erased } = await verifyAudit(database, [...own, ...anchor === null ? [] : await readHeads(anchor)]);
  if (firstBroken !== null) faults.push(`Audit trail: ${why ?? `Entry ${firstBroken} is not as it was written.`}`);
  faults.push(...await checkRows(database, { tables, isSound: firstBroken === null }));
  if (firstBroken === null) faults.push(...await checkDealt(database, tables));
  const signatures = await checkSignatures(database, { tables, isSound: firstBroken === null });
  return { entries, notedHeads: own.length, erased, renewed: signatures.renewed, headHash, faults: [...faults, ...signatures.faults] };
}
