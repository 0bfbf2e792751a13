import { middleScore } from '../domain/middle-score.js';
import { AnalysisError } from '../errors.js';
import { type WithinSeriesCv, withinSeriesCv } from '../statistics/within-series-cv.js';
import { groupRows } from './group-rows.js';
import type { MeasurementRow, PanelRow, ScoreRow, TrialData } from './trial-data.js';

/** Rows without their views: photographs of one target area and visit are then several of one place, which are averaged. */
export function dropViews<Row extends { view: string }>(rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row, view: '' }));
}

/**
 * A head and a close-up of one target area are no repeats, though only the view tells them apart.
 * @throws AnalysisError `trial.invalid`, naming the views.
 */
export function refuseUnlikeViews(scores: readonly ScoreRow[]): void {
  for (const [targetArea, rows] of groupRows(scores.filter(({ endpoint }) => endpoint !== ''), (row) => row.targetArea)) {
    const heads = [...new Set(rows.filter(({ endpoint }) => endpoint === 'coverage').map(({ view }) => view))], closeUps = [...new Set(rows.filter(({ endpoint }) => endpoint !== 'coverage').map(({ view }) => view))];
    if (heads.every((view) => closeUps.includes(view)) || closeUps.every((view) => heads.includes(view))) continue;
    const say = (views: readonly string[]): string => views.map((view) => (view === '' ? 'without a view' : JSON.stringify(view))).join(', ');
    throw new AnalysisError('trial.invalid', `The views of the target area ${JSON.stringify(targetArea)} are no repeats of one place: coverage was compared in ${say(heads)}, densities of hair in ${say(closeUps)}.`, { hint: 'Give heads and close-ups target areas or folders of their own, or leave --average-views out.' });
  }
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
