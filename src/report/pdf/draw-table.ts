import { colours, drawable, ensureRoom, type Paper } from './paper.js';

export interface Column {
  /** Share of the width, 0…1. */
  readonly share: number;
  readonly align: 'left' | 'right';
}

/** A cell: its text and, smaller, a line below it. */
export interface Cell { readonly text: string; readonly below?: string | null; readonly bold?: boolean; readonly indent?: number }

/** A row of cells, or a heading across all columns. */
export type Row = { readonly cells: readonly Cell[] } | { readonly group: string };

const size = 8.5;
const smallSize = 7;
const padding = 3;
/** Points. A table no higher than this is not parted: its last row alone on the next page may be the one that everything is about. */
const heightKeptWhole = 180;

/** A table with a head that is repeated on each page; the first cell of a row names it. */
export function drawTable(paper: Paper, columns: readonly Column[], head: readonly string[], rows: readonly Row[]): void {
  const { document, root } = paper;
  const table = document.struct('Table');
  const drawHead = (repeated: boolean): void => drawRow(paper, columns, head.map((text) => ({ text })), repeated ? null : table, 'head');
  const cellsOf = (row: Row): readonly Cell[] => ('group' in row ? [{ text: row.group, bold: true }] : row.cells), spanOf = (row: Row): readonly Column[] => ('group' in row ? [{ share: 1, align: 'left' }] : columns);
  const whole = heightOf(paper, columns, head.map((text) => ({ text }))) + rows.reduce((height, row) => height + heightOf(paper, spanOf(row), cellsOf(row)) + ('group' in row ? 4 : 0), 0);
  ensureRoom(paper, whole <= heightKeptWhole ? whole : 60);
  root.add(table);
  drawHead(false);
  for (const [at, row] of rows.entries()) {
    const cells = cellsOf(row), span = spanOf(row);
    // A heading stays with the row below it.
    const next = 'group' in row && at + 1 < rows.length ? 24 : 0;
    if (document.y + heightOf(paper, span, cells) + next > paper.bottom) {
      document.addPage();
      drawHead(true);
    }
    if ('group' in row) document.y += 4;
    drawRow(paper, span, cells, table, 'body');
  }
  table.end();
  document.y += 6;
}

function heightOf(paper: Paper, columns: readonly Column[], cells: readonly Cell[]): number {
  const { document } = paper;
  return 2 * padding + Math.max(...cells.map(({ text, below, bold = false, indent = 0 }, at) => {
    const width = columns[at]!.share * paper.width - 8 - indent;
    const own = document.font(bold ? 'bold' : 'regular').fontSize(size).heightOfString(drawable(paper, text === '' ? ' ' : text), { width });
    return own + (below == null ? 0 : document.font('regular').fontSize(smallSize).heightOfString(below, { width }));
  }));
}

function drawRow(paper: Paper, columns: readonly Column[], cells: readonly Cell[], table: PDFKit.PDFStructureElement | null, part: 'head' | 'body'): void {
  const { document, left, width } = paper;
  const height = heightOf(paper, columns, cells);
  const top = document.y;
  const row = table === null ? null : document.struct('TR');
  if (row !== null) table!.add(row);
  else document.markContent('Artifact', { type: 'Layout' });
  let x = left;
  for (const [at, cell] of cells.entries()) {
    const { share, align } = columns[at]!;
    const place = { x, width: share * width - 8 };
    const draw = (): void => drawCell(paper, cell, place, top + padding, align, part === 'head');
    if (row === null) draw();
    else row.add(document.struct(part === 'head' || at === 0 ? 'TH' : 'TD', {}, [draw]));
    x += share * width;
  }
  if (row === null) document.endMarkedContent();
  else row.end();
  document.markContent('Artifact', { type: 'Layout' });
  document.moveTo(left, top + height).lineTo(left + width, top + height).lineWidth(0.5).strokeColor(colours.rule).stroke();
  document.endMarkedContent();
  document.x = left;
  document.y = top + height;
}

function drawCell(paper: Paper, { text, below, bold = false, indent = 0 }: Cell, { x, width }: { x: number; width: number }, y: number, align: Column['align'], isHead: boolean): void {
  const { document } = paper;
  document.font(bold ? 'bold' : 'regular').fontSize(isHead ? smallSize + 0.5 : size).fillColor(isHead ? colours.quiet : colours.ink);
  document.text(drawable(paper, text === '' ? ' ' : text), x + indent, y, { width: width - indent, align });
  if (below == null) return;
  document.font('regular').fontSize(smallSize).fillColor(colours.quiet).text(below, x + indent, document.y, { width: width - indent, align });
}
