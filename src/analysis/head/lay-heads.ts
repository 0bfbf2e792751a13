import { applyAffine, identityAffine, type Affine } from '../../raster/affine.js';
import { measureBrightness } from '../../raster/brightness.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { alignHeads, type HeadAlignment } from '../../registration/head/align-heads.js';
import { evenLight } from '../../registration/head/even-light.js';
import { placeScalp, type HeadView } from '../../registration/head/head-view.js';
import { findSlopes, layOutSamples, measureAgreement } from '../../registration/head/measure-agreement.js';
import type { GlobalSegmenter } from '../../segmentation/global-segmenter.js';
import { matchLight } from './match-light.js';
import { viewHead } from './view-head.js';

/** Two heads on one grid, that of the first, and how they came to lie there. */
export interface LaidHeads {
  readonly first: HeadView;
  /** Its scalp is −1 where the second photograph shows nothing. */
  readonly second: HeadView;
  /** The second picture in the light of the first. */
  readonly inLikeLight: RasterImage;
  /** As found between the two photographs; its agreement is that on the common grid. */
  readonly alignment: HeadAlignment;
}

/**
 * Lays one head over another and looks at both once more through the network, in one and the same frame, turn, size and
 * crop and in like light: what the network gets wrong it then gets wrong alike at both, and it cancels in the difference.
 * @returns Null when one photograph cannot be laid over the other at all, or shows no scalp then.
 */
export async function layHeads(first: HeadView, second: HeadView, segmenter: GlobalSegmenter): Promise<LaidHeads | null> {
  const alignment = alignHeads(first, second);
  if (alignment === null) return null;
  const { picture: warped, covered } = carryPicture(second.picture, first.picture, alignment.map);
  const masked = { ...first.picture, data: Uint8Array.from(first.picture.data, (value, at) => (covered[Math.floor(at / 3)] === 0 ? wall : value)) };
  const relit = matchLight(warped, first.picture, first.region, covered);
  const [one, two] = [await viewAgain(masked, first.picture, first.scale, segmenter), await viewAgain(relit, warped, first.scale, segmenter)], place = one === null ? null : placeScalp(one);
  if (one === null || two === null || place === null) return null;
  const scalp = { ...two.scalp, data: two.scalp.data.map((value, at) => (covered[at] === 0 ? -1 : value)) }, shown = { ...two, scalp };
  const [even, other] = [one, two].map((view) => evenLight(view.brightness, place.radius / 4)), sigma = place.radius / 40;
  const agreement = measureAgreement(layOutSamples(one, findSlopes(even, sigma), place.radius / 24, place.radius / 3), shown, findSlopes(other, sigma), identityAffine);
  return { first: one, second: shown, inLikeLight: relit, alignment: { ...alignment, agreement } };
}

/** Shown where a photograph shows nothing. */
const wall = 120;

/** The second picture as it looks in the first one's frame, and where it shows anything there. */
function carryPicture({ width, height, data }: RasterImage, frame: RasterImage, map: Affine): { picture: RasterImage; covered: Uint8Array } {
  const out = new Uint8Array(frame.data.length).fill(wall), covered = new Uint8Array(frame.width * frame.height);
  for (let at = 0; at < covered.length; at++) {
    const { x, y } = applyAffine(map, at % frame.width, Math.floor(at / frame.width));
    if (!(x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1)) continue;
    const left = Math.min(width - 2, Math.floor(x)), top = Math.min(height - 2, Math.floor(y)), across = x - left, down = y - top, from = 3 * (top * width + left);
    covered[at] = 1;
    for (let c = 0; c < 3; c++) {
      const upper = data[from + c] * (1 - across) + data[from + 3 + c] * across, lower = data[from + 3 * width + c] * (1 - across) + data[from + 3 * width + 3 + c] * across;
      out[3 * at + c] = Math.round(upper * (1 - down) + lower * down);
    }
  }
  return { picture: { width: frame.width, height: frame.height, data: out }, covered };
}

/** @param shown  What the photograph itself shows there; the picture has other light. */
async function viewAgain(picture: RasterImage, shown: RasterImage, scale: number, segmenter: GlobalSegmenter): Promise<HeadView | null> {
  const view = viewHead(picture, await segmenter.segment(picture));
  return view === null ? null : { ...view, scale, picture: shown, brightness: measureBrightness(picture) };
}
