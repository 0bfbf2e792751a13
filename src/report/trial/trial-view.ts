import { globalAssessmentScores } from '../../domain/global-assessment.js';
import type { AreaResult, EstimateResult, OnsetResult, Pair, Refused, ScoreAnalysis, ShareResult, Spread, TrialResult, VisitResult } from '../../domain/trial-result.js';
import type { NumberFormats } from '../view/number-formats.js';
import { scaleWords } from '../view/terms.js';
import { showTypedText } from '../view/typed-text.js';

/** A table as it is printed and drawn: the first column is text, the others are figures. */
export interface TrialTable {
  caption: string;
  columns: string[];
  rows: string[][];
}

export type FigureName = 'meanChange' | 'waterfall' | 'scores' | 'courses';

/** A part of what is said about a target area. */
export interface TrialPart {
  key: string;
  title: string;
  sentences: string[];
  tables: TrialTable[];
  figure?: FigureName;
}

export interface AreaView {
  title: string;
  area: AreaResult;
  parts: TrialPart[];
}

const notGiven = 'not given';
const weeks = (days: number, formats: NumberFormats): string => formats.number(days / 7, days % 7 === 0 ? 0 : 1);

/** The p-value as papers print it; never 0. */
export function writePValue(value: number, formats: NumberFormats): string {
  return value < 0.0001 ? `< ${formats.number(0.0001, 4)}` : formats.number(value, value < 0.01 ? 4 : 3);
}

const isRefused = (value: object): value is Refused => 'refused' in value;

/** Digits for the unit: none are lost for shares of a region, one for hairs. */
export function digitsOf(area: AreaResult): number {
  return area.endpoint === 'coverage' ? 3 : 1;
}

/** Everything that is said about each target area, in the order of reading. */
export function describeAreas(result: TrialResult, formats: NumberFormats): AreaView[] {
  return result.areas.map((area) => ({
    title: [area.targetArea, area.view].filter((text) => text !== '').map(showTypedText).join(', ') || 'Target area',
    area,
    parts: area.visits.length === 0
      ? [{ key: 'nothing', title: 'Result', sentences: ['Nothing could be compared with a baseline in this target area.'], tables: [missingTable(area)] }]
      : [primaryPart(area, formats), changePart(area, formats), scorePart(result, area, formats), subjectsPart(area, formats), onsetPart(area, formats), missingPart(area), measuresPart(area, formats), planPart(area, formats)],
  }));
}

function primaryPart(area: AreaResult, formats: NumberFormats): TrialPart {
  const { primary, mixedModel } = area;
  const key = 'primary', title = 'Primary comparison';
  if (isRefused(primary)) return { key, title, sentences: [`Not given. ${primary.refused}`], tables: [] };
  const digits = digitsOf(area);
  const method = primary.method === 'mixedModel'
    ? 'mixed model for repeated measures (visit × arm, visit × baseline, unstructured covariance, Satterthwaite)' : 'analysis of covariance (arm, baseline)';
  return {
    key, title,
    sentences: [
      `Difference of the mean change of ${endpointWords(area)} at ${showTypedText(primary.visit)}, by ${method}.`,
      ...(isRefused(mixedModel) ? [`The mixed model is not given. ${mixedModel.refused}`] : []),
    ],
    tables: [{
      caption: `Difference of mean change, ${area.unit}`,
      columns: ['Arm', 'Difference', '95% interval', 'Degrees of freedom', 'p', 'p after Holm'],
      rows: primary.differences.map((difference) => [
        `${showTypedText(difference.arm)} − ${showTypedText(difference.reference)}`, formats.signed(difference.estimate, digits), writeInterval(difference.interval95, digits, formats),
        formats.number(difference.freedom, 1), writePValue(difference.pValue, formats), writePValue(difference.pValueHolm, formats),
      ]),
    }],
  };
}

/** The visit with its week, unless its name already says it. */
function nameVisit({ visit, medianDays }: VisitResult, formats: NumberFormats): string {
  const week = `week ${weeks(medianDays, formats)}`;
  return visit.toLowerCase() === week ? showTypedText(visit) : `${showTypedText(visit)} (${week})`;
}

