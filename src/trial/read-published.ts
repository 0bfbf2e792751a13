import { AnalysisError } from '../errors.js';
import { readTable } from '../tables/read-table.js';
import { type CountArea, countAreasCm2, type PublishedArm } from './derive-published.js';
import type { Case } from './describe-case-series.js';

const code = 'trial.invalid';

/** Arms of published trials; fixtures/trials.csv shows the columns. @throws AnalysisError `trial.invalid`. */
export async function readPublishedArms(path: string): Promise<PublishedArm[]> {
  const rows = await readTable(path, ['id', 'trial', 'arm', 'n', 'count_area', 'baseline_count', 'mean_change_count', 'weeks'], code);
  return rows.map((row) => {
    const area = row.text('count_area');
    if (area !== '' && !Object.hasOwn(countAreasCm2, area)) throw new AnalysisError(code, `Line ${row.line}: count_area is one of ${Object.keys(countAreasCm2).join(', ')}.`);
    return {
      id: row.text('id'), trial: row.text('trial'), arm: row.text('arm'), n: row.number('n', { least: 1 }), countArea: area === '' ? null : area as CountArea,
      baselineCount: row.number('baseline_count', { least: 0 }), meanChangeCount: row.number('mean_change_count'), sdChangeCount: row.number('sd_change_count', { least: 0 }),
      weeks: row.number('weeks', { least: 0 }), shareImproved: row.number('share_improved', { least: 0, most: 1 }), shareAtLeastPlus2: row.number('share_at_least_plus2', { least: 0, most: 1 }),
    };
  });
}

/** Subjects of a published case series; fixtures/case-series.csv shows the columns. @throws AnalysisError `trial.invalid`. */
export async function readCaseSeries(path: string): Promise<Case[]> {
  const rows = await readTable(path, ['subject', 'score_lowest', 'score_highest'], code);
  return rows.map((row) => ({
    subject: row.text('subject'), scoreLowest: row.requiredNumber('score_lowest', { least: -3, most: 3 }), scoreHighest: row.requiredNumber('score_highest', { least: -3, most: 3 }),
    onsetSessionsFrom: row.number('onset_sessions_from', { least: 0 }), onsetSessionsTo: row.number('onset_sessions_to', { least: 0 }),
    satisfactionPercentAbove: row.number('satisfaction_percent_above', { least: 0, most: 100 }), sustainedMonths: row.number('sustained_months', { least: 0 }),
  }));
}
