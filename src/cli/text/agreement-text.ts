import { createNumberFormats } from '../../report/view/number-formats.js';
import { showTypedText } from '../../report/view/typed-text.js';
import type { Interval } from '../../statistics/agreement.js';
import { isRefused, type Refusal } from '../../statistics/refusal.js';
import type { AgreementPair, AgreementResult } from '../../trial/analyse-agreement.js';
import { bold } from './style.js';
import { layOutTable, wrapText } from './table.js';

const formats = createNumberFormats('en');
const kinds: Record<AgreementPair['kind'], string> = { readers: 'Reader against reader', repeats: 'Readers against their own repeats', computed: 'Computed score against readers' };

/** Agreement of readers for a person at a terminal. */
export function writeAgreement(result: AgreementResult): string {
  const lines = [`${result.raters.length === 1 ? 'One rater' : `${result.raters.length} raters`}: ${result.raters.map(showTypedText).join(', ')}.`];
  if (result.pairs.length === 0) return [...lines, wrapText('There is nothing to compare: agreement needs a second rater, second looks of the same items (occasion 2), or computed scores (--computed).'), ''].join('\n');
  if (result.allRaters !== null) lines.push(`All raters together, ICC(2,1) over ${result.allRaters.items} items: ${writeValue(result.allRaters.intraclassCorrelation)}.`, ...explainRefusals('All raters together', [['ICC(2,1)', result.allRaters.intraclassCorrelation]]));
  const { adjudicators } = result;
  if (adjudicators.length > 0) lines.push(wrapText(`${adjudicators.map(showTypedText).join(', ')} adjudicated: such ratings are of the cases that others differ about, so they stand in pairs alone, neither among all raters nor in the median of the readers.`));
  if (result.notUsed > 0) lines.push(`${result.notUsed === 1 ? 'One reading of a third or later look is' : `${result.notUsed} readings of third or later looks are`} not used.`);
  for (const kind of ['readers', 'repeats', 'computed'] as const) {
    const pairs = result.pairs.filter((pair) => pair.kind === kind);
    if (pairs.length === 0) continue;
    const rows = pairs.map((pair) => [
      `${showTypedText(pair.first)} / ${showTypedText(pair.second)}`, String(pair.n), String(pair.onlyFirst + pair.onlySecond),
      ...(result.scale === 'score' ? writeKappa(pair) : []), writeValue(pair.intraclassCorrelation),
      pair.limits === null ? 'not given' : `${formats.signed(pair.limits.bias, 2)} (${range(pair.limits.biasInterval95)})`,
      pair.limits === null ? 'not given' : `${formats.signed(pair.limits.lower, 2)} (${range(pair.limits.lowerInterval95)}) to ${formats.signed(pair.limits.upper, 2)} (${range(pair.limits.upperInterval95)})`,
      ...(kind === 'repeats' ? [pair.smallestDetectableChange === null ? 'not given' : formats.number(pair.smallestDetectableChange, 2), pair.withinSubjectCvPercent === null ? 'not given' : formats.number(pair.withinSubjectCvPercent, 1)] : []),
    ]);
    const columns = ['Pair', 'Both', 'One only', ...(result.scale === 'score' ? ['Quadratic kappa', 'Identical', 'Within 1'] : []), 'ICC(2,1)', 'Bias', 'Limits of agreement', ...(kind === 'repeats' ? ['SDC', 'CV, %'] : [])];
    lines.push('', bold(kinds[kind]), ...layOutTable([columns, ...rows], columns.map((_, at) => (at === 0 ? 'left' : 'right'))));
    if (kind === 'computed' && pairs.every(({ n }) => n === 0)) lines.push(wrapText('No reading is of a subject, target area and visit that scores.csv has a score of. Write their names alike in both tables, capital letters and spaces included.'));
    else for (const pair of pairs) lines.push(...explainRefusals(`${showTypedText(pair.first)} / ${showTypedText(pair.second)}`, [['Quadratic kappa', pair.kappa], ['ICC(2,1)', pair.intraclassCorrelation]]));
  }
  const { items, subjects } = result;
  if (subjects !== null && subjects < items) lines.push('', wrapText(`The ${items} items are of ${subjects === 1 ? 'one person' : `${subjects} persons`}. Intervals take items for independent of each other, and those of one person are alike: they are somewhat too narrow.`));
  lines.push('', wrapText('In brackets: 95% intervals. Bias: first minus second. Limits of agreement: Bland and Altman. SDC: smallest detectable change, 1.96·√2 standard errors of measurement; not given where all repeats are alike. Items that only one of a pair rated are left out and counted under “One only”. No interval is given where differences have no scatter to make it from: a few readings that agree in everything do not make agreement certain.'), '');
  return lines.join('\n');
}

/** Beneath the table, whose cells have no room for reasons. */
function explainRefusals(of: string, figures: readonly (readonly [name: string, figure: object | null])[]): string[] {
  return figures.flatMap(([name, figure]) => (figure !== null && isRefused(figure) ? [wrapText(`${of}: ${name} not given. ${figure.refused}`)] : []));
}

function writeKappa({ kappa, shareIdentical, shareWithinOne }: AgreementPair): string[] {
  const share = (value: number | null): string => (value === null ? 'not given' : formats.percent(100 * value));
  return [kappa === null || 'refused' in kappa ? 'not given' : writeValue({ value: kappa.kappa, interval95: kappa.interval95 }), share(shareIdentical), share(shareWithinOne)];
}

function writeValue(value: { value: number; interval95: Interval | null } | Refusal): string {
  if (isRefused(value)) return 'not given';
  if (value.interval95 === null) return `${formats.number(value.value, 3)} (interval not given)`;
  return `${formats.number(value.value, 3)} (${formats.number(value.interval95[0], 3)} to ${formats.number(value.interval95[1], 3)})`;
}

function range(interval: Interval | null): string {
  return interval === null ? 'interval not given' : `${formats.signed(interval[0], 2)} to ${formats.signed(interval[1], 2)}`;
}
