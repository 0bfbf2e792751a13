import type { Refused, ShareResult } from '../../domain/trial-statistics.js';
import { createNumberFormats } from '../../report/view/number-formats.js';
import { showTypedText } from '../../report/view/typed-text.js';
import type { DerivedArm, PublishedComparison } from '../../trial/derive-published.js';
import type { CaseSeries } from '../../trial/describe-case-series.js';
import { bold } from './style.js';
import { layOutTable } from './table.js';

const formats = createNumberFormats('en');

/** What follows from published figures, for a person at a terminal; a dash where the paper states too little, with the reasons beneath. */
export function writePublished({ arms, comparisons, caseSeries }: { arms: DerivedArm[]; comparisons: PublishedComparison[]; caseSeries: CaseSeries | null }): string {
  const reasons = new Map<string, string[]>();
  const number = (id: string, value: number | Refused, write: (given: number) => string): string => {
    if (typeof value === 'number') return write(value);
    reasons.set(value.refused, [...new Set([...reasons.get(value.refused) ?? [], id])]);
    return '-';
  };
  const share = (id: string, value: ShareResult | Refused): string => number(id, 'refused' in value ? value : value.share, (given) => formats.percent(100 * given));
  const rows = arms.map((arm) => [
    arm.id, showTypedText(`${arm.trial}, ${arm.arm}`), number(arm.id, arm.baselinePerCm2, (value) => formats.number(value, 1)), number(arm.id, arm.changePerCm2, (value) => formats.signed(value, 1)),
    number(arm.id, arm.changePercent, (value) => formats.signed(value, 1)), number(arm.id, arm.nominalScoreOfMean, (value) => formats.signed(value)), share(arm.id, arm.improved), share(arm.id, arm.atLeastPlus2),
  ]);
  const columns = ['', 'Arm', 'Baseline per cm²', 'Change per cm²', 'Change, %', 'Score of the mean', 'Improved', 'At least +2'];
  const difference = (value: PublishedComparison['improved']): string => ('refused' in value ? '-' : `${formats.signed(100 * value.difference)} (${formats.signed(100 * value.interval95[0])} to ${formats.signed(100 * value.interval95[1])})`);
  return [
    bold('Published arms'), ...layOutTable([columns, ...rows], columns.map((_, at) => (at < 2 ? 'left' : 'right'))),
    '', 'Not given:', ...[...reasons].map(([reason, ids]) => `  ${reason} ${ids.join(', ')}`),
    '', bold('Between arms'),
    ...layOutTable([['Comparison', 'Weeks', 'Change per cm²', 'Improved, points', 'At least +2, points'], ...comparisons.map((one) => [
      showTypedText(`${one.trial}: ${one.arm} − ${one.reference}`), one.weeks === null ? '-' : String(one.weeks), typeof one.differencePerCm2 === 'number' ? formats.signed(one.differencePerCm2, 1) : '-', difference(one.improved), difference(one.atLeastPlus2),
    ])], ['left', 'right', 'right', 'right', 'right']),
    ...(caseSeries === null ? [] : ['', bold('Case series'), ...writeCaseSeries(caseSeries)]),
    '', 'The score is computed from the arm means by the rule for photographs; it is no rating. Intervals: Newcombe, 95%.', '',
  ].join('\n');
}

function writeCaseSeries(series: CaseSeries): string[] {
  const share = (value: ShareResult | Refused): string => ('refused' in value ? `not given. ${value.refused}` : `${value.count} of ${value.n} (95% interval ${formats.percent(100 * value.interval95[0])} to ${formats.percent(100 * value.interval95[1])})`);
  return [
    `${series.subjects} subjects.`,
    ...series.responders.map((one) => `At least ${formats.signed(one.atLeast)}: ${share(one.share)}`),
    ...series.satisfaction.map((one) => `More than ${one.percentAbove} % improved by their own judgement: ${one.subjects}`),
    `Sessions before new growth: ${'refused' in series.onsetSessions ? series.onsetSessions.refused : series.onsetSessions.join(' to ')}`,
    ...series.sustained.map((one) => `Sustained ${one.months} months after treatment: ${share(one.share)}`),
    `Change in percent: not given. ${series.changePercent.refused}`,
  ];
}
