import { stringify } from 'csv-stringify/sync';
import type { Cell } from './row-outcome.js';

/** Beginnings that spreadsheets take for a formula, also behind spaces, and in their wide forms. */
const formulaStart = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/**
 * One line of a CSV table (RFC 4180, LF). Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers, negative ones too, stay numbers.
 * @throws RangeError for NaN and infinities.
 */
export function writeCsvLine(cells: readonly Cell[]): string {
  return stringify([cells.map((cell) => {
    if (typeof cell === 'number' && !Number.isFinite(cell)) throw new RangeError(`Expected a finite number in the table, got ${cell}.`);
    if (typeof cell === 'string') return formulaStart.test(cell) ? `'${cell}` : cell;
    return cell === null ? '' : String(cell);
  })], { quoted_match: /[\r\n]/ });
}
