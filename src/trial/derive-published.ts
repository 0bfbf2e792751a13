import type { GlobalAssessmentScore } from '../domain/global-assessment.js';
import type { Refused, ShareResult } from '../domain/trial-statistics.js';
import { logRatioOf } from '../scoring/change.js';
import { nominalScore } from '../scoring/nominal-score.js';
import { differenceOfProportions, estimateProportion } from '../statistics/proportions.js';

/** An arm as a paper states it; null where it does not. */
export interface PublishedArm {
  id: string;
  trial: string;
  arm: string;
  n: number | null;
  /** Skin that was counted on, cm². */
  areaCm2: number | null;
  baselineCount: number | null;
  meanChangeCount: number | null;
  sdChangeCount: number | null;
  weeks: number | null;
  shareImproved: number | null;
  shareAtLeastPlus2: number | null;
}

export interface DerivedArm {
  id: string;
  trial: string;
  arm: string;
  baselinePerCm2: number | Refused;
  changePerCm2: number | Refused;
  sdChangePerCm2: number | Refused;
  changePercent: number | Refused;
  /** Score of the arm's mean; not the mean of its subjects' scores. Computed, not rated. */
  nominalScoreOfMean: GlobalAssessmentScore | Refused;
  improved: ShareResult | Refused;
  atLeastPlus2: ShareResult | Refused;
}

/** What follows from a paper's figures, and what does not. */
export function derivePublishedArm(paper: PublishedArm): DerivedArm {
  const perCm2 = (count: number | null, what: string): number | Refused => {
    if (count === null) return { refused: `The paper states no ${what}.` };
    return paper.areaCm2 === null ? { refused: 'The paper does not say on how much skin it counted.' } : count / paper.areaCm2;
  };
  const baseline = perCm2(paper.baselineCount, 'baseline count');
  const change = perCm2(paper.meanChangeCount, 'change of the count');
  const both = typeof baseline === 'number' && typeof change === 'number' ? { before: baseline, after: baseline + change } : null;
  const refusal = typeof change !== 'number' ? change : typeof baseline !== 'number' ? baseline : whyNoPercent(both!);
  return {
    id: paper.id, trial: paper.trial, arm: paper.arm,
    baselinePerCm2: baseline, changePerCm2: change, sdChangePerCm2: perCm2(paper.sdChangeCount, 'standard deviation of the change'),
    changePercent: refusal ?? 100 * (both!.after / both!.before - 1),
    nominalScoreOfMean: refusal ?? (both!.after === 0 ? { refused: 'No hair was left: the score is made of the logarithm of the ratio, and zero has none.' }
      : nominalScore(logRatioOf(both!.before, both!.after), both!, 'standard')),
    improved: countShare(paper.shareImproved, paper.n, 'share of improved subjects'), atLeastPlus2: countShare(paper.shareAtLeastPlus2, paper.n, 'share of subjects with at least +2'),
  };
}

/** Null where a percent follows from the two. */
function whyNoPercent({ before, after }: { before: number; after: number }): Refused | null {
  if (before === 0) return { refused: 'The paper counted no hair at the baseline, and nothing is a percent of none.' };
  return after < 0 ? { refused: 'The paper states a loss of more hair than its baseline holds.' } : null;
}

/** Shares are printed in whole percent, some cut off instead of rounded; as a share of 1. */
const shareRounding = 0.01;

function countShare(share: number | null, n: number | null, what: string): ShareResult | Refused {
  if (share === null) return { refused: `The paper states no ${what}.` };
  if (n === null) return { refused: `The paper states a ${what} but not of how many.` };
  const count = Math.round(share * n);
  // A share that no number of n subjects makes was taken of others than these.
  return Math.abs(count / n - share) > shareRounding ? { refused: `No number of ${n} subjects makes the ${what} that the paper states; it is one of another number of them.` } : estimateProportion(count, n);
}

export interface PublishedComparison {
  trial: string;
  weeks: number | null;
  arm: string;
  reference: string;
  differencePerCm2: number | Refused;
  improved: { difference: number; interval95: [number, number] } | Refused;
  atLeastPlus2: { difference: number; interval95: [number, number] } | Refused;
}

/** Arms of one trial at one time against the one that stands last. */
export function comparePublishedArms(papers: readonly PublishedArm[]): PublishedComparison[] {
  const groups = new Map<string, PublishedArm[]>();
  for (const paper of papers) {
    const key = JSON.stringify([paper.trial, paper.weeks]);
    groups.set(key, [...groups.get(key) ?? [], paper]);
  }
  return [...groups.values()].filter((group) => group.length > 1).flatMap((group) => {
    const reference = group[group.length - 1];
    const other = derivePublishedArm(reference);
    return group.slice(0, -1).map((paper): PublishedComparison => {
      const own = derivePublishedArm(paper);
      const difference = (a: ShareResult | Refused, b: ShareResult | Refused) => ('refused' in a ? a : 'refused' in b ? b : differenceOfProportions(a, b));
      return {
        trial: paper.trial, weeks: paper.weeks, arm: paper.arm, reference: reference.arm,
        differencePerCm2: typeof own.changePerCm2 !== 'number' ? own.changePerCm2 : typeof other.changePerCm2 !== 'number' ? other.changePerCm2 : own.changePerCm2 - other.changePerCm2,
        improved: difference(own.improved, other.improved), atLeastPlus2: difference(own.atLeastPlus2, other.atLeastPlus2),
      };
    });
  });
}
