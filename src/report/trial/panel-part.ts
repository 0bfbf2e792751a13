import type { PanelAtVisit, PanelPrimary, PanelResult, ScoreAgreement } from '../../domain/panel-result.js';
import type { TrialResult } from '../../domain/trial-result.js';
import type { Missing, Pair, Refused, ScoreAnalysis } from '../../domain/trial-statistics.js';
import type { NumberFormats } from '../view/number-formats.js';
import { showTypedText } from '../view/typed-text.js';
import { describeHigher, describeScores, exactScoreWords } from './score-part.js';
import type { TrialPart, TrialTable } from './trial-part.js';
import { exactWords, isRefused, notGiven, writeInterval, writeMarginTable, writePValue, writeTestValue } from './trial-words.js';

/** The panel's score as the outcome that decides; null where the measured change does. */
export function panelPrimaryPart({ panel, primaryOutcome }: TrialResult, formats: NumberFormats): TrialPart | null {
  if (panel === null || primaryOutcome !== 'panel') return null;
  const analysisOf = ({ targetArea, view, visit }: PanelPrimary): ScoreAnalysis => panel.visits.find((own) => own.targetArea === targetArea && own.view === view && own.visit === visit)!.analysis;
  const rows = panel.primary.flatMap((primary) => [
    ...primary.tests.map((test) => [`${namePlace(primary)}: ${showTypedText(test.arm)} against ${showTypedText(test.reference)}${test.exact ? ' (exact)' : ' (normal curve)'}`, describeHigher(test, analysisOf(primary), formats), writePValue(test.pValue, formats), writePValue(test.pValueHolm, formats)]),
    ...primary.armsLeftOut.map(({ arm, refused }) => [`${namePlace(primary)}: ${showTypedText(arm)}`, `${notGiven}: ${refused}`, '', '']),
  ]);
  return {
    key: 'panel-primary', title: 'Primary comparison',
    sentences: [
      `The score of the blinded panel decides, by the rank test (van Elteren); its strata are said with the visit below. ${describeRule(panel)}`,
      ...(rows.length > 0 ? [] : [panel.primary.length === 0 ? 'Not given. The panel scored unscheduled visits only.' : 'Not given. There is only one arm, so there is nothing to compare it with.']),
      ...panel.primary.flatMap((primary) => describeMargin(primary, formats)),
      ...(rows.length === 0 || panel.primary.every(({ margin, tests }) => margin !== null || tests.every(({ pValueHolm }) => pValueHolm < 0.05)) ? [] : ['A difference that is not found is no equivalence: without a margin that was set beforehand neither that nor non-inferiority is claimed.']),
    ],
    tables: [
      ...(rows.length === 0 ? [] : [{ caption: 'The panel’s score between arms', columns: ['Area, visit, arm', 'Chance of the higher score', 'p', 'p after Holm'], rows }]),
      ...panel.primary.flatMap(({ margin, ...primary }) => (margin === null || isRefused(margin) ? [] : [writeMarginTable(margin, `Difference of the panel’s mean score against the margin, ${namePlace(primary)}`, 2, formats)])),
    ],
  };
}

function describeMargin({ margin, ...place }: PanelPrimary, formats: NumberFormats): string[] {
  if (margin === null) return [];
  if (isRefused(margin)) return [`Comparison with a margin, ${namePlace(place)}: not claimed. ${margin.refused}`];
  const size = `${formats.number(margin.margin, String(margin.margin).split('.')[1]?.length ?? 0)} steps`;
  return [`${namePlace(place)}: ${margin.aim === 'equivalence' ? `equivalent means that the difference of the mean scores lies between −${size} and +${size}` : `not inferior means that the difference of the mean scores is above −${size}`}, by the model of the mean scores below, one-sided at 2.5%${margin.comparisons.length > 1 ? ', adjusted after Holm' : ''}. `
    + `The margin was set on ${margin.setOn}, as whoever asked for this says; the protocol has to show it. The same has to be shown of those who kept to the protocol.`];
}

/** One visit of one area with everything that is said of the panel's score there. */
export interface PanelVisitView {
  title: string;
  visit: PanelAtVisit;
  sentences: string[];
  tables: TrialTable[];
}

export interface PanelView {
  title: string;
  sentences: string[];
  /** Of the panel as a whole. */
  tables: TrialTable[];
  visits: PanelVisitView[];
}

/** The score of the blinded panel; null where there was none. */
export function describePanel({ panel }: TrialResult, formats: NumberFormats): PanelView | null {
  if (panel === null) return null;
  const { agreed, adjudicated, notAdjudicated, notJudged } = panel.cases;
  return {
    title: 'Score of the blinded panel',
    sentences: [
      describeRule(panel),
      `${panel.rule === null ? 'With a score' : 'Agreed'}: ${agreed}; adjudicated: ${adjudicated}; not adjudicated: ${notAdjudicated}; without a score for another reason: ${notJudged}. A case without a score is missing; nothing is filled in.`,
      'The mean of a score takes its steps for equally far apart; the rank test and the odds do not.',
      ...(panel.paired.length === 0 ? [] : [exactWords('the signed rank')]),
    ],
    tables: panel.paired.length === 0 ? [] : [pairedTable(panel, formats)],
    visits: panel.visits.map((visit) => ({
      title: namePlace(visit), visit,
      sentences: [
        `Rank test: van Elteren, strata: ${visit.strata}. ${describeModels(visit)} ${exactScoreWords}`,
      ],
      tables: [scoresByArm(visit, formats), meansBetweenArms(visit, formats), ...describeScores(visit.analysis, showTypedText(visit.visit), formats), agreementTable(visit, formats)],
    })),
  };
}

