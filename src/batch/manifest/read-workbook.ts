import { open, readFile } from 'node:fs/promises';
import { AnalysisError } from '../../errors.js';
import { readSheetApart } from './sheet-thread.js';
import type { TableRow } from './split-cells.js';

/** A workbook holds at most this when unpacked; more is no manifest and would fill the memory. */
const mostUnpackedBytes = 300 * 1024 * 1024, mostPackedBytes = 50 * 1024 * 1024;

const unreadable = (): AnalysisError => new AnalysisError('manifest.invalid', 'The workbook cannot be read: it is damaged, protected by a password, or no workbook.', {
  hint: 'Open it and save it again as XLSX without a password, or as "CSV UTF-8".',
});
const tooMuch = (): AnalysisError => new AnalysisError('manifest.invalid', 'The first sheet of the workbook has too many rows, or cells far away from the table.', {
  hint: 'Save the table as "CSV UTF-8", which may have any length; or delete everything right of it and below it.',
});

/**
 * The rows of the first sheet of an XLSX workbook as text. Days come as ISO days, numbers with a decimal point, formulas as the value last shown.
 * @throws AnalysisError `manifest.invalid` for a workbook that cannot be read, that unpacks to more than 300 MB, or that takes more memory or time than a manifest can.
 */
export async function* readWorkbook(path: string): AsyncGenerator<TableRow> {
  await refuseHugeWorkbook(path);
  const answer = await readSheetApart(await readFile(path));
  if ('failed' in answer) throw answer.failed === 'unreadable' ? unreadable() : tooMuch();
  for (const [at, cells] of answer.rows.entries()) yield { row: at + 1, cells: cells.map(textOfCell), fault: null };
}

function textOfCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  return String(value);
}

/** Adds up the sizes that the archive's directory states, before anything is unpacked. */
async function refuseHugeWorkbook(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size > mostPackedBytes) throw new AnalysisError('manifest.invalid', 'The workbook is larger than 50 MB.', { hint: 'Save the table as "CSV UTF-8"; CSV tables may have any length.' });
    const bytes = await file.readFile();
    const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
    if (end < 0 || end + 22 > bytes.length) throw unreadable();
    let at = bytes.readUInt32LE(end + 16), unpacked = 0;
    for (let entries = bytes.readUInt16LE(end + 10); entries > 0; entries--) {
      if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw unreadable();
      unpacked += bytes.readUInt32LE(at + 24);
      at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    }
    if (unpacked > mostUnpackedBytes) throw new AnalysisError('manifest.invalid', 'The workbook unpacks to more than 300 MB.', { hint: 'Save the table as "CSV UTF-8"; CSV tables may have any length.' });
  } finally {
    await file.close();
  }
}
