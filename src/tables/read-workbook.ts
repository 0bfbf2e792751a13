import { readFile, stat } from 'node:fs/promises';
import { AnalysisError, type ErrorCode } from '../errors.js';
import { sniffTable } from './decode-text.js';
import { quoteCell } from './quote-cell.js';
import { readSheetApart } from './sheet-thread.js';
import type { SplitRow } from './split-cells.js';
import { type ArchiveEntry, listArchive, repackXml, unpackText } from './workbook-archive.js';
import { type CellFormat, findCellFormats } from './workbook-formats.js';
import { countsFrom1904InWord, findLostCells, findMergedCells, findWrittenDays, hasImpossibleCell, listSheets, mergedCell, placeCells, type WorkbookSheet, writeDaysAsText } from './workbook-sheets.js';

/** A workbook holds at most this when unpacked; more is no such table and would fill the memory. */
const mostUnpackedBytes = 300 * 1024 * 1024, mostPackedBytes = 50 * 1024 * 1024;

/** Between the two days that workbooks count from. */
const from1900To1904Ms = 1462 * 86_400_000;

const unreadable = (code: ErrorCode): AnalysisError => new AnalysisError(code, 'The workbook cannot be read: it is damaged, protected by a password, or no workbook.', {
  hint: 'Open it and save it again as XLSX without a password, or as "CSV UTF-8".',
});
const tooMuch = (code: ErrorCode): AnalysisError => new AnalysisError(code, 'The first sheet of the workbook has too many rows, or cells far away from the table.', {
  hint: 'Save the table as "CSV UTF-8", which may have any length; or delete everything right of it and below it.',
});

/** What is said where a workbook has no table of ours on the sheet that is read: which that was. Null where it has one sheet only, and where the file is no workbook. */
export async function explainSheetRead(path: string): Promise<string | null> {
  const sheet = await sniffTable(path) === 'xlsx' ? await nameSheetRead(path) : null;
  return sheet === null ? null : `Only the sheet ${quoteCell(sheet)} is read, the first that is not hidden. Put the table there, or move its sheet to the front.`;
}

/** Which sheet of a workbook is read: the first that is not hidden, and what it is called; null where there is one only. */
async function nameSheetRead(path: string): Promise<string | null> {
  const bytes = await readFile(path), sheets = attempt(() => listSheets(bytes, listArchive(bytes) ?? [])) ?? [];
  return sheets.length < 2 ? null : sheets[chooseSheet(sheets)].name;
}

/**
 * The rows of the first visible sheet of an XLSX workbook as text. Days come as ISO days, months and years without a day as these (2026-03), numbers with a decimal point, those that are shown with noughts before them as they are shown (0007), formulas as the value last shown, errors as
 * they are shown, a formula that was never computed as `notComputed`, and what a merged cell covers as `mergedCell`.
 * @throws AnalysisError of that code for a workbook that cannot be read, that unpacks to more than 300 MB, or that takes more memory or time than a table can.
 */
export async function* readWorkbook(path: string, code: ErrorCode): AsyncGenerator<SplitRow> {
  const { bytes, entries } = await openArchive(path, code), sheets = attempt(() => listSheets(bytes, entries)) ?? [], sheet = chooseSheet(sheets);
  let isImpossible = false;
  const sound = attempt(() => repackXml(bytes, entries, (name, written) => {
    if (name.endsWith('.rels')) return written;
    const placed = name === sheets[sheet]?.path ? placeCells(written) : written;
    isImpossible ||= placed === null || hasImpossibleCell(placed);
    return placed === null ? written : name === sheets[sheet]?.path ? writeDaysAsText(placed) : placed;
  }));
  if (sound === null) throw unreadable(code);
  if (isImpossible) throw tooMuch(code);
  const answer = await readSheetApart(sound, sheet + 1);
  if ('failed' in answer) throw answer.failed === 'unreadable' ? unreadable(code) : tooMuch(code);
  const xml = attempt(() => placeCells(unpackText(bytes, entries, sheets[sheet]?.path ?? ''))) ?? '', lost = findLostCells(xml);
  const bounds = { rows: answer.rows.length, columns: answer.rows.reduce((most, { length }) => Math.max(most, length), 0) };
  for (const place of findMergedCells(xml, (row, column) => textOfCell(answer.rows[row]?.[column]).trim() !== '', bounds)) lost.set(place, mergedCell);
  const formats = attempt(() => findCellFormats(xml, unpackText(bytes, entries, 'xl/styles.xml'))) ?? new Map<string, CellFormat>();
  const writtenDays = findWrittenDays(xml), lateMs = attempt(() => countsFrom1904InWord(bytes, entries)) === true ? from1900To1904Ms : 0;
  const valueAt = (value: unknown, place: string): unknown => writtenDays.get(place) ?? (value instanceof Date ? new Date(value.getTime() + lateMs) : value);
  for (const [at, cells] of answer.rows.entries()) {
    const texts = cells.map((cell, column) => lost.get(`${at}:${column}`) ?? textOfCell(valueAt(cell, `${at}:${column}`), formats.get(`${at}:${column}`)));
    // A row of which cells above hold everything, as the second one of a header of double height, is an empty one.
    yield { row: at + 1, cells: texts.every((text) => text === '' || text === mergedCell) ? texts.map(() => '') : texts, fault: null, delimiter: '', numbers: cells.flatMap((cell, column) => (typeof cell === 'number' ? [column] : [])) };
  }
}

function chooseSheet(sheets: readonly WorkbookSheet[]): number {
  return Math.max(0, sheets.findIndex(({ hidden }) => !hidden));
}

/** Null where the archive cannot be unpacked this way. */
function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function textOfCell(value: unknown, format?: CellFormat): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    const day = Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
    // Of a day that is not the first of its month, or of its year, more was said than is shown.
    return format?.shows === 'partOfDay' && day.endsWith(format.characters === 7 ? '-01' : '-01-01') ? day.slice(0, format.characters) : day;
  }
  if (format?.shows === 'paddedNumber' && Number.isSafeInteger(value) && (value as number) >= 0) return `${format.before}${String(value).padStart(format.digits, '0')}`;
  return String(value);
}

/** Adds up the sizes that the archive's directory states, before anything is unpacked. */
async function openArchive(path: string, code: ErrorCode): Promise<{ bytes: Buffer; entries: ArchiveEntry[] }> {
  if ((await stat(path)).size > mostPackedBytes) throw new AnalysisError(code, 'The workbook is larger than 50 MB.', { hint: 'Save the table as "CSV UTF-8"; CSV tables may have any length.' });
  const bytes = await readFile(path), entries = listArchive(bytes);
  if (entries === null) throw unreadable(code);
  if (entries.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0) > mostUnpackedBytes) throw new AnalysisError(code, 'The workbook unpacks to more than 300 MB.', { hint: 'Save the table as "CSV UTF-8"; CSV tables may have any length.' });
  return { bytes, entries };
}
