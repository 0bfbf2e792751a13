import type { Change } from '../../domain/result.js';
import { globalAssessmentScores, type GlobalAssessment, type ScoreProbabilities } from '../../domain/global-assessment.js';
import type { StoredComparison } from '../work.js';
import { manifestColumns, type Cell, type Column, type RowOutcome } from './row-outcome.js';

const fromComparison = (name: string, of: (stored: StoredComparison) => Cell): Column<RowOutcome> =>
  ({ name, of: ({ comparison }) => (comparison.state === 'compared' ? of(comparison.stored) : null) });
const fromChange = (name: string, of: (change: Change) => Cell): Column<RowOutcome> => fromComparison(name, ({ change }) => (change === null ? null : of(change)));
const fromScore = (name: string, of: (score: GlobalAssessment) => Cell): Column<RowOutcome> =>
  fromComparison(name, ({ globalAssessment }) => (globalAssessment === null ? null : of(globalAssessment)));

/** What came of the comparison in a word: a pair that was compared and carries no change was refused. */
function describeOutcome({ comparison }: RowOutcome): string {
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

/** scores.csv: one row for each row of the manifest; baselines have no change. */
export const scoreColumns: readonly Column<RowOutcome>[] = [
  ...manifestColumns,
  { name: 'baselineRow', of: ({ baseline }) => baseline.row },
  { name: 'baselineVisit', of: ({ baseline }) => baseline.visit },
  { name: 'daysSinceBaseline', of: ({ row, baseline }) => daysBetween(baseline.date, row.date) },
  { name: 'outcome', of: describeOutcome },
  { name: 'reasonCode', of: (outcome) => whyNot(outcome)?.code ?? null },
  { name: 'reason', of: (outcome) => whyNot(outcome)?.message ?? null },
  fromScore('score', ({ supported }) => supported),
  fromScore('words', ({ words }) => words),
  fromScore('nominalScore', ({ nominal }) => nominal),
  fromChange('endpoint', ({ endpoint }) => endpoint),
  fromChange('before', ({ before }) => before),
  fromChange('after', ({ after }) => after),
  fromChange('percent', ({ percent }) => percent),
  fromChange('percentLow95', ({ interval95 }) => interval95[0]),
  fromChange('percentHigh95', ({ interval95 }) => interval95[1]),
  fromChange('logRatio', ({ logRatio }) => logRatio),
  fromChange('standardError', ({ standardError }) => standardError),
  fromChange('smallestDetectableChangePercent', ({ smallestDetectableChangePercent }) => smallestDetectableChangePercent),
  fromScore('probabilityImproved', ({ probabilityImproved }) => probabilityImproved),
  ...globalAssessmentScores.map((score) => fromScore(`probability${score > 0 ? `Plus${score}` : score < 0 ? `Minus${-score}` : '0'}`, ({ probabilities }) => probabilities[String(score) as keyof ScoreProbabilities])),
  fromComparison('registration', ({ registration }) => registration.method),
  fromComparison('overlapShare', ({ registration }) => registration.overlapShare),
  fromComparison('residualUm', ({ registration }) => registration.residualUm),
  fromComparison('matchedHairs', ({ registration }) => registration.matchedHairs),
  fromComparison('hairsKept', ({ hairs }) => hairs?.kept ?? null),
  fromComparison('hairsLost', ({ hairs }) => hairs?.lost ?? null),
  fromComparison('hairsGained', ({ hairs }) => hairs?.gained ?? null),
  fromComparison('warnings', ({ warnings }) => [...new Set(warnings.map((warning) => warning.code))].join(' ')),
];
