import { basename, dirname } from 'node:path';
import { access, constants, stat } from 'node:fs/promises';
import { AnalysisError } from '../../errors.js';
import { SeriesCheck, type SeriesSummary } from './check-series.js';
import { tooManyOpen } from '../../files/too-many-open.js';
import { EncodingError, hashFile, isBinary } from '../../tables/decode-text.js';
import { explainMisplacedHeader, rowsSearchedForHeader } from '../../tables/misplaced-header.js';
import { type TableFault, writeFault } from '../../tables/table-faults.js';
import type { SplitRow } from '../../tables/split-cells.js';
import { readTableRows } from '../../tables/table-rows.js';
import { findTornAt } from '../../tables/torn-decimal.js';
import { explainSheetRead } from '../../tables/read-workbook.js';
import { explainWindowsText, findWindowsWords } from '../../tables/windows-text.js';
import { createPhotoFinder } from './locate-photo.js';
import { optionalColumns, requiredColumns } from './manifest-row.js';
import { placeColumns, scaleColumns, type ColumnPlaces } from './place-columns.js';
import { readRow } from './read-row.js';

/** More faults than this are counted, not listed. */
export const mostFaultsListed = 1000;
const mostMissingListed = 20;

/** A manifest in which nothing has to be mended. */
export interface CheckedManifest extends Omit<SeriesSummary, 'faults' | 'faultCount'> {
  readonly rows: number;
  /** Of the file as it was checked, hexadecimal. */
  readonly sha256: string;
  /** Whether no row gives a scale and not every row is said to show a head, which needs none. */
  readonly unscaled: boolean;
  /** Follow-ups that can be compared as far as their photographs, and those of their baselines, are there. */
  readonly pairs: number;
  /** Photographs that are not there: they will be rows that failed. */
  readonly missing: { readonly count: number; readonly rows: readonly number[] };
}

export type ManifestCheck =
  | { readonly sound: true; readonly manifest: CheckedManifest }
  | { readonly sound: false; readonly faults: readonly TableFault[]; readonly faultCount: number };

/**
 * Reads a manifest from top to bottom without opening a single photograph, and finds everything that has to be mended, in the order of the rows.
 * Whether the photographs are there, and inside the folder, is looked up by name. Streams: a million rows need about 400 MB.
 *
 * @param path    CSV (comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252, which is noted) or XLSX.
 * @param options.reservedNames  Paths, from the folder of the manifest, that results will be written to.
 * @throws AnalysisError `manifest.invalid` when there is no such file, it cannot be read, or it is no table.
 */
export async function checkManifest(path: string, options: { readonly isReserved?: (path: string) => boolean } = {}): Promise<ManifestCheck> {
  try {
    return await readThrough(path, options);
  } catch (error) {
    throw isOfSystem(error) ? tooManyOpen(error) ?? unreadable(path, error) : error;
  }
}

async function readThrough(path: string, options: { readonly isReserved?: (path: string) => boolean }): Promise<ManifestCheck> {
  await refuseUnlessFile(path);
  // Before its rows are read: what was edited meanwhile is another file.
  const sha256 = await hashFile(path);
  const faults: TableFault[] = [], series = new SeriesCheck(), find = createPhotoFinder(dirname(path));
  let faultCount = 0, rows = 0, columns: ColumnPlaces | null = null;
  const report = (fault: TableFault): void => {
    faultCount++;
    if (faults.length < mostFaultsListed) faults.push(fault);
  };
  /** The first rows of a table of which the first names none of our columns. */
  const foreign: SplitRow[] = [];
  const missing: number[] = [], missingAt = new Set<number>(), torn: { row: number; text: string }[] = [], unscaled: number[] = [];
  let missingCount = 0, unscaledCount = 0, anyScaled = false, headerSound = false, windows: readonly string[] | null = null;
  try {
    windows = await findWindowsWords(path);
    for await (const row of readTableRows(path, 'manifest.invalid', windows)) {
      if (columns === null) {
        if (row.fault === null && row.cells.every((cell) => cell.trim() === '')) continue;
        if (row.fault !== null) {
          report({ row: row.row, column: null, message: row.fault });
          if (row.cells.length === 0) break;
        }
        const placed = placeColumns(row.cells);
        if (foreign.length > 0 || placed.columns.places.size === 0) {
          // Of a table with none of our columns it is asked whether they are named further down; its rows need no complaint each.
          if ((foreign.length === 0 || row.cells.some((cell) => cell.trim() !== '')) && foreign.push(row) === rowsSearchedForHeader) break;
          continue;
        }
        placed.faults.forEach((fault) => report({ ...fault, row: row.row }));
        columns = placed.columns;
        headerSound = placed.faults.length === 0;
        continue;
      }
      const read = readRow(row, columns, report);
      if (read === null) continue;
      rows++;
      if (read.row.photo.trim() !== '') {
        const place = find(read.row.photo);
        if ('refusal' in place) report({ row: row.row, column: 'photo', message: place.refusal });
        else if (options.isReserved?.(place.path) === true) report({ row: row.row, column: 'photo', message: 'The results would replace this photograph. Choose another folder for the results.' });
        else if (!place.found) {
          missingCount++;
          missingAt.add(rows - 1);
          if (missing.length < mostMissingListed) missing.push(row.row);
        }
      }
      series.addNames(read.row);
      if (headerSound && read.sound) series.addVisit(read.row);
      anyScaled ||= read.row.calibration !== null;
      if (read.row.calibration === null && read.row.kind !== 'global' && unscaledCount++ < 5) unscaled.push(row.row);
      const tornScale = scaleColumns.map((column) => findTornAt(row, columns!.places.get(column) ?? -1)).find((text) => text !== null);
      if (read.sound && tornScale != null && torn.length < mostFaultsListed) torn.push({ row: row.row, text: tornScale });
    }
  } catch (caught) {
    if (!(caught instanceof EncodingError)) throw caught;
    report({ row: null, column: null, message: await isBinary(path) ? 'This is no table but another kind of file, as a photograph or a document. Name a table in CSV or XLSX.' : 'The file is not the text that it begins as: it is cut short or damaged. Save the table as "CSV UTF-8" or as XLSX.' });
  }
  if (foreign.length > 0) {
    const misplaced = explainMisplacedHeader(foreign, requiredColumns);
    if (misplaced === null) placeColumns(foreign[0].cells).faults.forEach((fault) => report({ ...fault, row: foreign[0].row }));
    else report({ ...misplaced, column: null });
  } else if (columns === null && faultCount === 0) report({ row: null, column: null, message: `The file is empty. The first row names the columns: ${requiredColumns.join(', ')}; ${optionalColumns.join(', ')} may follow.` });
  else if (columns !== null && rows === 0 && faultCount === 0) report({ row: null, column: null, message: 'The manifest has no rows below its header. Add one for each photograph.' });
  const sheet = foreign.length > 0 ? await explainSheetRead(path) : null;
  if (sheet !== null) report({ row: null, column: null, message: sheet });
  const { faults: seriesFaults, faultCount: seriesFaultCount, ...summary } = series.finish();
  seriesFaults.forEach(report);
  faultCount += seriesFaultCount - seriesFaults.length;
  if (faultCount > 0) return { sound: false, faults: faults.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)), faultCount };
  const ignored = columns?.ignored ?? [];
  const notes = [...windows === null ? [] : [explainWindowsText(basename(path), windows)], ...(ignored.length === 0 ? [] : [`Not read: the column${ignored.length > 1 ? 's' : ''} ${ignored.map((name) => JSON.stringify(name)).join(', ')}.`]), ...noteTorn(torn), ...anyScaled ? noteUnscaled(unscaled, unscaledCount) : [], ...summary.notes];
  return { sound: true, manifest: { ...summary, notes, rows, sha256, unscaled: !anyScaled && unscaledCount > 0, pairs: countPairs(summary.baselineOf, missingAt), missing: { count: missingCount, rows: missing } } };
}

