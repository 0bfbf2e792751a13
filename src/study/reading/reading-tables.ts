import { AnalysisError } from '../../errors.js';
import { panelOf, scoreOf } from './reading-scores.js';
import type { WholeReading } from './readings.js';
import { verifySignature } from './sign-answers.js';

export const readingTables = ['ratings', 'panel', 'signatures'] as const;
export type ReadingTable = (typeof readingTables)[number];
type Cell = string | number | boolean | null;
export interface Table { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }

/**
 * A finished reading as a table.
 *
 * `ratings`: subject, visit, rater, role (a blinded panel assesses independently), occasion (2 is the hidden repeat) and score, follow-up against baseline; pairs that could not be judged are left out.
 * `panel`: one row a case. `signatures`: one row a reader; `intact` says whether the answers are still those that were signed. Where a person was erased since, whose answers are gone, `renewed_at` says when `sha256` was made to fit the others, and `sha256_as_signed` is what the reader signed.
 * @throws AnalysisError `request.conflict` before every reader has signed: scores are seen by nobody until then; `storage.damaged` when answers no longer fit their signature.
 */
export function tabulateReading(whole: WholeReading, table: ReadingTable): Table {
  const { readers, items } = whole, panel = readers.filter(({ role }) => role === 'reader');
  const open = readers.filter(({ signature }) => signature === null);
  if (open.length > 0) throw new AnalysisError('request.conflict', `${open.map(({ name }) => name).join(', ')} ${open.length === 1 ? 'has' : 'have'} not signed yet.`, { hint: 'The scores are given out when everybody has signed.' });
  if (table === 'signatures') {
    return { columns: ['reader', 'role', 'signed_name', 'signed_at', 'sha256', 'intact', 'renewed_at', 'sha256_as_signed'], rows: readers.map((reader) => [reader.name, reader.role, reader.signed_name, reader.signed_at, reader.signature, verifySignature(reader, items), reader.renewed_at, reader.first_signature ?? reader.signature]) };
  }
  const changed = readers.filter((reader) => verifySignature(reader, items) === false);
  if (changed.length > 0) throw new AnalysisError('storage.damaged', `The answers of ${changed.map(({ name }) => name).join(', ')} are not those that were signed.`);
  const names = ['subject', 'arm', 'target_area', 'view', 'visit', 'date'];
  if (table === 'panel') {
    return {
      columns: [...names, ...panel.map(({ name }) => `score_${name}`), 'difference', 'adjudicated', 'final', 'adjudicator_reason'],
      rows: panelOf(whole).map(({ row, scores, difference, adjudicated, final, adjudicatorReason }) => [row.subject, row.arm, row.target_area, row.view, row.visit, row.date, ...scores, difference, adjudicated, final, adjudicatorReason]),
    };
  }
  const cases = new Map(whole.cases.map((row) => [row.id, row])), raters = new Map(panel.map(({ id, name }) => [id, name]));
  const order = new Map(whole.cases.map(({ id }, at) => [id, at]));
  const rows = items.filter((item) => raters.has(item.reader) && item.answer !== null)
    .sort((a, b) => order.get(a.reading_case)! - order.get(b.reading_case)! || raters.get(a.reader)!.localeCompare(raters.get(b.reader)!, 'en') || a.occasion - b.occasion)
    .map((item) => {
      const row = cases.get(item.reading_case)!;
      return [row.subject, row.arm, row.target_area, row.view, row.visit, row.date, raters.get(item.reader)!, 'independent assessor', item.occasion, scoreOf(item)];
    });
  return { columns: [...names, 'rater', 'role', 'occasion', 'score'], rows };
}
