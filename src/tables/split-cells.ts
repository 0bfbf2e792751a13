import { badBytes, EncodingError } from './decode-text.js';

/** One row of a table as it stands in the file. */
export interface SplitRow {
  /** As a spreadsheet counts: the first is 1, empty rows count. */
  readonly row: number;
  readonly cells: readonly string[];
  /** Why the row cannot be read. It then has no cells where it could not be split; where it holds bytes that are no text it has them. */
  readonly fault: string | null;
  /** What stands between cells; empty where the table is a workbook. */
  readonly delimiter: string;
  /** Places of the cells that a workbook keeps as numbers: their point is the decimal sign, whatever other cells of the column hold. */
  readonly numbers?: readonly number[];
}

/** More characters than this are no row of a table but a file without line ends. */
const longestRow = 1 << 24;

/** Longest cell that may stand in quotation marks, and the line breaks it may hold: beyond, a mark was never closed. */
const longestQuotedCell = 8192, mostLineBreaks = 8;

const neverClosed = 'A quotation mark is opened and never closed. Close it, or write it twice where it belongs to the text.';
const noText = 'This line holds bytes that are no UTF-8 text. Save the table as "CSV UTF-8" or as XLSX.';
const strayMark = 'A quotation mark stands in the middle of a cell. Put the whole cell in quotation marks and write the one inside twice.';

/**
 * Splits delimited text into rows. Cells may stand in quotation marks and then hold delimiters, line breaks, and quotation marks written twice.
 *
 *     S01,"left, front",w0      →  S01 | left, front | w0
 *
 * A row that cannot be split carries its fault, and reading goes on with the next line, so that every fault of a table is found in one go.
 * Lines end with LF, CRLF or CR. The delimiter is told from the first line: comma, semicolon or tab, whichever stands there most often outside quotation marks.
 * @throws EncodingError for a row of more than 16 million characters.
 */
export async function* splitCells(pieces: AsyncIterable<string>): AsyncGenerator<SplitRow> {
  let text = '', row = 0, delimiter = '';
  let lineEnd = '';
  const readAll = function* (atEnd: boolean): Generator<SplitRow> {
    let at = 0;
    while (at < text.length) {
      const end = text.indexOf(lineEnd, at);
      if (end < 0 && !atEnd) break;
      const line = text.slice(at, end < 0 ? text.length : end);
      if (!line.includes('"')) {
        row++;
        yield { row, cells: withoutReturn(line).split(delimiter), fault: line.includes(badBytes) ? noText : null, delimiter };
        at = end < 0 ? text.length : end + 1;
        continue;
      }
      if (!atEnd && text.length - at < 2 * longestQuotedCell) break;
      const read = splitQuotedRow(text, at, delimiter, lineEnd);
      row++;
      if ('fault' in read) {
        yield { row, cells: [], fault: read.fault, delimiter };
        at = end < 0 ? text.length : end + 1;
      } else {
        yield { row, cells: read.cells, fault: read.cells.some((cell) => cell.includes(badBytes)) ? noText : null, delimiter };
        // A line break inside a cell belongs to its row: what the spreadsheet shows as one row is one.
        at = read.next;
      }
    }
    text = text.slice(at);
  };
  for await (const piece of pieces) {
    text += piece;
    if (lineEnd === '') {
      if (!/[\n\r]./s.test(text) && text.length < 1 << 20) continue;
      ({ lineEnd, delimiter, text } = readForm(text));
    }
    yield* readAll(false);
    if (text.length > longestRow) throw new EncodingError();
  }
  if (lineEnd === '') ({ lineEnd, delimiter, text } = readForm(text));
  yield* readAll(true);
}

/** The text comes back without a first line as `sep=;`, with which a table tells spreadsheets its delimiter: they do not show it nor count it. */
function readForm(text: string): { lineEnd: string; delimiter: string; text: string } {
  const lineEnd = !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
  const told = /^"?sep=([,;\t])"?(\r\n|\n|\r)/i.exec(text);
  if (told !== null) return { lineEnd, delimiter: told[1], text: text.slice(told[0].length) };
  const header = text.split(/[\n\r]/, 1)[0].replace(/"[^"]*"/g, '');
  const count = (mark: string): number => header.split(mark).length;
  const delimiter = [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
  return { lineEnd, delimiter, text };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function splitQuotedRow(text: string, from: number, delimiter: string, lineEnd: string): { cells: string[]; next: number } | { fault: string } {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    let cell: string;
    if (text[at] === '"') {
      let breaks = 0, end = at + 1;
      cell = '';
      for (;;) {
        const mark = text.indexOf('"', end);
        const piece = text.slice(end, mark < 0 ? end + longestQuotedCell : mark);
        breaks += piece.split(lineEnd).length - 1;
        if (mark < 0 || cell.length + piece.length > longestQuotedCell || breaks > mostLineBreaks) return { fault: neverClosed };
        cell += piece;
        end = mark + 1;
        if (text[end] !== '"') break;
        cell += '"';
        end++;
      }
      at = end;
      if (text[at] === '\r' && lineEnd === '\n') at++;
      if (at < text.length && text[at] !== delimiter && text[at] !== lineEnd) return { fault: breaks > 0 ? neverClosed : strayMark };
    } else {
      let end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== lineEnd) end++;
      cell = text.slice(at, end);
      if (text[end] !== delimiter) cell = withoutReturn(cell);
      if (cell.includes('"')) return { fault: strayMark };
      at = end;
    }
    cells.push(cell);
    if (at >= text.length) return { cells, next: text.length };
    if (text[at] === lineEnd) return { cells, next: at + 1 };
    at++;
  }
}
