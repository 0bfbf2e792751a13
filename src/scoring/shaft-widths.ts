import type { Issue, TimepointResult } from '../domain/result.js';

/** Fewer measured shafts at either visit say nothing of all. */
const fewestShafts = 8;
/** Ratio of the median diameters of counted hairs. Treatments thicken hair by a tenth or two, dye and blur change what is measured by a third: beyond the first it is said, and beyond the second no density of one visit is held against that of the other. Conventions. */
export const widthRatioLimits = { said: 1.35, refused: 1.6 } as const;

/**
 * Whether the shafts of two photographs have widths that hair does not take on between visits: then a scale is wrong, or they show different places.
 * Exchanged photographs give the same.
 *
 * @param matched  Whether the same hairs were found in both: then their change does not rest on the scales, and it is only said.
 */
export function findWidthDifference(baseline: TimepointResult, followUp: TimepointResult, matched: boolean): { issue: Issue; refused: boolean } | null {
  const [low, high] = [baseline, followUp].map((visit) => ({ width: medianDiameterUm(visit), name: visit.photo.name })).sort((a, b) => (a.width ?? 0) - (b.width ?? 0));
  if (low!.width === null || high!.width === null || high!.width <= widthRatioLimits.said * low!.width) return null;
  const refused = !matched && high!.width > widthRatioLimits.refused * low!.width;
  return {
    refused,
    issue: {
      code: 'comparison.shaftWidthsDiffer', field: refused ? 'change' : 'followUps.measurement.calibration',
      message: `The hair is ${(high!.width / low!.width).toFixed(1)} times as thick in ${high!.name} (median ${high!.width.toFixed(0)} µm) as in ${low!.name} (${low!.width.toFixed(0)} µm); between visits hair does not change so. `
        + `Check the scale of both, that neither was stored smaller or larger by an app, and that both show the same place.${refused ? ' Without hairs found in both, no change is given.' : ''}`,
    },
  };
}

function medianDiameterUm({ hairs }: TimepointResult): number | null {
  const widths = hairs.flatMap(({ counted, diameterUm }) => (counted && diameterUm !== null ? [diameterUm] : [])).sort((a, b) => a - b);
  return widths.length < fewestShafts ? null : (widths[(widths.length - 1) >> 1]! + widths[widths.length >> 1]!) / 2;
}
