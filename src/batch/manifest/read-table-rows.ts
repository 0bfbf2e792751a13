import { AnalysisError } from '../../errors.js';
import { decodeText, sniffTable } from './decode-text.js';
import type { ManifestRow } from './manifest-row.js';
import { placeColumns } from './place-columns.js';
import { readRow } from './read-row.js';
import { readWorkbook } from './read-workbook.js';
import { splitCells, type TableRow } from './split-cells.js';

/**
 * The rows of a table, CSV or XLSX, as text.
 * @throws AnalysisError `manifest.invalid` for a workbook that cannot be read; EncodingError for a CSV file that is no text.
 */
export async function* readTableRows(path: string): AsyncGenerator<TableRow> {
  const form = await sniffTable(path);
  if (form === 'xls') throw new AnalysisError('manifest.invalid', 'This is a workbook of the old Excel format, or one with a password.', { hint: 'Save it as XLSX without a password, or as "CSV UTF-8".' });
  yield* form === 'xlsx' ? readWorkbook(path) : splitCells(decodeText(path, form));
}

/** The rows of a manifest that `checkManifest` found sound, in their order. */
export async function* readManifestRows(path: string): AsyncGenerator<ManifestRow> {
  let columns: ReturnType<typeof placeColumns>['columns'] | null = null;
  for await (const row of readTableRows(path)) {
    if (columns === null) {
      if (row.cells.some((cell) => cell.trim() !== '')) ({ columns } = placeColumns(row.cells));
      continue;
    }
    const read = readRow(row, columns, () => undefined);
    if (read?.sound === true) yield read.row;
  }
}
