import type { Change } from '../../domain/result.js';
import { globalAssessmentScores } from '../../domain/assessment-scores.js';
import type { GlobalAssessment, ScoreProbabilities } from '../../domain/global-assessment.js';
import type { Cell } from '../../tables/write-table.js';
import type { StoredComparison } from '../work.js';
import { manifestColumns, nameChangeUnit, nameScore, type Column, type RowOutcome } from './row-outcome.js';

const fromComparison = (name: string, of: (stored: StoredComparison) => Cell): Column<RowOutcome> =>
  ({ name, of: ({ comparison }) => (comparison.state === 'compared' ? of(comparison.stored) : null) });
const fromChange = (name: string, of: (change: Change) => Cell): Column<RowOutcome> => fromComparison(name, ({ change }) => (change === null ? null : of(change)));
const fromScore = (name: string, of: (score: GlobalAssessment) => Cell): Column<RowOutcome> =>
  fromComparison(name, ({ globalAssessment }) => (globalAssessment === null ? null : of(globalAssessment)));

/** What came of the comparison in a word: a pair that was looked at and carries no change was refused. */
export function describeComparison({ comparison }: RowOutcome): 'baseline' | 'compared' | 'refused' | 'notCompared' {
  return comparison.state === 'compared' && comparison.stored.change === null ? 'refused' : comparison.state;
}

/** The first warning of a pair without a change is why there is none. */
function whyNot({ comparison }: RowOutcome): { code: string; message: string } | null {
  if (comparison.state === 'notCompared') return comparison;
  return comparison.state === 'compared' && comparison.stored.change === null ? comparison.stored.warnings[0] ?? null : null;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** scores.csv: one row for each row of the manifest after the baseline of its series; `trichoscore trial` reads it. */
export const scoreColumns: readonly Column<RowOutcome>[] = [
  ...manifestColumns,
  { name: 'baseline_row', of: ({ baseline }) => baseline.row },
  { name: 'baseline_visit', of: ({ baseline }) => baseline.visit },
  { name: 'baseline_date', of: ({ baseline }) => baseline.date },
  { name: 'days', of: ({ row, baseline }) => daysBetween(baseline.date, row.date) },
  { name: 'outcome', of: describeComparison },
  { name: 'error_code', of: (outcome) => whyNot(outcome)?.code ?? null },
  { name: 'error_message', of: (outcome) => whyNot(outcome)?.message ?? null },
  fromChange('endpoint', ({ endpoint }) => endpoint),
  fromChange('before', ({ before }) => before),
  fromChange('after', ({ after }) => after),
  fromChange('change_percent', ({ percent }) => percent),
  fromChange('change_unit', nameChangeUnit),
  fromChange('change_lower', ({ interval95 }) => interval95[0]),
  fromChange('change_upper', ({ interval95 }) => interval95[1]),
  fromChange('log_ratio', ({ logRatio }) => logRatio),
  fromChange('standard_error', ({ standardError }) => standardError),
  fromChange('smallest_detectable_change_percent', ({ smallestDetectableChangePercent }) => smallestDetectableChangePercent),
  fromScore('score_supported', ({ supported }) => supported),
  fromScore('score_nominal', ({ nominal }) => nominal),
  fromScore('words', ({ words }) => words),
  fromScore('probability_improved', ({ probabilityImproved }) => probabilityImproved),
  ...globalAssessmentScores.map((score) => fromScore(`probability_${nameScore(score)}`, ({ probabilities }) => probabilities[String(score) as keyof ScoreProbabilities])),
  fromComparison('registered', ({ registration }) => registration.method !== 'none'),
  fromComparison('overlap_share', ({ registration }) => registration.overlapShare),
  fromComparison('residual_um', ({ registration }) => registration.residualUm),
  fromComparison('matched_hairs', ({ registration }) => registration.matchedHairs),
  fromComparison('hairs_kept', ({ hairs }) => hairs?.kept ?? null),
  fromComparison('hairs_lost', ({ hairs }) => hairs?.lost ?? null),
  fromComparison('hairs_gained', ({ hairs }) => hairs?.gained ?? null),
  fromComparison('warnings', ({ warnings }) => [...new Set(warnings.map((warning) => warning.code))].join(' ')),
  // Last, so that those before it stand where they stood; tables of earlier versions have not got it.
  fromScore('score_provisional', ({ provisional }) => provisional === true),
];
