import type { CalibrationRequest } from '../../analysis/calibrate.js';
import { plausibleMicrometresPerPixel } from '../../domain/plausible-scale.js';
import { readEscapedText } from '../../tables/write-table.js';
import { photoKinds, quoteCell, requiredColumns, type ManifestColumn, type ManifestFault, type ManifestRow, type PhotoKind } from './manifest-row.js';
import { isDay } from './is-day.js';
import type { ColumnPlaces } from './place-columns.js';
import type { TableRow } from './split-cells.js';
import { notComputed } from './workbook-sheets.js';
import { suggestDays } from './suggest-days.js';

const longestName = 200;
/** What spreadsheets show where a formula went wrong, also in the CSV files that they write. */
const spreadsheetError = /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|NOT COMPUTED!)$/i;
const fieldWidthMm = { smallest: 0.1, largest: 500 };

/**
 * Reads the cells of one row.
 * @param report  Called with each fault; a column that the header lacks is not complained about again.
 * @returns Null for an empty row and for one that cannot be split. Where it is not `sound`, cells with a fault are as they stand.
 */
export function readRow({ row, cells, fault }: TableRow, { places, width }: ColumnPlaces, report: (fault: ManifestFault) => void): { row: ManifestRow; sound: boolean } | null {
  let sound = true;
  const refuse = (column: string | null, message: string): void => {
    sound = false;
    report({ row, column, message });
  };
  if (fault !== null) {
    refuse(null, fault);
    return null;
  }
  if (cells.every((cell) => cell.trim() === '')) return null;
  if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')) {
    refuse(null, `The row has ${cells.length} cells and the header ${width}. Put cells that hold the delimiter in quotation marks.`);
    return null;
  }
  const text = (column: ManifestColumn): string => readEscapedText(cells[places.get(column) ?? -1]?.trim() ?? '');
  const name = (column: ManifestColumn): string => {
    const value = text(column);
    if (value.length > longestName) refuse(column, `The cell has ${value.length} characters; at most ${longestName} are read. Shorten it.`);
    if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)) refuse(column, `${quoteCell(value)} holds a line break or another control character. Remove it.`);
    return value;
  };
  for (const column of requiredColumns) {
    if (column !== 'arm' && places.has(column) && text(column) === '') refuse(column, 'The cell is empty. Fill it in.');
  }
  for (const [column, at] of places) {
    const shown = cells[at]?.trim() ?? '';
    if (spreadsheetError.test(shown)) refuse(column, shown === notComputed ? 'The cell holds a formula that was never computed. Open the table in a spreadsheet and save it, or write the value.' : `The cell shows ${quoteCell(shown)}, the error of a formula. Correct the formula, or write the value.`);
  }
  const date = text('date');
  if (date !== '' && !spreadsheetError.test(date) && !isDay(date)) refuse('date', refuseDay(date));
  const kind = text('kind').toLowerCase();
  if (kind !== '' && !spreadsheetError.test(kind) && !photoKinds.some((each) => each === kind)) refuse('kind', `${quoteCell(text('kind'))} is not a kind of photograph. Write closeup, global or auto, or leave the cell empty.`);
  const umPerPx = readScale('um_per_px', text('um_per_px'), plausibleMicrometresPerPixel, refuse);
  const fieldWidth = readScale('field_width_mm', text('field_width_mm'), fieldWidthMm, refuse);
  if (umPerPx !== null && fieldWidth !== null) refuse('field_width_mm', 'The scale is given twice, here and in um_per_px. Empty one of the two cells.');
  const names = { subject: name('subject'), arm: name('arm'), targetArea: name('target_area'), visit: name('visit'), view: name('view') };
  const calibration: CalibrationRequest | null = umPerPx !== null ? { method: 'given', micrometresPerPixel: umPerPx }
    : fieldWidth !== null ? { method: 'fieldWidth', millimetres: fieldWidth } : null;
  const photo = cells[places.get('photo') ?? -1] ?? '';
  return { row: { row, ...names, date, photo, kind: kind === '' ? null : kind as PhotoKind, calibration }, sound };
}

function refuseDay(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text) && !/^(19[5-9]|20|21)/.test(text)) return `${quoteCell(text)} lies outside the years 1950 to 2199. Spreadsheets show such a day where a cell holds 0 or nothing; write the day of the photograph.`;
  const days = suggestDays(text);
  return `${quoteCell(text)} is not a day of the calendar in the form 2026-01-31. ${days.length === 0 ? 'Write year, month and day in that order, with hyphens.'
    : days.length === 1 ? `Write ${days[0]} if that is the day.` : `Write ${days.join(' or ')}, whichever it was.`}`;
}

function readScale(column: ManifestColumn, text: string, { smallest, largest }: { smallest: number; largest: number }, refuse: (column: string, message: string) => void): number | null {
  if (text === '' || spreadsheetError.test(text)) return null;
  const value = /^\+?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (value >= smallest && value <= largest) return value;
  const comma = /^\d+,\d+$/.test(text) ? ' Write decimals with a point.' : '';
  refuse(column, `${quoteCell(text)} is not a number from ${smallest} to ${largest}.${comma === '' ? ' Correct it, or leave the cell empty where the scale is not known.' : comma}`);
  return null;
}