function endpointWords(area: AreaResult): string {
  const words: Record<string, string> = { terminalDensityPerCm2: 'terminal hair density', densityPerCm2: 'hair density', hairCount: 'the number of hairs', coverage: 'hair coverage' };
  return words[area.endpoint] ?? area.endpoint;
}

function writeInterval(interval: Pair | null, digits: number, formats: NumberFormats): string {
  return interval === null ? notGiven : `${formats.signed(interval[0], digits)} to ${formats.signed(interval[1], digits)}`;
}

function changePart(area: AreaResult, formats: NumberFormats): TrialPart {
  const digits = digitsOf(area);
  const plusMinus = (spread: Spread, places: number): string => (spread.mean === null ? notGiven
    : `${formats.number(spread.mean, places)}${spread.standardDeviation === null ? '' : ` ± ${formats.number(spread.standardDeviation, places)}`}`);
  const test = (value: EstimateResult | { pValue: number } | Refused): string => (isRefused(value) ? notGiven : writePValue(value.pValue, formats));
  const perArm = area.visits.flatMap((visit) => visit.arms.map((arm) => [
    `${nameVisit(visit, formats)}, ${showTypedText(arm.arm)}`, `${arm.measured} of ${arm.expected}`,
    plusMinus(arm.before, digits), plusMinus(arm.after, digits), plusMinus(arm.change, digits), writeInterval(arm.change.interval95, digits, formats),
    plusMinus(arm.changePercent, 1), test(arm.changeAgainstZero.pairedT), test(arm.changeAgainstZero.signedRank),
  ]));
  return {
    key: 'change', title: `Change of ${endpointWords(area)} by visit`, figure: 'meanChange',
    sentences: ['Mean ± standard deviation over the subjects measured at that visit; the change in percent is the mean of the subjects’ own.'],
    tables: [
      { caption: `By visit and arm, ${area.unit}`, columns: ['Visit, arm', 'Measured', 'Before', 'After', 'Change', '95% interval', 'Change, %', 'p (t)', 'p (signed rank)'], rows: perArm },
      { caption: 'Between arms, adjusted for the baseline', columns: ['Visit, comparison', 'Model', 'Difference', '95% interval', 'p'], rows: area.visits.flatMap((visit, at) => betweenArms(area, visit, at, formats)) },
    ],
  };
}

function betweenArms(area: AreaResult, visit: VisitResult, at: number, formats: NumberFormats): string[][] {
  const digits = digitsOf(area);
  const rows = (model: string, source: { differences: (EstimateResult & { arm: string; reference: string })[] } | Refused): string[][] => (isRefused(source)
    ? [[showTypedText(visit.visit), model, `${notGiven}: ${source.refused}`, '', '']]
    : source.differences.map((difference) => [
      `${showTypedText(visit.visit)}: ${showTypedText(difference.arm)} − ${showTypedText(difference.reference)}`, model, formats.signed(difference.estimate, digits),
      writeInterval(difference.interval95, digits, formats), writePValue(difference.pValue, formats),
    ]));
  const mixed = isRefused(area.mixedModel) ? (at === 0 ? area.mixedModel : null) : area.mixedModel.visits[at];
  return [...(mixed === null ? [] : rows('mixed model', mixed)), ...rows('covariance', visit.ancova)];
}

function scorePart(result: TrialResult, area: AreaResult, formats: NumberFormats): TrialPart {
  return {
    key: 'scores', title: 'Computed seven-point score', figure: 'scores',
    sentences: [
      'Computed from the photographs, not rated by a person: 0 unless the change exceeds what chance explains.',
      `Rank test: van Elteren, strata: ${result.strata}. Odds: proportional-odds model with arm and baseline. Intervals of differences of shares: Newcombe.`,
    ],
    tables: area.visits.flatMap(({ visit, computedScore }) => describeScores(computedScore, showTypedText(visit), formats)),
  };
}

