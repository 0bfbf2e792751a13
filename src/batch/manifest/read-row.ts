import type { CalibrationRequest } from '../../analysis/calibrate.js';
import { plausibleMicrometresPerPixel } from '../../domain/plausible-scale.js';
import { readEscapedText } from '../../tables/write-table.js';
import { withoutCurvedMarks } from '../../tables/curved-marks.js';
import { explainDay } from '../../tables/explain-day.js';
import { readWrittenDay } from '../../tables/read-written-day.js';
import { explainSpreadsheetError, isSpreadsheetError } from '../../tables/spreadsheet-error.js';
import { quoteCell } from '../../tables/quote-cell.js';
import type { SplitRow } from '../../tables/split-cells.js';
import type { TableFault } from '../../tables/table-faults.js';
import { explainLongRow } from '../../tables/torn-decimal.js';
import { readWrittenNumber } from '../../tables/written-numbers.js';
import { photoKinds, requiredColumns, type ManifestColumn, type ManifestRow, type PhotoKind } from './manifest-row.js';
import { scaleColumns, type ColumnPlaces } from './place-columns.js';

const longestName = 200;
const fieldWidthMm = { smallest: 0.1, largest: 500 };

/**
 * Reads the cells of one row.
 * @param report  Called with each fault; a column that the header lacks is not complained about again.
 * @returns Null for an empty row and for one that cannot be split. Where it is not `sound`, cells with a fault are as they stand.
 */
export function readRow(split: SplitRow, { places, width }: ColumnPlaces, report: (fault: TableFault) => void): { row: ManifestRow; sound: boolean } | null {
  const { row, cells, fault } = split;
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
  const tooLong = explainLongRow(split, width, scaleColumns.flatMap((column) => places.get(column) ?? []));
  if (tooLong !== null) {
    refuse(null, tooLong);
    return null;
  }
  const text = (column: ManifestColumn): string => withoutCurvedMarks(readEscapedText(cells[places.get(column) ?? -1]?.trim() ?? ''));
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
    if (isSpreadsheetError(shown)) refuse(column, explainSpreadsheetError(shown));
  }
  const written = text('date'), day = readWrittenDay(written), date = day ?? written;
  if (written !== '' && !isSpreadsheetError(written) && day === null) refuse('date', explainDay(written));
  const kind = text('kind').toLowerCase();
  if (kind !== '' && !isSpreadsheetError(kind) && !photoKinds.some((each) => each === kind)) refuse('kind', `${quoteCell(text('kind'))} is not a kind of photograph. Write closeup, global or auto, or leave the cell empty.`);
  const umPerPx = readScale('um_per_px', text('um_per_px'), plausibleMicrometresPerPixel, refuse);
  const fieldWidth = readScale('field_width_mm', text('field_width_mm'), fieldWidthMm, refuse);
  if (umPerPx !== null && fieldWidth !== null) refuse('field_width_mm', 'The scale is given twice, here and in um_per_px. Empty one of the two cells.');
  const names = { subject: name('subject'), arm: name('arm'), targetArea: name('target_area'), visit: name('visit'), view: name('view') };
  const calibration: CalibrationRequest | null = umPerPx !== null ? { method: 'given', micrometresPerPixel: umPerPx }
    : fieldWidth !== null ? { method: 'fieldWidth', millimetres: fieldWidth } : null;
  const photo = withoutCurvedMarks(cells[places.get('photo') ?? -1] ?? '');
  return { row: { row, ...names, date, photo, kind: kind === '' ? null : kind as PhotoKind, calibration }, sound };
}

function readScale(column: ManifestColumn, text: string, { smallest, largest }: { smallest: number; largest: number }, refuse: (column: string, message: string) => void): number | null {
  if (text === '' || isSpreadsheetError(text)) return null;
  // A cell holds one number, and one with a comma between thousands would be far beyond any scale: of two meanings one is left.
  const fitting = readWrittenNumber(text).map(Number).filter((value) => value >= smallest && value <= largest);
  if (fitting.length === 1) return fitting[0];
  refuse(column, `${quoteCell(text)} is not a number from ${smallest} to ${largest}. Correct it, or leave the cell empty where the scale is not known.`);
  return null;
}
