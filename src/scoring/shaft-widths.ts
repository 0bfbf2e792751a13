import type { Issue, TimepointResult } from '../domain/result.js';
import { quantile } from '../statistics/describe.js';
import { namePhotographs } from './name-photographs.js';

/** Fewer measured shafts at either visit say nothing of all. */
const fewestShafts = 8;
/**
 * The diameters up to which these shares of the counted hairs reach must all differ. The median alone does not tell: where half of the hairs are vellus it lies now among these and now among those,
 * with other hairs of the same skin as after a treatment; a wrong scale makes the thin and the thick hairs thicker alike.
 */
const quarters = [0.25, 0.75] as const;
/** Ratio of these diameters. Treatments thicken hair by a tenth or two, dye and blur change what is measured by a third: beyond the first it is said, and beyond the second no density of one visit is held against that of the other. Conventions. */
export const widthRatioLimits = { said: 1.35, refused: 1.6 } as const;

/**
 * Whether the shafts of two photographs have widths that hair does not take on between visits: then a scale is wrong, or they show different places.
 * Exchanged photographs give the same, word for word where their names tell them apart.
 *
 * @param matched  Whether the same hairs were found in both: then their change hardly rests on the scales, and it is only said.
 */
export function findWidthDifference(baseline: TimepointResult, followUp: TimepointResult, matched: boolean): { issue: Issue; refused: boolean } | null {
  const names = namePhotographs(baseline, followUp), first = shaftsOf(baseline, names[0]), second = shaftsOf(followUp, names[1]);
  if (Math.min(first.diameters.length, second.diameters.length) < fewestShafts) return null;
  const [low, high] = quantile(first.diameters, quarters[0])! <= quantile(second.diameters, quarters[0])! ? [first, second] : [second, first];
  const ratio = Math.min(...quarters.map((share) => quantile(high.diameters, share)! / quantile(low.diameters, share)!));
  if (ratio <= widthRatioLimits.said) return null;
  const refused = !matched && ratio > widthRatioLimits.refused;
  return {
    refused,
    issue: {
      code: 'comparison.shaftWidthsDiffer', field: refused ? 'change' : 'followUps.measurement.calibration',
      message: `Thin hairs and thick ones are at least ${ratio.toFixed(1)} times as thick in ${high.name} (median ${quantile(high.diameters, 0.5)!.toFixed(0)} µm) as in ${low.name} (${quantile(low.diameters, 0.5)!.toFixed(0)} µm); between visits hair does not change so. `
        + `Check the scale of both, that neither was stored smaller or larger by an app, and that both show the same place.${refused ? ' Without hairs found in both, no change is given.' : ''}`,
    },
  };
}

function shaftsOf({ hairs }: TimepointResult, name: string): { diameters: number[]; name: string } {
  return { diameters: hairs.flatMap(({ counted, diameterUm }) => (counted && diameterUm !== null ? [diameterUm] : [])), name };
}
