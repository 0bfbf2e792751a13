import { readFile, stat } from 'node:fs/promises';
import { AnalysisError, type ErrorCode } from '../errors.js';
import { readSheetApart } from './sheet-thread.js';
import type { SplitRow } from './split-cells.js';
import { type ArchiveEntry, listArchive, repackXml, unpackText } from './workbook-archive.js';
import { findLostCells, hasImpossibleCell, listSheets, type WorkbookSheet } from './workbook-sheets.js';

/** A workbook holds at most this when unpacked; more is no such table and would fill the memory. */
const mostUnpackedBytes = 300 * 1024 * 1024, mostPackedBytes = 50 * 1024 * 1024;

const unreadable = (code: ErrorCode): AnalysisError => new AnalysisError(code, 'The workbook cannot be read: it is damaged, protected by a password, or no workbook.', {
  hint: 'Open it and save it again as XLSX without a password, or as "CSV UTF-8".',
});
const tooMuch = (code: ErrorCode): AnalysisError => new AnalysisError(code, 'The first sheet of the workbook has too many rows, or cells far away from the table.', {
  hint: 'Save the table as "CSV UTF-8", which may have any length; or delete everything right of it and below it.',
});

/** Which sheet of a workbook is read: the first that is not hidden, and what it is called; null where there is one only. */
export async function nameSheetRead(path: string): Promise<string | null> {
  const bytes = await readFile(path), sheets = attempt(() => listSheets(bytes, listArchive(bytes) ?? [])) ?? [];
  return sheets.length < 2 ? null : sheets[chooseSheet(sheets)].name;
}

/**
 * The rows of the first visible sheet of an XLSX workbook as text. Days come as ISO days, numbers with a decimal point, formulas as the value last shown, errors as
 * they are shown, and a formula that was never computed as `notComputed`.
 * @throws AnalysisError of that code for a workbook that cannot be read, that unpacks to more than 300 MB, or that takes more memory or time than a table can.
 */
export async function* readWorkbook(path: string, code: ErrorCode): AsyncGenerator<SplitRow> {
  const { bytes, entries } = await openArchive(path, code), sheets = attempt(() => listSheets(bytes, entries)) ?? [], sheet = chooseSheet(sheets);
  let isImpossible = false;
  const sound = attempt(() => repackXml(bytes, entries, (name, xml) => { isImpossible ||= !name.endsWith('.rels') && hasImpossibleCell(xml); }));
  if (sound === null) throw unreadable(code);
  if (isImpossible) throw tooMuch(code);
  const answer = await readSheetApart(sound, sheet + 1);
  if ('failed' in answer) throw answer.failed === 'unreadable' ? unreadable(code) : tooMuch(code);
  const lost = attempt(() => findLostCells(unpackText(bytes, entries, sheets[sheet]?.path ?? ''))) ?? new Map<string, string>();
  for (const [at, cells] of answer.rows.entries()) yield { row: at + 1, cells: cells.map((cell, column) => lost.get(`${at}:${column}`) ?? textOfCell(cell)), fault: null, delimiter: '' };
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

function textOfCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
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
