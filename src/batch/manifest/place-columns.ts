import { isNearName } from '../../tables/near-name.js';
import { plainColumn } from '../../tables/plain-column.js';
import { quoteCell } from '../../tables/quote-cell.js';
import type { TableFault } from '../../tables/table-faults.js';
import { mergedCell } from '../../tables/workbook-sheets.js';
import { optionalColumns, requiredColumns, type ManifestColumn } from './manifest-row.js';

/** Where each column stands; a column that is not there is missing here. */
export interface ColumnPlaces {
  readonly places: ReadonlyMap<ManifestColumn, number>;
  /** Number of cells that every row has to have. */
  readonly width: number;
  /** Columns that nobody reads. */
  readonly ignored: readonly string[];
}

/** What other tables call our columns, without anything but letters. */
const otherNames: Partial<Record<ManifestColumn, RegExp>> = {
  subject: /^(subject(id|no|nr|number|code)|patient(id|no|nr|number|code)?|participant(id|no|nr|number)?|usubjid|subjid|id|proband(id)?|person)$/,
  arm: /^(arm(cd|code|name)|treatment(arm|group)?|(study|trial)?(group|arm)|allocation)$/,
  target_area: /^(area|targetsite|site|region|location|zone|bodysite|scalpregion|target)$/,
  visit: /^(visit(name|no|nr|id|code|num)|timepoint|session|week)$/,
  date: /^((visit|photo|image|capture|exam|examination)date|dateof(visit|photo|examination)|day)$/,
  photo: /^(photo(s|graph|graphs|file|path|name)|file(name|path)?|image(s|file|path|name)?|picture(s)?|path|img|jpg)$/,
  um_per_px: /^(scale|umpx|pixelsize(um)?)$/,
  field_width_mm: /^(fieldwidth|fov(mm)?|fieldofview(mm)?|widthmm)$/,
};

export const scaleColumns = ['um_per_px', 'field_width_mm'] as const;

const known: readonly ManifestColumn[] = [...requiredColumns, ...optionalColumns];

/**
 * Finds the columns of a manifest in its header. Capital letters, and spaces or hyphens for underscores, make no difference.
 * A name that is nearly one of ours is a fault: a scale that is ignored without a word would cost every density.
 */
export function placeColumns(header: readonly string[]): { columns: ColumnPlaces; faults: TableFault[] } {
  const places = new Map<ManifestColumn, number>(), faults: TableFault[] = [], ignored: string[] = [];
  for (const [at, cell] of header.entries()) {
    const name = cell === mergedCell ? '' : plainColumn(cell);
    const column = known.find((each) => each === name);
    if (column === undefined) {
      const near = name === '' ? undefined : known.find((each) => isNearName(name, each));
      if (near !== undefined) faults.push({ row: 1, column: cell.trim(), message: `There is no column ${quoteCell(cell.trim())}; was ${near} meant? Rename it, or give it a name that is not like one that is read.` });
      else if (name !== '') ignored.push(cell.trim());
    } else if (places.has(column)) {
      faults.push({ row: 1, column, message: `The column ${column} is there twice. Remove one of them.` });
    } else {
      places.set(column, at);
    }
  }
  for (const column of requiredColumns) {
    if (places.has(column)) continue;
    const meant = ignored.filter((name) => isOtherName(name, column));
    faults.push({ row: 1, column, message: `The column ${column} is missing. ${meant.length > 0 ? `Is it ${meant.map(quoteCell).join(' or ')}? Rename it` : 'Add it'}${column === 'arm' ? '; its cells may be empty' : ''}.` });
  }
  for (const name of ignored) {
    const scale = scaleColumns.find((column) => isOtherName(name, column));
    if (scale !== undefined && scaleColumns.every((column) => !places.has(column))) faults.push({ row: 1, column: name, message: `Is ${quoteCell(name)} the scale? Rename it ${scale} if it holds ${scale === 'um_per_px' ? 'micrometres per pixel' : 'the width of the field in millimetres'}, else give it a name that is not like one.` });
  }
  return { columns: { places, width: header.length, ignored }, faults };
}

function isOtherName(name: string, column: ManifestColumn): boolean {
  return otherNames[column]?.test(name.toLowerCase().replace(/[^a-z]/g, '')) ?? false;
}
