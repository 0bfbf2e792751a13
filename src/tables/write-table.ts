import { stringify } from 'csv-stringify/sync';

/** Null is an empty cell. */
export type Cell = string | number | boolean | null;

/**
 * A CSV table with a header, LF at the line ends. Text that a spreadsheet would run as a formula gets an apostrophe in
 * front; numbers, negative ones too, stay numbers with all their digits.
 *
 * @throws RangeError for NaN and infinities.
 */
export function writeTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = rows.map((row) => row.map((cell) => {
    if (typeof cell === 'string') return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    if (typeof cell === 'number' && !Number.isFinite(cell)) throw new RangeError(`Expected a finite number in the table, got ${cell}.`);
    return cell === null ? '' : String(cell);
  }));
  return stringify([[...columns], ...cells], { record_delimiter: '\n' });
}

/** The text behind an apostrophe that `writeTable` put in front of it. */
export function readEscapedText(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
