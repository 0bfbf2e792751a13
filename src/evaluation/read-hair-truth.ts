import { basename, join } from 'node:path';
import { plausibleMicrometresPerPixel } from '../domain/calibration.js';
import type { Position } from '../domain/hair.js';
import { AnalysisError } from '../errors.js';
import { readTable } from '../tables/read-table.js';
import { TableFaults } from '../tables/table-faults.js';
import type { TableRow } from '../tables/table-row.js';

/** A hair that a person marked, or that a phantom was drawn with. */
export interface TrueHair {
  /** Line of hairs.csv. */
  line: number;
  /** `premium` (of a unit of several), `single`, `undersize` (thin) or any other word; `abnormal` has been left out. */
  class: string;
  root: Position;
  tip: Position;
  /** Null where the table has no such figure. */
  diameterUm: number | null;
}

/** The truth of one photograph. */
export interface PhotoTruth {
  /** File name in the folder `photos`. */
  name: string;
  path: string;
  /** Null where the scale is unknown. */
  micrometresPerPixel: number | null;
  /** Rows from the top in which hairs were marked; null when all were. Roots below are compared with nothing. */
  validRows: number | null;
  /** Hairs that count, in the order of the table, their roots within the valid rows. */
  hairs: TrueHair[];
}

/**
 * Reads the truth of a folder with `photos.csv` (photo, um_per_px, session, valid_rows), `hairs.csv`
 * (photo, class, root_row, root_column, tip_row, tip_column and, optional, diameter_um) and pictures in `photos/`.
 * Positions are pixels of the upright photograph. Rows of the class `abnormal` (specks, stubs, debris) do not count.
 *
 * @returns One entry a row of photos.csv, in its order. Whether the pictures exist is not looked at.
 * @throws AnalysisError `truth.invalid`, naming everything that is wrong by file, row and column.
 */
export async function readHairTruth(folder: string): Promise<PhotoTruth[]> {
  const faults = new TableFaults(), photos = readPhotos(folder, await readTable(join(folder, 'photos.csv'), { required: ['photo', 'um_per_px', 'valid_rows'] }, faults));
  const rows = await readTable(join(folder, 'hairs.csv'), { required: ['photo', 'class', 'root_row', 'root_column', 'tip_row', 'tip_column'], optional: ['diameter_um'] }, faults);
  for (const row of rows) {
    const photo = photos.get(readPhotoName(row)), hair = readHair(row);
    if (photo === undefined && photos.size > 0 && row.has('photo')) row.refuse('photo', 'photos.csv does not name this photograph. Add it there, or correct the name.');
    if (hair.class !== 'abnormal' && hair.root.row < (photo?.validRows ?? Infinity)) photo?.hairs.push(hair);
  }
  faults.refuseAny('truth.invalid');
  if (photos.size === 0) throw new AnalysisError('truth.invalid', 'photos.csv names no photograph.');
  return [...photos.values()];
}

function readPhotos(folder: string, rows: readonly TableRow[]): Map<string, PhotoTruth> {
  const photos = new Map<string, PhotoTruth>(), { smallest, largest } = plausibleMicrometresPerPixel;
  for (const row of rows) {
    const name = readPhotoName(row);
    if (photos.has(name)) row.refuse('photo', 'this photograph is there twice. Remove one of the rows.');
    photos.set(name, {
      name, path: join(folder, 'photos', name),
      micrometresPerPixel: row.number('um_per_px', { least: smallest, most: largest }), validRows: row.number('valid_rows', { least: 1 }), hairs: [],
    });
  }
  return photos;
}

function readHair(row: TableRow): TrueHair {
  return {
    line: row.row, class: row.text('class'),
    root: { row: row.requiredNumber('root_row'), column: row.requiredNumber('root_column') },
    tip: { row: row.requiredNumber('tip_row'), column: row.requiredNumber('tip_column') },
    diameterUm: row.number('diameter_um', { least: 0 }),
  };
}

/** A name that stays inside the folder `photos`. */
function readPhotoName(row: TableRow): string {
  const name = row.text('photo');
  if (row.has('photo') && (name === '' || name === '.' || name === '..' || name !== basename(name) || name.includes('\\'))) row.refuse('photo', 'expected the name of a file in the folder photos.');
  return name;
}
