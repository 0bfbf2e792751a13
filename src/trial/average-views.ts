import { type WithinSeriesCv, withinSeriesCv } from '../statistics/within-series-cv.js';
import { groupRows } from './group-rows.js';
import type { MeasurementRow, TrialData } from './trial-data.js';

/** Rows without their views: photographs of one target area and visit are then several of one place, which are averaged. */
export function dropViews<Row extends { view: string }>(rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row, view: '' }));
}

/** What repeats of one visit tell of a single photograph: of terminal density where every photograph has one, else of density; null where there are no repeats. */
export function learnRepeatability(measurements: readonly MeasurementRow[]): WithinSeriesCv | null {
  const measured = measurements.filter(({ errorCode }) => errorCode === '');
  const column = measured.every(({ measures }) => (measures.terminal_density_per_cm2 ?? 0) > 0) ? 'terminal_density_per_cm2' : 'density_per_cm2';
  const visits = groupRows(measured.filter(({ measures }) => (measures[column] ?? 0) > 0), ({ subject, targetArea, visit }) => JSON.stringify([subject, targetArea, visit]));
  return withinSeriesCv([...visits.values()].map((rows) => rows.map(({ measures }) => measures[column]!)));
}

/** What the reader has to know of averaged views, as one remark. */
export function describeAveragedViews({ measurements }: TrialData): string {
  const found = learnRepeatability(measurements), percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return `Photographs of one target area and visit that only the column view tells apart are taken for repeats of one place (--average-views), and their mean is analysed. ${found === null ? 'No visit has several densities.'
    : `Coefficient of variation of a single photograph, from ${found.values} of them at ${found.series} visits: ${percent(found.cv)} (95 % interval ${percent(found.interval95[0])} to ${percent(found.interval95[1])}).`} Intervals and scores of single subjects are not narrowed for it.`;
}
