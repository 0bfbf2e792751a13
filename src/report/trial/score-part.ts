import { globalAssessmentScores } from '../../domain/global-assessment.js';
import type { AreaResult, TrialResult } from '../../domain/trial-result.js';
import type { Pair, ScoreAnalysis, ShareDifference, ShareResult } from '../../domain/trial-statistics.js';
import type { NumberFormats } from '../view/number-formats.js';
import { provisionalScoreSentence } from '../view/terms.js';
import { showTypedText } from '../view/typed-text.js';
import type { TrialPart, TrialTable } from './trial-part.js';
import { exactWords, isRefused, notGiven, writeInterval, writeTestValue } from './trial-words.js';

export function scorePart(result: TrialResult, area: AreaResult, formats: NumberFormats): TrialPart {
  return {
    key: 'scores', title: 'Computed seven-point score', figure: 'scores',
    sentences: [
      'Computed from the photographs, not rated by a person: 0 unless the change exceeds what chance explains.',
      ...(area.endpoint === 'coverage' ? [provisionalScoreSentence] : []),
      `Rank test: van Elteren, strata: ${result.strata}. Odds: proportional-odds model with arm and baseline. ${exactScoreWords} Intervals of differences of shares: Newcombe.`,
      ...(isNotFinite(area) ? ['Odds are not finite where the arm, alone or with the baseline, (nearly) tells all scores apart from those of the control; the test stands all the same, and other arms are compared without that one.'] : []),
    ],
    tables: area.visits.flatMap(({ visit, computedScore }) => describeScores(computedScore, showTypedText(visit), formats)),
  };
}

function isNotFinite({ visits }: AreaResult): boolean {
  return visits.some(({ computedScore: { proportionalOdds } }) => !isRefused(proportionalOdds) && proportionalOdds.oddsRatios.some((odds) => !isRefused(odds) && odds.oddsRatio === null));
}

/** Distribution, responders and tests of a seven-point score. */
export function describeScores(analysis: ScoreAnalysis, visit: string, formats: NumberFormats): TrialTable[] {
  const counts: TrialTable = {
    caption: `Subjects with each score, ${visit}`, columns: ['Arm', 'Scored', ...globalAssessmentScores.map((score) => formats.signed(score))],
    rows: analysis.counts.map(({ arm, n, counts: own }) => [showTypedText(arm), String(n), ...globalAssessmentScores.map((score) => String(own[`${score}`]))]),
  };
  const percent = (share: ShareResult | null): string => (share === null ? notGiven : `${share.count} of ${share.n} (${formats.percent(100 * share.share)}, ${formats.percent(100 * share.interval95[0])} to ${formats.percent(100 * share.interval95[1])})`);
  const points = (difference: ShareDifference | undefined): string => (difference === undefined ? notGiven
    : `${formats.signed(100 * difference.difference)} points (${writeInterval([100 * difference.interval95[0], 100 * difference.interval95[1]], 0, formats)})`);
  const everybody = analysis.responders.some(({ arms }) => arms.some(({ shareOfExpected }) => shareOfExpected !== null));
  const ofEverybody = (cell: string): string[] => (everybody ? [cell] : []), blank = ofEverybody('');
  const rows = analysis.responders.flatMap(({ atLeast, arms, differences, differencesOfExpected }) => {
    const threshold = `at least ${formats.signed(atLeast)}`;
    return [
      ...arms.map(({ arm, share, shareOfExpected }) => [`${threshold}: ${showTypedText(arm)}`, percent(share), ...ofEverybody(percent(shareOfExpected)), '']),
      // An arm of which nobody was scored has no difference of the scored, and one of all the same: either list may lack an arm.
      ...arms.flatMap(({ arm }) => {
        const [scored, expected] = [differences, differencesOfExpected].map((list) => list.find((difference) => difference.arm === arm)), either = scored ?? expected;
        return either === undefined ? [] : [[`${threshold}: ${showTypedText(arm)} − ${showTypedText(either.reference)}`, points(scored), ...ofEverybody(points(expected)), '']];
      }),
    ];
  });
  for (const test of analysis.vanElteren) {
    rows.push(isRefused(test) ? [`van Elteren: ${showTypedText(test.arm)}`, `${notGiven}: ${test.refused}`, ...blank, '']
      : [`van Elteren: ${showTypedText(test.arm)} against ${showTypedText(test.reference)}`, `chance of the higher score ${describeHigher(test, analysis, formats)}`, ...blank, writeTestValue(test, formats)]);
  }
  if (isRefused(analysis.proportionalOdds)) rows.push(['Odds of a higher score', `${notGiven}: ${analysis.proportionalOdds.refused}`, ...blank, '']);
  else for (const odds of analysis.proportionalOdds.oddsRatios) {
    const label = `Odds of a higher score: ${showTypedText(odds.arm)}`;
    rows.push(isRefused(odds) ? [label, `${notGiven}: ${odds.refused}`, ...blank, ''] : [`${label} over ${showTypedText(odds.reference)}`, writeOdds(odds, formats), ...blank, writeTestValue(odds, formats)]);
  }
  return [counts, { caption: `Responders and tests, ${visit}`, columns: ['What', everybody ? 'Of those with a score (95% interval)' : 'Value (95% interval)', ...(everybody ? ['Of all, without a score not responding'] : []), 'p'], rows }];
}

/** Said beside the tables of `describeScores`. */
export const exactScoreWords = exactWords('the rank test and of the odds');

/** Chance of the higher score, and of how many: who is in a stratum without anybody of the other arm says nothing to the rank test. */
export function describeHigher({ arm, reference, probabilityHigher, n: [inArm, inReference] }: { arm: string; reference: string; probabilityHigher: number; n: Pair }, { counts }: ScoreAnalysis, formats: NumberFormats): string {
  const used = inArm + inReference, scored = counts.reduce((sum, own) => (own.arm === arm || own.arm === reference ? sum + own.n : sum), 0);
  return `${formats.percent(100 * probabilityHigher)}${used === scored ? '' : `, of ${used} of ${scored} subjects: the others are in strata of one arm only`}`;
}

/** To so many digits, not decimals: odds reach from thousandths to thousands, and none is 0. */
function writeOdds({ oddsRatio, interval95 }: { oddsRatio: number | null; interval95: Pair | null }, formats: NumberFormats): string {
  return oddsRatio === null || interval95 === null ? 'not finite' : `${formats.significant(oddsRatio, 3)} (${formats.significant(interval95[0], 3)} to ${formats.significant(interval95[1], 3)})`;
}
