import { AnalysisError, type ErrorCode } from '../errors.js';
import { decodeText, sniffTable } from './decode-text.js';
import { readWorkbook } from './read-workbook.js';
import { splitCells, type SplitRow } from './split-cells.js';

/**
 * The rows of a table as text: CSV (comma, semicolon or tab; UTF-8 or UTF-16) or XLSX, told by content.
 * @param code     What a workbook that cannot be read is refused with.
 * @param windows  Words of a table that is Windows-1252 (`findWindowsWords`), null for any other.
 * @throws AnalysisError for such a workbook; EncodingError for a CSV file that is no text.
 */
export async function* readTableRows(path: string, code: ErrorCode, windows: readonly string[] | null = null): AsyncGenerator<SplitRow> {
  const form = await sniffTable(path);
  if (form === 'xls') throw new AnalysisError(code, 'This is a workbook of the old Excel format, or one with a password.', { hint: 'Save it as XLSX without a password, or as "CSV UTF-8".' });
  yield* form === 'xlsx' ? readWorkbook(path, code) : splitCells(decodeText(path, form === 'utf-8' && windows !== null ? 'windows-1252' : form));
}
