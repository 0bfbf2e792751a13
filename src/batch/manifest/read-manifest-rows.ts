import { readTableRows } from '../../tables/table-rows.js';
import { findWindowsWords } from '../../tables/windows-text.js';
import type { ManifestRow } from './manifest-row.js';
import { placeColumns } from './place-columns.js';
import { readRow } from './read-row.js';

/** The rows of a manifest that `checkManifest` found sound, in their order. */
export async function* readManifestRows(path: string): AsyncGenerator<ManifestRow> {
  let columns: ReturnType<typeof placeColumns>['columns'] | null = null;
  for await (const row of readTableRows(path, 'manifest.invalid', await findWindowsWords(path))) {
    if (columns === null) {
      if (row.cells.some((cell) => cell.trim() !== '')) ({ columns } = placeColumns(row.cells));
      continue;
    }
    const read = readRow(row, columns, () => undefined);
    if (read?.sound === true) yield read.row;
  }
}
