import type { AreaResult } from '../../domain/trial-result.js';
import type { ArmLeftOut, EstimateResult, Refused, Spread, VisitResult } from '../../domain/trial-statistics.js';
import type { NumberFormats } from '../view/number-formats.js';
import { showTypedText } from '../view/typed-text.js';
import type { TrialPart } from './trial-part.js';
import { changeUnitWords, digitsOf, endpointWords, exactWords, isRefused, nameVisit, notGiven, writeInterval, writePValue, writeTestValue } from './trial-words.js';

export function primaryPart(area: AreaResult, decides: boolean, formats: NumberFormats): TrialPart {
  const { primary, mixedModel, margin } = area;
  const key = 'primary', title = decides ? 'Primary comparison' : 'Comparison of the change';
  if (isRefused(primary)) return { key, title, sentences: [`Not given. ${primary.refused}`], tables: [] };
  const digits = digitsOf(area);
  const method = primary.method === 'mixedModel'
    ? 'mixed model for repeated measures (visit × arm, visit × baseline, unstructured covariance, Satterthwaite)' : 'analysis of covariance (arm, baseline)';
  return {
    key, title,
    sentences: [
      ...(decides ? [] : ['The score of the panel decides; this comparison is not adjusted.']),
      `Difference of the mean change of ${endpointWords(area)} at ${showTypedText(primary.visit)}, by ${method}.`,
      ...(isRefused(mixedModel) ? [`The mixed model is not given. ${mixedModel.refused}`] : primary.method === 'mixedModel' ? [] : ['The mixed model cannot compare as many arms; it is given below.']),
      ...(!decides || margin !== null || primary.differences.every(({ pValueHolm }) => pValueHolm < 0.05) ? [] : ['A difference that is not found is no equivalence: without a margin that was set beforehand neither that nor non-inferiority is claimed.']),
    ],
    tables: [{
      caption: `Difference of mean change, ${area.unit}`,
      columns: ['Arm', 'Difference', '95% interval', 'Degrees of freedom', 'p', ...(decides ? ['p after Holm'] : [])],
      rows: [...primary.differences.map((difference) => [
        `${showTypedText(difference.arm)} − ${showTypedText(difference.reference)}`, formats.signed(difference.estimate, digits), writeInterval(difference.interval95, digits, formats),
        formats.number(difference.freedom, 1), writePValue(difference.pValue, formats), ...(decides ? [writePValue(difference.pValueHolm, formats)] : []),
      ]), ...primary.armsLeftOut.map(({ arm, refused }) => [showTypedText(arm), `${notGiven}: ${refused}`, '', '', '', ...(decides ? [''] : [])])],
    }],
  };
}

export function changePart(area: AreaResult, formats: NumberFormats): TrialPart {
  const digits = digitsOf(area);
  const plusMinus = (spread: Spread, places: number): string => (spread.mean === null ? notGiven
    : `${formats.number(spread.mean, places)}${spread.standardDeviation === null ? '' : ` ± ${formats.number(spread.standardDeviation, places)}`}`);
  const test = (value: EstimateResult | { pValue: number; exact: boolean } | Refused): string => (isRefused(value) ? notGiven : writeTestValue(value, formats));
  const perArm = area.visits.flatMap((visit) => visit.arms.map((arm) => [
    `${nameVisit(visit, formats)}, ${showTypedText(arm.arm)}`, `${arm.measured} of ${arm.expected}`,
    plusMinus(arm.before, digits), plusMinus(arm.after, digits), plusMinus(arm.change, digits), writeInterval(arm.change.interval95, digits, formats),
    `${plusMinus(arm.changePercent, 1)}${arm.changePercent.n === arm.measured || arm.changePercent.n === 0 ? '' : ` (of ${arm.changePercent.n})`}`, test(arm.changeAgainstZero.pairedT), test(arm.changeAgainstZero.signedRank),
  ]));
  return {
    key: 'change', title: `Change of ${endpointWords(area)} by visit`, figure: 'meanChange',
    sentences: [`Mean ± standard deviation over the subjects measured at that visit; the change in ${area.changeUnit === '%' ? 'percent' : 'points (hundredths of the region)'} is the mean of the subjects’ own. Bars in the figure are 95% intervals of each arm’s mean; below it stands how many were measured, the arms in the order of the key.`, exactWords('the signed rank')],
    tables: [
      { caption: `By visit and arm, ${area.unit}`, columns: ['Visit, arm', 'Measured', 'Before', 'After', 'Change', '95% interval', `Change, ${changeUnitWords(area)}`, 'p (t)', 'p (signed rank)'], rows: perArm },
      { caption: `Between arms, adjusted for the baseline, ${area.unit}`, columns: ['Visit, comparison', 'Model', 'Difference', '95% interval', 'p'], rows: area.visits.flatMap((visit, at) => betweenArms(area, visit, at, formats)) },
    ],
  };
}

function betweenArms(area: AreaResult, visit: VisitResult, at: number, formats: NumberFormats): string[][] {
  const digits = digitsOf(area);
  const rows = (model: string, source: { differences: (EstimateResult & { arm: string; reference: string })[]; armsLeftOut: ArmLeftOut[] } | Refused): string[][] => (isRefused(source)
    ? [[showTypedText(visit.visit), model, `${notGiven}: ${source.refused}`, '', '']]
    : [...source.differences.map((difference) => [
      `${showTypedText(visit.visit)}: ${showTypedText(difference.arm)} − ${showTypedText(difference.reference)}`, model, formats.signed(difference.estimate, digits),
      writeInterval(difference.interval95, digits, formats), writePValue(difference.pValue, formats),
    ]), ...source.armsLeftOut.map(({ arm, refused }) => [`${showTypedText(visit.visit)}: ${showTypedText(arm)}`, model, `${notGiven}: ${refused}`, '', ''])]);
  // What holds for all visits is said once.
  const mixed = isRefused(area.mixedModel) ? (at === 0 ? area.mixedModel : null) : { ...area.mixedModel.visits[at], armsLeftOut: at === 0 ? area.mixedModel.armsLeftOut : [] };
  return [...(mixed === null ? [] : rows('mixed model', mixed)), ...rows('covariance', visit.ancova)];
}
