import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AnalysisError, type ErrorCode } from '../errors.js';
import { EncodingError } from './decode-text.js';
import { explainMisplacedHeader, rowsSearchedForHeader } from './misplaced-header.js';
import { isNearName } from './near-name.js';
import { plainColumn } from './plain-column.js';
import { quoteCell } from './quote-cell.js';
import { explainSheetRead } from './read-workbook.js';
import { TableFaults } from './table-faults.js';
import type { SplitRow } from './split-cells.js';
import { TableRow } from './table-row.js';
import { readTableRows } from './table-rows.js';
import { mergedCell } from './workbook-sheets.js';
import { explainLongRow } from './torn-decimal.js';
import { explainWindowsText, findWindowsWords } from './windows-text.js';
import { findNumberSigns, noSigns, type NumberSigns } from './written-numbers.js';

/** Names of columns; others may follow. */
export interface Columns {
  readonly required: readonly string[];
  /** Read where they are there; a name that is nearly one of them is refused, because what stands below it would be lost without a word. */
  readonly optional?: readonly string[];
}

/**
 * Reads a table with a header: CSV (comma, semicolon or tab; UTF-8 or UTF-16; LF or CRLF) or XLSX, told by content. Empty rows are passed over.
 *
 * @param path    Only the file's name appears in messages.
 * @param faults  Gets whatever is wrong with the table, all of it; its rows are of use only where there is nothing.
 * @param remark  Told how a CSV file was read that is no UTF-8 text but may be Windows-1252. Where nobody can be told, such a file is refused.
 */
export async function readTable(path: string, columns: Columns, faults: TableFaults, remark?: (text: string) => void): Promise<TableRow[]> {
  const file = basename(path), rows: TableRow[] = [], body: (readonly string[])[] = [], signs = new Map<number, NumberSigns>();
  const signsOf = (place: number): NumberSigns => {
    const found = signs.get(place) ?? findNumberSigns(body.map((cells) => cells[place] ?? ''));
    signs.set(place, found);
    return found;
  };
  const refuse = (message: string): void => faults.report(file, { row: null, column: null, message });
  if (!(await stat(path).catch(() => null))?.isFile()) {
    refuse('The table cannot be read. Check that it is there and that you may read it.');
    return [];
  }
  let header: { names: ReadonlyMap<string, number>; width: number } | null = null;
  /** The first rows of a table of which the first names none of our columns. */
  const foreign: SplitRow[] = [];
  try {
    const windows = remark === undefined ? null : await findWindowsWords(path);
    if (windows !== null) remark!(explainWindowsText(file, windows));
    // The code is never seen: a workbook that is refused becomes one of the faults.
    for await (const split of readTableRows(path, 'truth.invalid', windows)) {
      const { row, fault } = split, cells = split.cells.map((cell) => cell.trim()), tooLong = header === null ? null : explainLongRow(split, header.width);
      if (fault !== null) faults.report(file, { row, column: null, message: fault });
      if (fault !== null && (header !== null || cells.length === 0)) {
        if (header === null) break;
      } else if (cells.every((cell) => cell === '')) {
        continue;
      } else if (foreign.length > 0 || (header === null && !namesAny(cells, columns.required))) {
        // Of a table with none of our columns it is asked whether they are named further down; its rows need no complaint each.
        if (foreign.push(split) === rowsSearchedForHeader) break;
      } else if (header === null) {
        header = { names: readHeader(file, row, cells, columns, faults), width: cells.length };
      } else if (tooLong !== null || cells.length < header.width) {
        faults.report(file, { row, column: null, message: tooLong ?? `The row has ${cells.length} cells and the header ${header.width}. Fill up rows that were cut short.` });
      } else {
        body.push(cells);
        const { numbers = [] } = split;
        rows.push(new TableRow(file, row, header.names, cells, faults, numbers.length === 0 ? signsOf : (place) => (numbers.includes(place) ? noSigns : signsOf(place))));
      }
    }
  } catch (caught) {
    if (caught instanceof EncodingError) refuse('This is no table, or it is cut short or damaged. Save it as "CSV UTF-8" or as XLSX.');
    else if (caught instanceof AnalysisError) refuse(`${caught.message} ${caught.hint}`);
    else refuse('The table cannot be read. Check that you may read it.');
  }
  if (foreign.length > 0) {
    const misplaced = explainMisplacedHeader(foreign, columns.required);
    if (misplaced === null) readHeader(file, foreign[0].row, foreign[0].cells.map((cell) => cell.trim()), columns, faults);
    else faults.report(file, { ...misplaced, column: null });
    const sheet = await explainSheetRead(path);
    if (sheet !== null) refuse(sheet);
  } else if (header === null && faults.countOf(file) === 0) refuse(`The table is empty. Its first row names the columns: ${columns.required.join(', ')}.`);
  return rows;
}

/**
 * Reads one table by itself, row by row.
 * @throws AnalysisError of the code, naming everything that is wrong with it.
 */
export async function readWholeTable<T>(path: string, columns: Columns, code: ErrorCode, readRow: (row: TableRow) => T): Promise<T[]> {
  const faults = new TableFaults(), rows = (await readTable(path, columns, faults)).map(readRow);
  faults.refuseAny(code);
  return rows;
}

function namesAny(cells: readonly string[], names: readonly string[]): boolean {
  return cells.some((cell) => names.includes(plainColumn(cell)) || names.includes(cell));
}

function readHeader(file: string, row: number, cells: readonly string[], { required, optional = [] }: Columns, faults: TableFaults): Map<string, number> {
  const names = new Map<string, number>(), report = (column: string, message: string): void => faults.report(file, { row, column, message });
  const known = [...required, ...optional];
  for (const [at, cell] of cells.entries()) {
    const plain = plainColumn(cell), name = known.includes(plain) ? plain : cell === mergedCell ? '' : cell;
    if (name !== '' && names.has(name)) report(name, 'The column is there twice. Remove one of them.');
    else if (name !== '') names.set(name, at);
  }
  for (const name of known) {
    if (names.has(name)) continue;
    const near = [...names.keys()].find((other) => !known.includes(other) && isNearName(other.toLowerCase(), name));
    if (near !== undefined) report(near, `There is no such column; was ${name} meant? Rename it, or give it a name that is not like one that is read.`);
    else if (required.includes(name)) report(name, `The column is missing. Add it${names.size === 1 ? `: the table has the single column ${quoteCell([...names.keys()][0])}; are its cells separated by commas, semicolons or tabs?` : '.'}`);
  }
  return names;
}
