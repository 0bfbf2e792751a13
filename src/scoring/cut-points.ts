/**
 * Where one score of the 7-point scale ends and the next begins. Data only; the rule is in `nominal-score.ts`.
 *
 * A cut is written as the increase in percent; the matching decrease is its mirror image on the log scale
 * (+25 % and −20 % are the same distance from no change), so that swapping two photographs swaps the sign.
 */
export interface CutPoint {
  readonly score: 1 | 2 | 3;
  /** The band starts at this increase, the cut itself included. */
  readonly increasePercent: number;
  /** The densities must also differ by at least this much, hairs per cm². */
  readonly atLeastPerCm2: number;
  /** Where the figure comes from. */
  readonly source: string;
}

export type PresetName = 'standard' | 'strict';

const halfThePanel = 'Half of a blinded panel saw improvement in the trial arm whose count rose by 9.8 %.';
const detectable = 'A quarter of the just visible difference (about 43 hairs per cm²): below it nobody sees a step. Convention.';
const halfVisible = 'Half of the just visible difference. Convention.';
const fullVisible = 'The just visible difference: 43.4 hairs per cm² for dermatologists, 41.7 for patients. Rounded down. Convention.';

export const cutPoints: Readonly<Record<PresetName, readonly CutPoint[]>> = {
  standard: [
    { score: 1, increasePercent: 10, atLeastPerCm2: 10, source: `${halfThePanel} ${detectable}` },
    {
      score: 2, increasePercent: 25, atLeastPerCm2: 20,
      source: `Just above the just visible difference of 22.7 % (dermatologists) and 22.8 % (patients). ${halfVisible}`,
    },
    { score: 3, increasePercent: 50, atLeastPerCm2: 40, source: `Only the largest published trial arms reach it. ${fullVisible}` },
  ],
  strict: [
    { score: 1, increasePercent: 10, atLeastPerCm2: 10, source: `${halfThePanel} ${detectable}` },
    {
      score: 2, increasePercent: 30, atLeastPerCm2: 20,
      source: `A fit to published panel shares cannot tell 10/30/60 from 10/25/50. ${halfVisible}`,
    },
    {
      score: 3, increasePercent: 60, atLeastPerCm2: 40,
      source: `A fit to published panel shares cannot tell 10/30/60 from 10/25/50. ${fullVisible}`,
    },
  ],
};

/** The cut on the scale of the log ratio θ. One expression for cuts and measured changes, so that both round alike. */
export function cutOnLogScale(cut: CutPoint): number {
  return Math.log1p(cut.increasePercent / 100);
}
