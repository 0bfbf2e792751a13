import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { AnalysisError, type ErrorCode } from '../errors.js';

/** One line of a table, with where it stands for messages. */
export interface TableRow {
  /** Line in the file, the header being line 1. */
  line: number;
  /** File and line, and the column where one is named, for messages. */
  place(column?: string): string;
  /** Whether the table has the column. */
  has(column: string): boolean;
  /** Text of a column; empty text where an optional column is missing. */
  text(column: string): string;
  /** Number of a column, or null where it is empty. @throws AnalysisError naming the line and the column. */
  number(column: string, range?: NumberRange): number | null;
  /** As `number`, refusing an empty cell. */
  requiredNumber(column: string, range?: NumberRange): number;
}

export interface NumberRange {
  least?: number;
  most?: number;
  /** Whether only whole numbers will do. */
  whole?: boolean;
}

/**
 * Reads a CSV table with a header: comma, semicolon or tab between cells, UTF-8 with or without byte order mark, LF or CRLF.
 *
 * @param path     The file; only its name appears in messages.
 * @param columns  Columns that must be there. Others may follow.
 * @param code     What a table that cannot be used is refused with.
 * @throws AnalysisError of that code, naming the file and, where there is one, the line and the column.
 */
export async function readTable(path: string, columns: readonly string[], code: ErrorCode = 'truth.invalid'): Promise<TableRow[]> {
  const file = basename(path);
  const refuse = (message: string, cause?: unknown): AnalysisError =>
    new AnalysisError(code, `${file}${message}`, { cause });
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw refuse(' cannot be read.', cause);
  }
  const text = decodeUtf8(bytes);
  if (text === null) throw refuse(' is not UTF-8 text; save it as CSV UTF-8.');
  const [headerLine] = text.split(/\r?\n|\r/, 1);
  const delimiter = [',', ';', '\t'].find((mark) => headerLine.includes(mark)) ?? ',';
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, { delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }) as unknown as typeof records;
  } catch (cause) {
    const line = (cause as { lines?: number }).lines;
    throw refuse(`${line === undefined ? '' : `, line ${line}`} cannot be split into cells: look for a quotation mark that is never closed.`, cause);
  }
  const header = records.shift()?.record ?? [];
  const twice = header.find((name, at) => name !== '' && header.indexOf(name) !== at);
  if (twice !== undefined) throw refuse(` has the column ${quote(twice)} twice.`);
  const missing = columns.filter((name) => !header.includes(name));
  if (missing.length > 0) throw refuse(` lacks the column${missing.length > 1 ? 's' : ''} ${missing.join(', ')}.`);

  return records.map(({ record, info }) => {
    const line = info.lines;
    if (record.length !== header.length) {
      throw refuse(`, line ${line}, has ${record.length} cells; the header has ${header.length}.`);
    }
    const row: TableRow = {
      line,
      place: (column) => `${file}, line ${line}${column === undefined ? '' : `, column ${column}`}`,
      has: (column) => header.includes(column),
      text: (column) => record[header.indexOf(column)] ?? '',
      number(column, range = {}) {
        const cell = row.text(column);
        if (cell === '') return null;
        const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(cell) ? Number(cell) : NaN;
        const { least = -Infinity, most = Infinity, whole = false } = range;
        if (!Number.isFinite(value) || value < least || value > most || (whole && !Number.isInteger(value))) {
          const bounds = range.least === undefined ? '' : range.most === undefined ? ` of at least ${least}` : ` from ${least} to ${most}`;
          throw refuse(`, line ${line}, column ${column}: expected a ${whole ? 'whole ' : ''}number${bounds}, got ${quote(cell)}.${/^[-+]?\d+,\d+$/.test(cell) ? ' Write decimals with a point.' : ''}`);
        }
        return value;
      },
      requiredNumber(column, range) {
        const value = row.number(column, range);
        if (value === null) throw refuse(`, line ${line}, column ${column} is empty.`);
        return value;
      },
    };
    return row;
  });
}

/** The text, or null when the bytes are no UTF-8 (UTF-16, Latin-1 with umlauts, a picture). */
function decodeUtf8(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
