/** Null is an empty cell. */
export type Cell = string | number | boolean | null;

/** Beginnings that spreadsheets run as a formula, also behind spaces, and in their wide forms. */
const formulaStart = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/** The same behind a semicolon, a tab or a line break: where those part cells, a spreadsheet begins a new cell there, quoted or not. */
const formulaBehindSeparator = /([;\t\r\n]["\s]{0,20})(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu, escapedBehindSeparator = /([;\t\r\n]["\s]{0,20})'(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

const escapeText = (text: string): string => (formulaStart.test(text) ? `'${text}` : text).replace(formulaBehindSeparator, "$1'");

/**
 * One line of a CSV table, LF at its end. Text that a spreadsheet would run as a formula, also one that parts cells by semicolons or tabs, gets an apostrophe
 * in front of it; numbers, negative ones too, stay numbers with all their digits.
 * @throws RangeError for NaN and infinities.
 */
export function writeLine(cells: readonly Cell[]): string {
  const texts = cells.map((cell) => {
    if (typeof cell === 'string') return escapeText(cell);
    if (typeof cell === 'number' && !Number.isFinite(cell)) throw new RangeError(`Expected a finite number in the table, got ${cell}.`);
    return cell === null ? '' : String(cell);
  });
  return `${texts.map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(',')}\n`;
}

/** A CSV table with a header; see `writeLine`. */
export function writeTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows].map(writeLine).join('');
}

/** The text without the apostrophes that `writeLine` put into it. */
export function readEscapedText(cell: string): string {
  if (!cell.includes("'")) return cell;
  return (cell.startsWith("'") && formulaStart.test(cell.slice(1)) ? cell.slice(1) : cell).replace(escapedBehindSeparator, '$1');
}
