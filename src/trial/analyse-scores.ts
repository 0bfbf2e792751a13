import { type GlobalAssessmentScore, globalAssessmentScores } from '../domain/global-assessment.js';
import type { ResponderResult, ScoreAnalysis, ScoreCounts, ShareDifference, ShareResult } from '../domain/trial-statistics.js';
import { fitProportionalOdds } from '../statistics/proportional-odds.js';
import { differenceOfProportions, estimateProportion } from '../statistics/proportions.js';
import { isRefused } from '../statistics/refusal.js';
import { testVanElteren } from '../statistics/van-elteren.js';
import { leaveOutThin } from './leave-out-thin.js';

/** One subject with a score of the seven-point scale at one visit. */
export interface ScoredSubject {
  arm: string;
  score: GlobalAssessmentScore;
  /** 0 throughout where no baseline is known; the model then has no baseline in it. */
  baseline: number;
  stratum: string;
}

/**
 * Distribution, responders, rank test and odds of the seven-point score.
 * @param arms      The control first.
 * @param expected  How many of each arm should have a score; null where nobody knows.
 */
export function analyseScores(subjects: readonly ScoredSubject[], arms: readonly string[], expected: ReadonlyMap<string, number> | null): ScoreAnalysis {
  const outcomes = subjects.map(({ score, ...rest }) => ({ ...rest, value: score }));
  // One arm without a score keeps nobody from comparing the others.
  const { fit, armsLeftOut } = leaveOutThin(arms, (arm) => (subjects.some((subject) => subject.arm === arm) ? null : `No subject of the arm ${arm} has a value.`));
  const model = fitProportionalOdds(outcomes, fit);
  return {
    counts: arms.map((arm) => countScores(subjects, arm)),
    responders: ([1, 2] as const).map((atLeast) => countResponders(subjects, arms, atLeast, expected)),
    vanElteren: arms.slice(1).map((arm) => {
      const test = testVanElteren(outcomes, arm, arms[0]);
      return isRefused(test) ? { arm, refused: test.refused } : test;
    }),
    proportionalOdds: isRefused(model) ? model : { oddsRatios: arms.slice(1).map((arm) => [...model.oddsRatios, ...armsLeftOut].find((odds) => odds.arm === arm)!), n: model.n },
  };
}

function countScores(subjects: readonly ScoredSubject[], arm: string): ScoreCounts {
  const own = subjects.filter((subject) => subject.arm === arm);
  const counts = Object.fromEntries(globalAssessmentScores.map((score) => [String(score), own.filter((subject) => subject.score === score).length]));
  return { arm, n: own.length, counts: counts as ScoreCounts['counts'] };
}

function countResponders(subjects: readonly ScoredSubject[], arms: readonly string[], atLeast: 1 | 2, expected: ReadonlyMap<string, number> | null): ResponderResult {
  const shares = arms.map((arm) => {
    const own = subjects.filter((subject) => subject.arm === arm), count = own.filter(({ score }) => score >= atLeast).length;
    const shareOf = (n: number): ShareResult | null => (n === 0 ? null : estimateProportion(count, n));
    return { arm, share: shareOf(own.length), shareOfExpected: expected === null ? null : shareOf(expected.get(arm)!) };
  });
  return { atLeast, arms: shares, differences: subtractShares(shares, 'share'), differencesOfExpected: subtractShares(shares, 'shareOfExpected') };
}

/** Each arm against the control, which comes first. */
function subtractShares([control, ...others]: ResponderResult['arms'], which: 'share' | 'shareOfExpected'): ShareDifference[] {
  const reference = control?.[which];
  if (reference === undefined || reference === null) return [];
  return others.flatMap((other) => (other[which] === null ? [] : [{ arm: other.arm, reference: control.arm, ...differenceOfProportions(other[which], reference) }]));
}