function countPairs(baselineOf: Iterable<number>, missingAt: ReadonlySet<number>): number {
  let pairs = 0, at = 0;
  for (const from of baselineOf) {
    if (from !== at && !missingAt.has(at) && !missingAt.has(from)) pairs++;
    at++;
  }
  return pairs;
}

/** Every fault that was listed, and how many there are beside them, a line each. */
export function writeManifestFaults(name: string, { faults, faultCount }: { readonly faults: readonly TableFault[]; readonly faultCount: number }): string[] {
  const rest = faultCount - faults.length;
  return [...faults.map((fault) => writeFault(name, fault)), ...(rest > 0 ? [`… and ${rest} more.`] : [])];
}

/** A whole number of micrometres with another whole number behind it may be meant; that it was read as such is said. */
function noteTorn(torn: readonly { row: number; text: string }[]): string[] {
  if (torn.length === 0) return [];
  const [{ row, text }] = torn, [whole] = text.split(',');
  return [`Row ${row}${torn.length === 1 ? '' : ` and ${torn.length === mostFaultsListed ? 'many' : torn.length - 1} more`}: the scale is ${whole}, and a whole number follows in the next cell. If ${text} is meant, write ${text.replace(',', '.')}; if not, ${whole}.0 says so.`];
}

/** Where a column of scales is merged over several rows, a workbook holds the value in the first one only. */
function noteUnscaled(rows: readonly number[], count: number): string[] {
  if (count === 0) return [];
  return [`${count === 1 ? 'One row gives' : `${count} rows give`} no scale, though others do: row ${rows.join(', ')}${count > rows.length ? ' …' : ''}. Of merged cells only the first row has the value.`];
}

async function refuseUnlessFile(path: string): Promise<void> {
  const entry = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (entry === null) throw new AnalysisError('manifest.invalid', `There is no file ${JSON.stringify(basename(path))}.`, { hint: 'Check the spelling. `trichoscore manifest FOLDER` writes a manifest from folders SUBJECT/VISIT/AREA.jpg.' });
  if (entry.isDirectory()) throw new AnalysisError('manifest.invalid', 'This is a folder, not a manifest.', { hint: '`trichoscore manifest FOLDER` writes a manifest from folders SUBJECT/VISIT/AREA.jpg.' });
  if (!entry.isFile()) throw new AnalysisError('manifest.invalid', 'The manifest is a pipe or a device, not a file.', { hint: 'Save it as a file.' });
  await access(path, constants.R_OK).catch((cause: unknown) => { throw new AnalysisError('manifest.invalid', 'This account may not read the manifest.', { hint: 'Give yourself the right to read it.', cause }); });
}

function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function unreadable(path: string, cause: NodeJS.ErrnoException): AnalysisError {
  return new AnalysisError('manifest.invalid', `${JSON.stringify(basename(path))} could not be read (${cause.code ?? 'unknown'}).`, { hint: 'Check that you may read it and its folder, or copy it to another disk.', cause });
}
