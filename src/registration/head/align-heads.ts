import { describeAffine, similarity, type Affine } from '../../raster/affine.js';
import type { FloatMap } from '../../raster/raster-image.js';
import { evenLight } from './even-light.js';
import { findKeypoints } from './find-keypoints.js';
import { placeScalp, type HeadView, type ScalpPlace } from './head-view.js';
import { findConsensus, matchKeypoints } from './match-keypoints.js';
import { findSlopes, layOutSamples, measureAgreement, type Agreement } from './measure-agreement.js';
import { meritOf, refineAlignment, type Target } from './refine-alignment.js';

/** A follow-up laid onto its baseline. */
export interface HeadAlignment {
  /** Carries a pixel of the first view's grid to the second's. */
  readonly map: Affine;
  readonly agreement: Agreement;
  /** Spots found again that agree on one turn, size and shift. */
  readonly agreeingSpots: number;
  /** How much longer one direction became than the other; 1 when the head was held alike. */
  readonly stretch: number;
}

/** Spots that are looked at, clearest first. */
const mostSpots = 300;
/** Fewer agreeing spots than this are chance (seen: at most 5 between photographs of two people). */
const trustedSpots = 8;
const triedAngles = 24;

/**
 * Lays one head over another: by spots that look alike where there are enough, else by the outline of the scalp, tried at
 * every angle; then both outline and details are brought to agree as well as a straight map lets them.
 *
 * Known limit: a head turned out of the picture's plane is only approximated; `stretch` and `agreement` show it.
 * @returns Null when one of the photographs shows hardly any scalp.
 */
export function alignHeads(first: HeadView, second: HeadView): HeadAlignment | null {
  const [from, to] = [placeScalp(first), placeScalp(second)];
  if (from === null || to === null) return null;
  const [even, other] = [evenLight(first.brightness, from.radius / 4), evenLight(second.brightness, to.radius / 4)];
  const tolerance = Math.max(2, 0.04 * to.radius);
  const consensus = findConsensus(matchKeypoints(findKeypoints(even, nearScalp(first, from), mostSpots), findKeypoints(other, nearScalp(second, to), mostSpots)), tolerance);
  const agreeingSpots = consensus?.agreeing.length ?? 0;

  const coarse: Target = { view: second, slopes: findSlopes(other, to.radius / 14) }, fine: Target = { view: second, slopes: findSlopes(other, to.radius / 40) };
  const roughSamples = layOutSamples(first, findSlopes(even, from.radius / 14), from.radius / 9, from.radius / 2.5);
  const fineSamples = layOutSamples(first, findSlopes(even, from.radius / 40), from.radius / 24, from.radius / 3);
  const starts = agreeingSpots >= trustedSpots ? [consensus!.map] : startFromOutlines(roughSamples, coarse, from, to);
  if (agreeingSpots > 2 && agreeingSpots < trustedSpots) starts.push(consensus!.map);
  const refined = starts.map((start) => {
    const near = agreeingSpots >= trustedSpots;
    const rough = near ? start : refineAlignment(roughSamples, coarse, start, from, { first: 0.12, last: 0.02, slants: false }).map;
    return { rough, merit: meritOf(measureAgreement(fineSamples, fine.view, fine.slopes, rough)) };
  }).sort((one, two) => two.merit - one.merit);
  const { map, agreement } = refineAlignment(fineSamples, fine, refined[0].rough, from, { first: agreeingSpots >= trustedSpots ? 0.02 : 0.04, last: 0.002, slants: true });
  return { map, agreement, agreeingSpots, stretch: describeAffine(map).stretch };
}

/** The four most promising turns, with centre and size of one scalp brought to those of the other. */
function startFromOutlines(samples: Parameters<typeof measureAgreement>[0], target: Target, from: ScalpPlace, to: ScalpPlace): Affine[] {
  const tried = Array.from({ length: triedAngles }, (_, k) => {
    const map = similarity((2 * Math.PI * k) / triedAngles, to.radius / from.radius, from, to);
    return { map, merit: meritOf(measureAgreement(samples, target.view, target.slopes, map)) };
  });
  return tried.sort((one, two) => two.merit - one.merit).slice(0, 4).map(({ map }) => map);
}

/** The head with its ears and brow, so that spots of the room are no evidence. */
function nearScalp({ scalp }: HeadView, { x, y, radius }: ScalpPlace): FloatMap {
  const data = new Float32Array(scalp.data.length), reach = 1.6 * radius;
  for (let row = 0, at = 0; row < scalp.height; row++) {
    for (let column = 0; column < scalp.width; column++, at++) data[at] = (column - x) ** 2 + (row - y) ** 2 <= reach * reach ? 1 : 0;
  }
  return { width: scalp.width, height: scalp.height, data };
}
