import type { AreaResult, MarginResult, Refused, TrialResult } from '../domain/trial-result.js';
import { adjustHolm } from '../statistics/holm.js';
import { type MarginAim, oneSidedLevel, testMargin } from '../statistics/margin-test.js';
import type { TrialData } from './trial-data.js';

/** A margin as the protocol states it. */
export interface MarginPlan {
  aim: MarginAim;
  /** In the unit of the endpoint, above 0. */
  margin: number;
  /** The day on which it was set, YYYY-MM-DD. */
  setOn: string;
}

/**
 * Holds the primary differences against a margin, all together adjusted after Holm. A margin chosen after the data claims whatever is wanted: it has to
 * have been set before the first photograph after a baseline, for a visit and a reference that were named.
 */
export function compareWithMargin(areas: readonly AreaResult[], plan: MarginPlan, data: TrialData, controlChosen: TrialResult['controlChosen']): void {
  const why = controlChosen === 'named' ? whyNoClaim(areas, plan, data) : { refused: 'The arm that the others are held against was not named; taken by its name, the claim could be that of the other arm (--control).' };
  for (const area of areas) area.margin = why ?? holdAgainst(area, plan);
  const all = areas.flatMap(({ margin }) => (margin === null || 'refused' in margin ? [] : margin.comparisons));
  adjustHolm(all.map(({ pOneSided }) => pOneSided)).forEach((adjusted, at) => {
    all[at].pOneSidedHolm = adjusted;
    all[at].shown = adjusted < oneSidedLevel;
  });
}

function whyNoClaim(areas: readonly AreaResult[], { margin, setOn }: MarginPlan, { scores }: TrialData): Refused | null {
  const first = scores.map(({ date }) => date).filter((date) => date !== '').sort()[0];
  if (areas.some(({ primary }) => !('refused' in primary) && !primary.visitNamed)) return { refused: 'The visit that decides was not named; a margin holds for the one that the protocol names (--primary-visit).' };
  if (first === undefined) return { refused: 'No follow-up has a day, so nobody can tell whether the margin was set before them.' };
  if (setOn >= first) return { refused: `The margin was set on ${setOn}, and the first photograph after a baseline was taken on ${first}: a margin that was not set beforehand claims nothing.` };
  const units = [...new Set(areas.map(({ unit }) => unit))];
  if (units.length > 1) return { refused: `One margin cannot hold for several units (${units.join('; ')}). Analyse the areas in folders of their own.` };
  // Meant in percentage points, it would be met by whatever happened.
  return margin < 1 || areas.every(({ endpoint }) => endpoint !== 'coverage') ? null : { refused: `Coverage is a share from 0 to 1, and so is its margin, which is given as ${margin}: 5 percentage points are 0.05.` };
}

function holdAgainst({ primary }: AreaResult, plan: MarginPlan): MarginResult | Refused {
  if ('refused' in primary) return primary;
  return {
    ...plan,
    comparisons: primary.differences.map((difference) => {
      const pOneSided = testMargin(difference, plan.margin, plan.aim);
      // Adjusted over all target areas by the caller, who knows them.
      return { arm: difference.arm, reference: difference.reference, estimate: difference.estimate, limits: difference.interval95, pOneSided, pOneSidedHolm: pOneSided, shown: false };
    }),
  };
}