/** Distribution, responders and tests of a seven-point score. */
export function describeScores(analysis: ScoreAnalysis, visit: string, formats: NumberFormats): TrialTable[] {
  const counts: TrialTable = {
    caption: `Subjects with each score, ${visit}`, columns: ['Arm', 'Scored', ...globalAssessmentScores.map((score) => formats.signed(score))],
    rows: analysis.counts.map(({ arm, n, counts: own }) => [showTypedText(arm), String(n), ...globalAssessmentScores.map((score) => String(own[`${score}`]))]),
  };
  const percent = (share: ShareResult | null): string => (share === null ? notGiven : `${share.count} of ${share.n} (${formats.percent(100 * share.share)}, ${formats.percent(100 * share.interval95[0])} to ${formats.percent(100 * share.interval95[1])})`);
  const rows = analysis.responders.flatMap((responders) => [
    ...responders.arms.map(({ arm, share }) => [`at least ${formats.signed(responders.atLeast)}: ${showTypedText(arm)}`, percent(share), '']),
    ...responders.differences.map((difference) => [
      `at least ${formats.signed(responders.atLeast)}: ${showTypedText(difference.arm)} − ${showTypedText(difference.reference)}`,
      `${formats.signed(100 * difference.difference)} points (${writeInterval([100 * difference.interval95[0], 100 * difference.interval95[1]], 0, formats)})`, '',
    ]),
  ]);
  for (const test of analysis.vanElteren) {
    rows.push(isRefused(test) ? [`van Elteren: ${showTypedText(test.arm)}`, `${notGiven}: ${test.refused}`, '']
      : [`van Elteren: ${showTypedText(test.arm)} against ${showTypedText(test.reference)}`, `chance of the higher score ${formats.percent(100 * test.probabilityHigher)}`, writePValue(test.pValue, formats)]);
  }
  if (isRefused(analysis.proportionalOdds)) rows.push(['Odds of a higher score', `${notGiven}: ${analysis.proportionalOdds.refused}`, '']);
  else for (const ratio of analysis.proportionalOdds.oddsRatios) rows.push([`Odds of a higher score: ${showTypedText(ratio.arm)} over ${showTypedText(ratio.reference)}`, `${formats.number(ratio.oddsRatio, 2)} (${formats.number(ratio.interval95[0], 2)} to ${formats.number(ratio.interval95[1], 2)})`, writePValue(ratio.pValue, formats)]);
  return [counts, { caption: `Responders and tests, ${visit}`, columns: ['What', 'Value (95% interval)', 'p'], rows }];
}

function subjectsPart(area: AreaResult, formats: NumberFormats): TrialPart {
  const last = area.visits[area.visits.length - 1];
  const visit = isRefused(area.primary) ? last.visit : area.primary.visit;
  const rows = area.subjects.flatMap(({ subject, arm, points }) => points.filter((point) => point.visit === visit).map((point) => ({ subject, arm, point })))
    .sort((a, b) => (b.point.changePercent ?? -Infinity) - (a.point.changePercent ?? -Infinity) || (a.subject < b.subject ? -1 : 1));
  return {
    key: 'subjects', title: `Each subject at ${showTypedText(visit)}`, figure: 'waterfall', sentences: ['Sorted by the change in percent; the line is the 95% interval of the subject’s own change.'],
    tables: [{
      caption: 'Change of each subject', columns: ['Subject', 'Arm', 'Change, %', '95% interval, %', 'Score'],
      rows: rows.map(({ subject, arm, point }) => [
        showTypedText(subject), showTypedText(arm), point.changePercent === null ? notGiven : formats.signed(point.changePercent, 1), writeInterval(point.changePercentInterval95, 1, formats),
        point.supported === null ? notGiven : `${formats.signed(point.supported)} ${point.supported === 0 && point.nominal !== 0 ? 'no detectable change' : scaleWords[`${point.supported}`]}`,
      ]),
    }],
  };
}

function onsetPart(area: AreaResult, formats: NumberFormats): TrialPart {
  const share = (value: ShareResult | null): string => (value === null ? notGiven : `${value.count} of ${value.n}`);
  const sessions = ({ sessions: spread }: OnsetResult): string => (spread === null || spread.median === null ? notGiven : `${formats.number(spread.median, spread.median % 1 === 0 ? 0 : 1)} (${formats.range(spread.range!)})`);
  return {
    key: 'onset', title: 'Onset and durability', figure: 'courses',
    sentences: ['Onset is the first visit at which the computed score is +1 or more. It is seen at visits only, so the increase itself began earlier. Median after Kaplan and Meier.'],
    tables: [{
      caption: 'First supported increase, and whether it lasted',
      columns: ['Arm', 'With onset', 'Median, weeks', 'Sessions before onset, median (range)', 'Kept at every later visit', 'Kept at last visit', 'Kept after treatment'],
      rows: area.onset.map((onset) => [
        showTypedText(onset.arm), `${onset.withOnset} of ${onset.subjects}`, onset.medianDays === null ? 'not reached' : weeks(onset.medianDays, formats), sessions(onset),
        share(onset.keptAtEveryLaterVisit), share(onset.keptAtLastVisit), share(onset.keptAfterTreatment),
      ]),
    }],
  };
}

