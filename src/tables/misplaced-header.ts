import { plainColumn } from './plain-column.js';
import { quoteCell } from './quote-cell.js';
import type { SplitRow } from './split-cells.js';

/** So many rows are looked at for the names of columns where the first has none: titles, empty rows and a legend. */
export const rowsSearchedForHeader = 20;

/**
 * Why no column that is read is named in the first row, where the rows tell: cells parted by a sign that is not read, or the names further down, below a title.
 *
 *     Readings of the panel;;
 *     ;;
 *     subject;visit;rater       →  row 3 names the columns
 *
 * @param rows      The first rows of the table, at most `rowsSearchedForHeader` of them that are not empty.
 * @param required  Names of columns, of which half have to be found.
 * @returns Null where the rows do not tell.
 */
export function explainMisplacedHeader(rows: readonly SplitRow[], required: readonly string[]): { row: number; message: string } | null {
  const found = rows.find(({ cells }) => namesHalf(cells.flatMap((cell) => cell.split(anySign)), required));
  if (found === undefined) return null;
  const sign = namesHalf(found.cells.flatMap((cell) => cell.split(/[,;\t]/)), required) ? undefined : foreignSigns.find((each) => namesHalf(found.cells.flatMap((cell) => cell.split(each)), required));
  const title = found === rows[0] ? null : rows[0].cells.map((cell) => cell.trim()).find((cell) => cell !== '') ?? '';
  const [parted, above] = [
    sign === undefined ? '' : `Its cells are parted by ${quoteCell(sign)}, which is not read: save the table with commas, semicolons or tabs between its cells, or as XLSX.`,
    title === null ? '' : `The names of the columns stand in this row and belong into the first: remove the rows above it, which begin with ${quoteCell(title)}.`,
  ];
  return { row: found.row, message: [above, parted].filter((text) => text !== '').join(' ') };
}

const foreignSigns = ['|', ':', '^', '¦'];
/** Also those that are read: a title tells nothing of what parts the cells below it. */
const anySign = /[,;\t|:^¦]/;

function namesHalf(cells: readonly string[], required: readonly string[]): boolean {
  const names = new Set(cells.map((cell) => plainColumn(cell.trim().replace(/^"|"$/g, ''))));
  return required.filter((name) => names.has(name)).length >= Math.max(2, required.length / 2);
}
