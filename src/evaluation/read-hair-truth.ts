import { basename, join } from 'node:path';
import { plausibleMicrometresPerPixel } from '../domain/calibration.js';
import type { Position } from '../domain/hair.js';
import { AnalysisError } from '../errors.js';
import { readTable, type TableRow } from '../tables/read-table.js';

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
 * @throws AnalysisError `truth.invalid`, naming the file, the line and the column.
 */
export async function readHairTruth(folder: string): Promise<PhotoTruth[]> {
  const photos = new Map<string, PhotoTruth>();
  for (const row of await readTable(join(folder, 'photos.csv'), ['photo', 'um_per_px', 'valid_rows'])) {
    const name = readPhotoName(row, 'photos.csv');
    if (photos.has(name)) throw new AnalysisError('truth.invalid', `photos.csv, line ${row.line}: this photograph is there twice.`);
    const { smallest, largest } = plausibleMicrometresPerPixel;
    photos.set(name, {
      name,
      path: join(folder, 'photos', name),
      micrometresPerPixel: row.number('um_per_px', { least: smallest, most: largest }),
      validRows: row.number('valid_rows', { least: 1 }),
      hairs: [],
    });
  }
  if (photos.size === 0) throw new AnalysisError('truth.invalid', 'photos.csv names no photograph.');
  for (const row of await readTable(join(folder, 'hairs.csv'), ['photo', 'class', 'root_row', 'root_column', 'tip_row', 'tip_column'])) {
    const photo = photos.get(readPhotoName(row, 'hairs.csv'));
    if (photo === undefined) throw new AnalysisError('truth.invalid', `hairs.csv, line ${row.line}: photos.csv does not name this photograph.`);
    const hair: TrueHair = {
      line: row.line,
      class: row.text('class'),
      root: { row: row.requiredNumber('root_row'), column: row.requiredNumber('root_column') },
      tip: { row: row.requiredNumber('tip_row'), column: row.requiredNumber('tip_column') },
      diameterUm: row.number('diameter_um', { least: 0 }),
    };
    if (hair.class !== 'abnormal' && hair.root.row < (photo.validRows ?? Infinity)) photo.hairs.push(hair);
  }
  return [...photos.values()];
}

/** A name that stays inside the folder `photos`. */
function readPhotoName(row: TableRow, file: string): string {
  const name = row.text('photo');
  if (name === '' || name === '.' || name === '..' || name !== basename(name) || name.includes('\\')) {
    throw new AnalysisError('truth.invalid', `${file}, line ${row.line}, column photo: expected the name of a file in the folder photos.`);
  }
  return name;
}
