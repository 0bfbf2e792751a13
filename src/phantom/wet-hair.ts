import type { CaptureParameters } from './conditions.js';
import { createRandom } from './random.js';
import type { PhantomHair, Scalp } from './scalp.js';

/** Distance between the tufts that wet hair gathers in, mm. */
const tuftDistanceMm = 0.9;
/** How far towards its tuft's axis the tip of a shaft is drawn, as a share of the way; the exit stays where it is. */
const pull = 0.95;
/** No shaft is drawn aside by more than this share of its own length. */
const largestBend = 1.2;
/** Wet hair lies flat, so that more of its length is seen from above. */
const flattened = 1.7;

/**
 * The same scalp with wet hair: water draws the shafts around each of a number of places together, so that their outer
 * parts lie side by side as one strand. Exits, diameters and numbers of hairs stay.
 *
 *     | | | |        \ | | /
 *     | | | |    →     |||
 *     o o o o        o o o o
 *
 * @param seed  Of the places where tufts gather; no other random sequence is touched.
 */
export function wetScalp(scalp: Scalp, seed: number): Scalp {
  const random = createRandom(seed), { left, right, top, bottom } = scalp.area;
  const count = Math.max(1, Math.round(((right - left) * (bottom - top)) / tuftDistanceMm ** 2));
  const tufts = Array.from({ length: count }, () => [random.uniform(left, right), random.uniform(top, bottom)] as const);
  return { ...scalp, hairs: scalp.hairs.map((hair) => (hair.rooted ? drawToTuft(hair, tufts) : hair)) };
}

function drawToTuft(hair: PhantomHair, tufts: readonly (readonly [number, number])[]): PhantomHair {
  const [rootX, rootY] = hair.pathMm[0]!, [tipX, tipY] = hair.pathMm[hair.pathMm.length - 1]!;
  const reach = Math.hypot(tipX - rootX, tipY - rootY) || 1e-6, alongX = (tipX - rootX) / reach, alongY = (tipY - rootY) / reach;
  let nearest = tufts[0]!, least = Infinity;
  for (const tuft of tufts) {
    const distance = Math.hypot(tuft[0] - rootX, tuft[1] - rootY);
    if (distance < least) { least = distance; nearest = tuft; }
  }
  // Only the part across the shaft is closed: a strand keeps the direction in which its hair grows.
  const aside = (nearest[0] - rootX) * -alongY + (nearest[1] - rootY) * alongX;
  const shift = Math.max(-largestBend, Math.min(largestBend, (aside * pull) / reach)) * reach;
  const last = hair.pathMm.length - 1;
  return { ...hair, lengthMm: hair.lengthMm * flattened, pathMm: hair.pathMm.map(([x, y], i) => {
    const aside = shift * Math.min(1, (2 - i / last) * (i / last) * 1.1);
    return [rootX + (x - rootX) * flattened - alongY * aside, rootY + (y - rootY) * flattened + alongX * aside] as const;
  }) };
}

/** Light on a film of water: strong glare, and the light itself mirrored on skin and shafts. Everything else of the capture stays. */
export function wetFilm(capture: CaptureParameters): CaptureParameters {
  return { ...capture, wet: true, glareStrength: Math.max(0.9, capture.glareStrength * 1.5), film: true };
}