function missingTable(area: AreaResult): TrialTable {
  return {
    caption: 'Missing, by reason', columns: ['Visit, arm', 'Expected', 'Measured', 'Missing'],
    rows: area.visits.flatMap(({ visit, arms }) => arms.map((arm) => [
      `${showTypedText(visit)}, ${showTypedText(arm.arm)}`, String(arm.expected), String(arm.measured),
      arm.missing.length === 0 ? 'none' : arm.missing.map(({ reason, subjects }) => `${subjects} × ${showTypedText(reason)}`).join('; '),
    ])),
  };
}

function missingPart(area: AreaResult): TrialPart {
  return {
    key: 'missing', title: 'Missing data', sentences: ['Nothing is filled in.', ...area.leftOut.map(({ reason, rows }) => `Left out: ${rows} rows, because ${reason}.`)], tables: [missingTable(area)],
  };
}

const measureWords: Record<string, [string, number]> = {
  hair_count: ['Hairs counted', 1], terminal_count: ['Terminal hairs counted', 1], vellus_count: ['Vellus hairs counted', 1], density_per_cm2: ['Hair density, per cm²', 1],
  terminal_density_per_cm2: ['Terminal hair density, per cm²', 1], mean_diameter_um: ['Mean diameter, µm', 1], cumulative_thickness_mm_per_cm2: ['Cumulative thickness, mm per cm²', 2], coverage: ['Coverage', 3],
};

function measuresPart(area: AreaResult, formats: NumberFormats): TrialPart {
  const given = Object.keys(measureWords).filter((column) => area.measures.some(({ arms }) => arms.some(({ measures }) => measures[column].n > 0)));
  return {
    key: 'measures', title: 'What was measured', sentences: ['Every photograph by itself, the baseline included; mean ± standard deviation (number of photographs).'],
    tables: [{
      caption: 'Measurements by visit and arm', columns: ['Visit, arm', ...given.map((column) => measureWords[column][0])],
      rows: area.measures.flatMap(({ visit, arms }) => arms.map(({ arm, measures }) => [`${showTypedText(visit)}, ${showTypedText(arm)}`, ...given.map((column) => {
        const { n, mean, standardDeviation } = measures[column];
        const digits = measureWords[column][1];
        return mean === null ? notGiven : `${formats.number(mean, digits)}${standardDeviation === null ? '' : ` ± ${formats.number(standardDeviation, digits)}`} (${n})`;
      })])),
    }],
  };
}

function planPart(area: AreaResult, formats: NumberFormats): TrialPart {
  const key = 'plan', title = 'The next trial', { samplePlan: plan } = area;
  if (isRefused(plan)) return { key, title, sentences: [`Not given. ${plan.refused}`], tables: [] };
  const digits = digitsOf(area);
  const number = (value: number | null): string => (value === null ? notGiven : formats.number(value));
  return {
    key, title,
    sentences: [
      `Standard deviation ${plan.source}: ${formats.number(plan.standardDeviation, digits)} ${area.unit} (95% interval ${formats.number(plan.standardDeviationInterval95[0], digits)} to ${formats.number(plan.standardDeviationInterval95[1], digits)}). Missing at that visit here: ${formats.percent(100 * plan.dropOutShare)}.`,
      'Two arms of equal size, two-sided 5 %, t test. The last column takes the upper end of the standard deviation’s interval: the careful choice after a small trial.',
    ],
    tables: [{
      caption: 'Subjects per arm', columns: ['Difference to be seen', 'Power', 'Measured at the end', 'Enrolled, with this drop-out', 'Measured, careful'],
      rows: plan.rows.map((row) => [`${formats.number(row.difference, row.difference % 1 === 0 ? 0 : digits)} ${area.unit}`, formats.percent(100 * row.power), number(row.measuredPerArm), number(row.enrolledPerArm), number(row.measuredPerArmAtUpperSd)]),
    }],
  };
}
