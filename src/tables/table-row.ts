import { withoutCurvedMarks } from './curved-marks.js';
import { explainDay } from './explain-day.js';
import { isPartialDay } from './is-day.js';
import { plainColumn } from './plain-column.js';
import { quoteCell } from './quote-cell.js';
import { readWrittenDay, withHyphens } from './read-written-day.js';
import { explainSpreadsheetError, isSpreadsheetError } from './spreadsheet-error.js';
import { writeFault, type TableFaults } from './table-faults.js';
import { readEscapedText } from './write-table.js';
import { readNumberOfColumn, readWrittenNumber, type NumberSigns } from './written-numbers.js';

export interface NumberRange {
  least?: number;
  most?: number;
  /** Whether only whole numbers will do. */
  whole?: boolean;
  /** What a number beyond `most` most likely is, a sentence. */
  beyond?: string;
}

/**
 * One row of a table with a header. What is wrong with a cell is reported to the faults of the table, and reading goes on: nothing may be done with
 * what was read until they were looked at (`TableFaults.refuseAny`).
 */
export class TableRow {
  /** Columns that were refused; null for the row as a whole. Made with the first one: a table may have a million rows. */
  private faulty: Set<string | null> | null = null;

  /**
   * @param row      As a spreadsheet counts, the header being row 1.
   * @param signsOf  What the cells of a column, by its place, tell of its numbers; asked only where one of them leaves it open.
   */
  constructor(private readonly file: string, readonly row: number, private readonly columns: ReadonlyMap<string, number>, private readonly cells: readonly string[], private readonly faults: TableFaults, private readonly signsOf: (place: number) => NumberSigns) {}

  /** Whether the table has the column. */
  has(column: string): boolean {
    return this.columns.has(column);
  }

  /** Columns whose names begin so, in the order of the table; capital letters, and spaces or hyphens for underscores, make no difference. */
  columnsBeginning(start: string): string[] {
    return [...this.columns.keys()].filter((name) => plainColumn(name).startsWith(start));
  }

  /** Reports what is wrong and what to do. A cell is complained about once. */
  refuse(column: string | null, message: string): void {
    if (column !== null && this.faulty?.has(column) === true) return;
    (this.faulty ??= new Set()).add(column);
    this.faults.report(this.file, { row: this.row, column, message });
  }

  /** Whether none of these cells was refused. */
  isSound(columns: readonly string[]): boolean {
    const faulty = this.faulty;
    return faulty === null || columns.every((column) => !faulty.has(column) && !faulty.has(null));
  }

  /** File, row and column, for what is refused because of several rows. */
  place(column: string): string {
    return writeFault(this.file, { row: this.row, column, message: '' }).slice(0, -2);
  }

  /** Text of a column; empty where an optional column is missing, and where the cell shows the error of a formula. */
  text(column: string): string {
    const cell = this.cells[this.columns.get(column) ?? -1] ?? '';
    if (!isSpreadsheetError(cell)) return withoutCurvedMarks(readEscapedText(cell));
    this.refuse(column, explainSpreadsheetError(cell));
    return '';
  }

  /** As `text`, refusing an empty cell. A column that is missing is complained about with the header. */
  requiredText(column: string): string {
    const text = this.text(column);
    if (text === '' && this.has(column)) this.refuse(column, 'The cell is empty. Fill it in.');
    return text;
  }

  /** Number of a column, or null where it is empty or refused. Decimals may have a comma, thousands a sign between them; what can be read in two ways is refused. */
  number(column: string, range: NumberRange = {}): number | null {
    const cell = this.text(column), { least = -Infinity, most = Infinity, whole = false } = range;
    if (cell === '') return null;
    const meanings = this.meaningsOf(cell, column);
    const fitting = meanings.map(Number).filter((value) => Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value)));
    if (fitting.length === 1) return fitting[0];
    const bounds = range.least === undefined ? (range.most === undefined ? '' : ` of at most ${most}`) : range.most === undefined ? ` of at least ${least}` : ` from ${least} to ${most}`;
    this.refuse(column, fitting.length === 2 ? `${quoteCell(cell)} may be ${meanings[0]} or ${meanings[1]}. Write ${cell.includes(',') ? meanings[0] : meanings[0].replace('.', ',')} if it has decimals, ${meanings[1]} if it has none.`
      : `expected a ${whole ? 'whole ' : ''}number${bounds}, got ${quoteCell(cell)}.${range.beyond !== undefined && meanings.length > 0 && meanings.every((meant) => Number(meant) > most) ? ` ${range.beyond}` : ''}`);
    return null;
  }

  /** The number of a column as it was written, with a decimal point and nothing between thousands: its digits tell how exact it is. Empty where it is none, or was refused. */
  digits(column: string): string {
    const meanings = this.meaningsOf(this.text(column), column);
    return this.isSound([column]) && meanings.length > 0 ? meanings[0] : '';
  }

  private meaningsOf(cell: string, column: string): string[] {
    return cell.includes(',') || /\.\d{3}$/.test(cell) ? readNumberOfColumn(cell, this.signsOf(this.columns.get(column) ?? -1)) : readWrittenNumber(cell);
  }

  /** As `number`, refusing an empty cell; NaN where it was refused. */
  requiredNumber(column: string, range?: NumberRange): number {
    const value = this.number(column, range);
    if (value === null && this.has(column)) this.refuse(column, 'The cell is empty. Fill it in.');
    return value ?? NaN;
  }

  /** One of the words, or empty where the cell is. @param options.anyCase  Whether capital letters make no difference. */
  word<T extends string>(column: string, words: readonly T[], { anyCase = false } = {}): T | '' {
    const text = this.text(column), word = words.find((each) => each === (anyCase ? text.toLowerCase() : text));
    if (word === undefined && text !== '') this.refuse(column, `expected ${words.join(' or ')}, got ${quoteCell(text)}.`);
    return word ?? '';
  }

  /** A day as YYYY-MM-DD, or empty where the cell is empty or refused. @param options.mayBePartial  Whether a month (2026-03) or a year will do, which are then given as they stand. */
  day(column: string, { mayBePartial = false } = {}): string {
    const text = withHyphens(this.text(column)), day = text === '' || (mayBePartial && isPartialDay(text)) ? text : readWrittenDay(text);
    if (day === null) this.refuse(column, explainDay(text));
    return day ?? '';
  }
}
