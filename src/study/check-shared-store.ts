import { AnalysisError } from '../errors.js';
import { type AuditHead, verifyAudit } from './audit.js';
import { checkResults } from './check-results.js';
import { checkRows } from './check-rows.js';
import { pages, portion } from './pages.js';
import { checkDealt } from './reading/check-dealt.js';
import { checkSignatures } from './reading/check-signatures.js';
import type { StoreCheck } from './check-store.js';
import type { StudyStore } from './study-store.js';

/**
 * Checks what several machines share, also while they use it: every original against its hash, what lies in the object store beside them, and the audit trail from its beginning.
 * @param heads  Of the trail, noted down earlier and kept elsewhere.
 */
export async function checkSharedStore({ database, originals }: StudyStore, heads: readonly AuditHead[]): Promise<StoreCheck> {
  const findings: StoreCheck['findings'][number][] = [];
  let photographs = 0;
  for await (const { sha256 } of pages((last) => database.selectFrom('photographs').select('sha256').where('sha256', '>', last).orderBy('sha256').limit(portion).execute(), '', (row) => row.sha256)) {
    photographs++;
    try {
      await originals.verify(sha256);
    } catch (error) {
      if (!(error instanceof AnalysisError) || error.code !== 'storage.damaged') throw error;
      // Somebody may have erased it since it was listed.
      if (await database.selectFrom('photographs').select('sha256').where('sha256', '=', sha256).executeTakeFirst() === undefined) continue;
      findings.push({ kind: 'damage', message: `Photograph ${sha256.slice(0, 12)}…: ${error.message}` });
    }
  }
  const removing = new Set((await database.selectFrom('removals').select('sha256').execute()).map(({ sha256 }) => sha256));
  for await (const names of originals.list()) {
    const known = new Set((await database.selectFrom('photographs').select('sha256').where('sha256', 'in', names).execute()).map(({ sha256 }) => sha256));
    for (const name of names) if (!known.has(name)) findings.push({ kind: 'leftover', message: `The object store holds ${/^[0-9a-f]{64}$/.test(name) ? `${name.slice(0, 12)}…` : 'a file of another name'}, which ${removing.has(name) ? 'was erased and is still to be removed; that is tried again every ten minutes' : 'belongs to no photograph; an upload that is under way is named, too'}.` });
  }
  const { measurements, comparisons, faults } = await checkResults(database);
  const { entries, firstBroken, why, headHash, erased } = await verifyAudit(database, heads);
  if (firstBroken !== null) findings.push({ kind: 'damage', message: `Audit trail: ${why}` });
  const signatures = await checkSignatures(database, { isSound: firstBroken === null });
  for (const message of [...faults, ...await checkRows(database, { isSound: firstBroken === null }), ...firstBroken === null ? await checkDealt(database) : [], ...signatures.faults]) findings.push({ kind: 'damage', message });
  return { photographs, measurements, comparisons, auditEntries: entries, erasedEntries: erased, renewedSignatures: signatures.renewed, notedHeads: null, headHash, findings };
}