/** Each person is its own control: the score under one treatment less that under the other. */
function pairedTable({ paired }: PanelResult, formats: NumberFormats): TrialTable {
  return {
    caption: 'Difference of the panel’s score within persons treated differently on different areas', columns: ['Visit, comparison', 'Persons', 'Not both areas', 'Difference', '95% interval', 'p (paired t)', 'p (signed rank)'],
    rows: paired.map(({ view, visit, arm, reference, difference, pairedT, signedRank, incomplete }) => [
      `${[visit, view].filter((part) => part !== '').map(showTypedText).join(', ')}: ${showTypedText(arm)} − ${showTypedText(reference)}`, String(difference.n), String(incomplete),
      difference.mean === null ? notGiven : formats.signed(difference.mean, 2), writeInterval(difference.interval95, 2, formats), ...[pairedT, signedRank].map((test) => (isRefused(test) ? notGiven : writeTestValue(test, formats))),
    ]),
  };
}

function describeRule({ rule }: PanelResult): string {
  return rule === null ? 'How the readers’ scores became the panel’s is not in the table.' : `The panel’s score is ${rule}.`;
}

function describeModels({ withoutBaseline }: PanelAtVisit): string {
  return withoutBaseline === 0 ? 'Odds and differences of means are adjusted for the measured baseline.'
    : `Odds and differences of means are not adjusted for the baseline, which is not known, or only of another endpoint than most have, of ${withoutBaseline === 1 ? 'one scored subject' : `${withoutBaseline} scored subjects`}.`;
}

const namePlace = ({ targetArea, view, visit }: { targetArea: string; view: string; visit: string }): string => [targetArea, view, visit].filter((part) => part !== '').map(showTypedText).join(', ');

function scoresByArm({ arms, visit }: PanelAtVisit, formats: NumberFormats): TrialTable {
  const writeMissing = (missing: readonly Missing[]): string => missing.map(({ reason, subjects }) => `${showTypedText(reason)}: ${subjects}`).join('; ');
  return {
    caption: `The panel’s score by arm, ${showTypedText(visit)}`, columns: ['Arm', 'Scored', 'Mean ± SD', '95% interval', 'Median', 'Missing'],
    rows: arms.map(({ arm, expected, scored, missing, score: { mean, standardDeviation, interval95, median } }) => [
      showTypedText(arm), `${scored} of ${expected}`, mean === null ? notGiven : `${formats.signed(mean, 2)}${standardDeviation === null ? '' : ` ± ${formats.number(standardDeviation, 2)}`}`,
      writeInterval(interval95, 2, formats), median === null ? notGiven : formats.signed(median, median % 1 === 0 ? 0 : 1), writeMissing(missing),
    ]),
  };
}

function meansBetweenArms({ means, visit }: PanelAtVisit, formats: NumberFormats): TrialTable {
  return {
    caption: `Difference of the mean score, ${showTypedText(visit)}`, columns: ['Arm', 'Difference', '95% interval', 'Degrees of freedom', 'p'],
    rows: isRefused(means) ? [['Difference', `${notGiven}: ${means.refused}`, '', '', '']] : [
      ...means.differences.map((own) => [`${showTypedText(own.arm)} − ${showTypedText(own.reference)}`, formats.signed(own.estimate, 2), writeInterval(own.interval95, 2, formats), formats.number(own.freedom, 0), writePValue(own.pValue, formats)]),
      ...means.armsLeftOut.map(({ arm, refused }) => [showTypedText(arm), `${notGiven}: ${refused}`, '', '', '']),
    ],
  };
}

/** How the computed score agrees with the panel's, one figure a line. */
function agreementTable({ agreement, visit }: PanelAtVisit, formats: NumberFormats): TrialTable {
  const table = { caption: `The computed score against the panel’s, ${showTypedText(visit)}`, columns: ['What', 'Value (95% interval)'] };
  return { ...table, rows: isRefused(agreement) ? [['Agreement', `${notGiven}: ${agreement.refused}`]] : writeAgreementRows(agreement, formats) };
}

function writeAgreementRows({ n, onlyFirst, onlySecond, kappa, shareIdentical, shareWithinOne, intraclassCorrelation, limits }: ScoreAgreement, formats: NumberFormats): string[][] {
  const share = (value: number | null): string => (value === null ? notGiven : formats.percent(100 * value));
  const within = (interval: Pair | null, write: (interval: Pair) => string): string => (interval === null ? '(interval not given)' : `(${write(interval)})`);
  const coefficient = (value: number, interval: Pair | null): string => `${formats.number(value, 3)} ${within(interval, ([lower, upper]) => `${formats.number(lower, 3)} to ${formats.number(upper, 3)}`)}`;
  const refusedOr = <T extends object>(value: T | Refused | null, write: (value: T) => string): string => (value === null ? notGiven : isRefused(value) ? `${notGiven}: ${value.refused}` : write(value));
  const steps = (value: number, interval: Pair | null): string => `${formats.signed(value, 2)} ${within(interval, (own) => writeInterval(own, 2, formats))}`;
  return [
    ['Scored by both; computed only; panel only', `${n}; ${onlyFirst}; ${onlySecond}`],
    ['Identical; at most one step apart', `${share(shareIdentical)}; ${share(shareWithinOne)}`],
    ['Quadratic kappa', refusedOr(kappa, (own) => coefficient(own.kappa, own.interval95))],
    ['ICC(2,1)', refusedOr(intraclassCorrelation, (own) => coefficient(own.value, own.interval95))],
    ['Bias, computed − panel', limits === null ? notGiven : steps(limits.bias, limits.biasInterval95)],
    ['Limits of agreement', limits === null ? notGiven : `${steps(limits.lower, limits.lowerInterval95)} to ${steps(limits.upper, limits.upperInterval95)}`],
  ];
}
