import type { Refused, ShareResult } from '../domain/trial-statistics.js';
import { estimateProportion } from '../statistics/proportions.js';

/** One subject of a case series, as far as the paper tells: scores as the range that it gives. */
export interface Case {
  subject: string;
  scoreLowest: number;
  scoreHighest: number;
  onsetSessionsFrom: number | null;
  onsetSessionsTo: number | null;
  /** Patient's own judgement: more than so many percent improved. */
  satisfactionPercentAbove: number | null;
  /** Months after treatment at which the response was still there. */
  sustainedMonths: number | null;
}

export interface CaseSeries {
  subjects: number;
  /** Certain from the ranges; with a range across the cut nobody can say, and the share is refused. */
  responders: { atLeast: 1 | 2 | 3; share: ShareResult | Refused }[];
  /** Whoever is above 75 is above 50, too. */
  satisfaction: { percentAbove: number; subjects: number }[];
  onsetSessions: [number, number] | Refused;
  sustained: { months: number; share: ShareResult }[];
  changePercent: Refused;
}

/** What a case series without counts says, and what it cannot. */
export function describeCaseSeries(cases: readonly Case[]): CaseSeries {
  const satisfied = [...new Set(cases.flatMap(({ satisfactionPercentAbove }) => (satisfactionPercentAbove === null ? [] : [satisfactionPercentAbove])))].sort((a, b) => b - a);
  const onsets = cases.filter((one) => one.onsetSessionsFrom !== null && one.onsetSessionsTo !== null);
  const months = [...new Set(cases.flatMap(({ sustainedMonths }) => (sustainedMonths === null ? [] : [sustainedMonths])))].sort((a, b) => a - b);
  return {
    subjects: cases.length,
    responders: ([1, 2, 3] as const).map((atLeast) => {
      const sure = cases.filter(({ scoreLowest }) => scoreLowest >= atLeast).length;
      const possible = cases.filter(({ scoreHighest }) => scoreHighest >= atLeast).length;
      return {
        atLeast,
        share: sure === possible ? estimateProportion(sure, cases.length) : { refused: `The paper gives ranges: between ${sure} and ${possible} of ${cases.length}.` },
      };
    }),
    satisfaction: satisfied.map((percentAbove) => ({ percentAbove, subjects: cases.filter(({ satisfactionPercentAbove }) => satisfactionPercentAbove !== null && satisfactionPercentAbove >= percentAbove).length })),
    onsetSessions: onsets.length === 0 ? { refused: 'The paper does not say when the response began.' }
      : [Math.min(...onsets.map((one) => one.onsetSessionsFrom!)), Math.max(...onsets.map((one) => one.onsetSessionsTo!))],
    sustained: months.map((month) => ({ months: month, share: estimateProportion(cases.filter(({ sustainedMonths }) => sustainedMonths !== null && sustainedMonths >= month).length, cases.length) })),
    changePercent: { refused: 'The paper states no counts, so a change in percent cannot be given.' },
  };
}
