import { basename } from 'node:path';
import { plausibleDensityPerCm2 } from '../../domain/plausible-density.js';
import { AnalysisError } from '../../errors.js';
import { printMessage } from '../output.js';
import { countThings } from '../text/count-things.js';
import { readNumber } from './read-number.js';
import type { TableRow } from '../../tables/table-row.js';

/** Fewer repeats than this (photographs less series) leave the figure open by a factor of two. */
const fewestRepeats = 5;
/** Nobody repeats a count better than this; a smaller number is a share given where percent are asked for. */
const smallestPercent = 0.5;

/** The same of the coverage of heads, in percentage points: whoever writes 0.02 means 2. */
const smallestPoints = 0.1;

export const repeatabilityHelp =
  "coefficient of variation of one visit, percent, from the site's own repeat study; or the measurements.csv of that study (each subject photographed several times, nothing changed)";

/** The site's own repeatability of heads: standard deviation of one visit's coverage, percentage points. @throws AnalysisError `usage.invalid`. */
export function readRepeatabilityPoints(text: string | undefined): { repeatabilityPoints?: number } {
  if (text === undefined) return {};
  return { repeatabilityPoints: readNumber('--repeatability-points', text, { smallest: smallestPoints, largest: 30, hint: 'Write it in percentage points: 2 for a standard deviation of the coverage of 0.02.' }) };
}

/**
 * The site's own repeatability: a number in percent, or a table with the columns `subject`, `density_per_cm2` and, optional, `target_area`,
 * `view`, `visit` and `terminal_density_per_cm2` (which is taken where every row has it), from which it is computed and said with its interval: over all photographs of a place,
 * or, where there are several visits and several photographs of a place at one, within visits. Views that are numbers (1, 2) are repeats of one place; with any other name (left, right)
 * each view is a place. Rows without a density are passed over, and so is a second row of one file (`photo_sha256`): it repeats nothing.
 *
 * @returns Nothing where the default holds.
 * @throws AnalysisError `usage.invalid` for a number or a table that cannot be used, too few repeats, or repeats that are more alike than photographs can be.
 */
export async function readRepeatability(text: string | undefined): Promise<{ repeatabilityCv?: number }> {
  if (text === undefined) return {};
  if (!/\.(csv|tsv|txt|xlsx)$/i.test(text)) return { repeatabilityCv: readNumber('--repeatability', text, { smallest: smallestPercent, largest: 50, hint: 'Write it in percent: 5 for a coefficient of variation of 0.05.' }) / 100 };
  const [{ withinSeriesCv }, { readTable }, { TableFaults }] = await Promise.all([import('../../statistics/within-series-cv.js'), import('../../tables/read-table.js'), import('../../tables/table-faults.js')]);
  const faults = new TableFaults(), measured = (await readTable(text, { required: ['subject', 'density_per_cm2'], optional: ['target_area', 'view', 'visit', 'photo_sha256', 'terminal_density_per_cm2'] }, faults, printMessage)).filter((row) => row.number('density_per_cm2', plausibleDensityPerCm2) !== null);
  const rows = withoutSecondRows(measured);
  const column = rows.every((row) => (row.number('terminal_density_per_cm2', plausibleDensityPerCm2) ?? 0) > 0) ? 'terminal_density_per_cm2' : 'density_per_cm2';
  // A number tells repeats apart; what left and right tell apart are two places, of different hair. One name for all (closeup) tells nothing apart.
  const views = [...new Set(rows.map((row) => row.text('view')))], viewsAreRepeats = views.length < 2 || views.every((view) => /^\d*$/.test(view));
  const placeOf = (row: TableRow): string => JSON.stringify([row.text('subject'), row.text('target_area'), viewsAreRepeats ? '' : row.text('view')]), visitOf = (row: TableRow): string => JSON.stringify([placeOf(row), row.text('visit')]);
  // Of a trial that took repeats at each visit only these are repeats: between visits hair may have changed.
  const perVisit = new Set(rows.map((row) => row.text('visit'))).size > 1 && new Set(rows.map(visitOf)).size < rows.length;
  const series = new Map<string, number[]>();
  for (const row of rows) {
    const key = perVisit ? visitOf(row) : placeOf(row), value = row.requiredNumber(column, plausibleDensityPerCm2);
    if (!(value > 0)) row.refuse(column, 'expected a density above 0.');
    series.set(key, [...series.get(key) ?? [], value]);
  }
  faults.refuseAny('usage.invalid');
  const found = withinSeriesCv([...series.values()]);
  if (found === null || found.freedom < fewestRepeats) {
    throw new AnalysisError('usage.invalid', `${basename(text)} holds too few repeat photographs to tell the repeatability: ${found?.freedom ?? 0} beyond the first of each ${perVisit ? 'visit' : 'series'}, at least ${fewestRepeats} are needed.`, {
      hint: !viewsAreRepeats ? 'Each view was taken for a place of its own, because not all are numbers. Number them (1, 2) where they are repeats of one place.' : perVisit ? 'Of several visits only photographs of one visit are taken for repeats, because at least one has several. Leave the column visit out if nothing can have changed between visits, and a row that stands there twice.' : 'Photograph the same place of several people two or three times, lifting the camera in between, and measure them with trichoscore batch.',
    });
  }
  const percent = (value: number): string => (100 * value).toFixed(1);
  if (found.cv < smallestPercent / 100) {
    throw new AnalysisError('usage.invalid', `The repeats in ${basename(text)} differ by ${(100 * found.cv).toFixed(2)} %, and nobody repeats a count better than ${smallestPercent} %.`, { hint: 'Probably one photograph stands there several times. Photograph each place anew for every repeat, lifting the camera in between.' });
  }
  printMessage(`Repeatability from ${basename(text)}: coefficient of variation ${percent(found.cv)} % (95 % interval ${percent(found.interval95[0])} to ${percent(found.interval95[1])} %), ${found.values} photographs of ${found.series} ${perVisit ? 'visits, each with several photographs of one place' : 'series'}${viewsAreRepeats ? '' : ', each view a place of its own'}.`);
  return { repeatabilityCv: found.cv };
}

/** One file measured twice gives the same number twice, whatever a new photograph would give. */
function withoutSecondRows(rows: readonly TableRow[]): TableRow[] {
  const seen = new Set<string>();
  const kept = rows.filter((row) => {
    const file = row.text('photo_sha256'), key = JSON.stringify([row.text('subject'), row.text('target_area'), file.toLowerCase()]);
    if (file === '' || !seen.has(key)) {
      seen.add(key);
      return true;
    }
    return false;
  });
  const passedOver = rows.length - kept.length;
  if (passedOver > 0) printMessage(`${countThings(passedOver, 'row is', 'rows are')} passed over, because another row of the place has the same file (photo_sha256).`);
  return kept;
}
