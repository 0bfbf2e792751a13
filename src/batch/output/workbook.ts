import { showTypedText } from '../../report/view/typed-text.js';
import type { Cell } from '../../tables/write-table.js';
import type { Column } from './row-outcome.js';

/** A sheet that is filled row by row. */
export interface SheetContent { readonly name: string; readonly header: readonly string[]; readonly rows: (readonly Cell[])[] }

/** Workbooks are built in memory; longer tables stay in the CSV files. */
export const mostWorkbookRows = 20_000;

/** A cell holds no more than this in Excel. */
const longestText = 32_000;

export function createSheet<Of>(name: string, columns: readonly Column<Of>[]): SheetContent {
  return { name, header: columns.map((column) => column.name), rows: [] };
}

/**
 * The sheets as an XLSX workbook: a bold header that stays in sight, text as text (never a formula), numbers as numbers.
 * The same sheets give the same bytes.
 */
export async function writeWorkbook(sheets: readonly SheetContent[]): Promise<Uint8Array> {
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const toCell = (cell: Cell) => (cell === null ? null : typeof cell === 'string' ? { type: String, value: showTypedText(cell).slice(0, longestText) } : cell);
  const bytes = await writeExcelFile(sheets.map(({ name, header, rows }) => ({
    sheet: name,
    stickyRowsCount: 1,
    columns: header.map((title) => ({ width: Math.min(24, Math.max(10, title.length + 2)) })),
    data: [header.map((title) => ({ value: title, type: String, fontWeight: 'bold' as const })), ...rows.map((row) => row.map(toCell))],
  }))).toBuffer();
  return withoutClock(bytes);
}

/** Sets the time of day that the archive carries for each of its parts to the earliest there is. */
function withoutClock(bytes: Buffer): Buffer {
  const earliest = 0x00210000;
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = bytes.readUInt32LE(end + 16);
  for (let entries = bytes.readUInt16LE(end + 10); entries > 0; entries--) {
    bytes.writeUInt32LE(earliest, at + 12);
    bytes.writeUInt32LE(earliest, bytes.readUInt32LE(at + 42) + 10);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return bytes;
}
