import { type GlobalAssessmentScore, globalAssessmentScores } from '../domain/global-assessment.js';
import type { ResponderResult, ScoreAnalysis, ScoreCounts } from '../domain/trial-result.js';
import { fitProportionalOdds } from '../statistics/proportional-odds.js';
import { differenceOfProportions, estimateProportion } from '../statistics/proportions.js';
import { isRefused } from '../statistics/refusal.js';
import { testVanElteren } from '../statistics/van-elteren.js';

/** One subject with a score of the seven-point scale at one visit. */
export interface ScoredSubject {
  arm: string;
  score: GlobalAssessmentScore;
  /** 0 throughout where no baseline is known; the model then has no baseline in it. */
  baseline: number;
  stratum: string;
}

/** Distribution, responders, rank test and odds of the seven-point score. @param arms The control first. */
export function analyseScores(subjects: readonly ScoredSubject[], arms: readonly string[]): ScoreAnalysis {
  const outcomes = subjects.map(({ score, ...rest }) => ({ ...rest, value: score }));
  const model = fitProportionalOdds(outcomes, arms);
  return {
    counts: arms.map((arm) => countScores(subjects, arm)),
    responders: ([1, 2] as const).map((atLeast) => countResponders(subjects, arms, atLeast)),
    vanElteren: arms.slice(1).map((arm) => {
      const test = testVanElteren(outcomes, arm, arms[0]);
      return isRefused(test) ? { arm, refused: test.refused } : test;
    }),
    proportionalOdds: isRefused(model) ? model : { oddsRatios: model.oddsRatios, n: model.n },
  };
}

function countScores(subjects: readonly ScoredSubject[], arm: string): ScoreCounts {
  const own = subjects.filter((subject) => subject.arm === arm);
  const counts = Object.fromEntries(globalAssessmentScores.map((score) => [String(score), own.filter((subject) => subject.score === score).length]));
  return { arm, n: own.length, counts: counts as ScoreCounts['counts'] };
}

function countResponders(subjects: readonly ScoredSubject[], arms: readonly string[], atLeast: 1 | 2): ResponderResult {
  const shares = arms.map((arm) => {
    const own = subjects.filter((subject) => subject.arm === arm);
    return { arm, share: own.length === 0 ? null : estimateProportion(own.filter(({ score }) => score >= atLeast).length, own.length) };
  });
  const [control] = shares;
  return {
    atLeast, arms: shares,
    differences: shares.slice(1).flatMap(({ arm, share }) => (share === null || control.share === null ? []
      : [{ arm, reference: control.arm, ...differenceOfProportions(share, control.share) }])),
  };
}
