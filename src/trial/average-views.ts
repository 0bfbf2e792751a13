import { type WithinSeriesCv, withinSeriesCv } from '../statistics/within-series-cv.js';
import { middleScore } from './build-courses.js';
import { groupRows } from './group-rows.js';
import type { MeasurementRow, PanelRow, TrialData } from './trial-data.js';

/** Rows without their views: photographs of one target area and visit are then several of one place, which are averaged. */
export function dropViews<Row extends { view: string }>(rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row, view: '' }));
}

/** Cases of a panel that only the view tells apart as one, with the middle of their final scores, halves towards 0; where none has one, the first as it is, which says why. */
export function joinViewsOfPanel(rows: readonly PanelRow[]): PanelRow[] {
  return [...groupRows(dropViews(rows), ({ subject, arm, targetArea, visit }) => JSON.stringify([subject, arm, targetArea, visit])).values()].map((own) => ({ ...own[0], final: middleScore(own.map(({ final }) => final)) }));
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
