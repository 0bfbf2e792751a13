import { createHash } from 'node:crypto';
import { AnalysisError } from '../../errors.js';
import { encodeJpeg } from '../../image-io/encode-image.js';
import { readPhotograph } from '../../image-io/read-photograph.js';
import type { GlobalMaps } from '../../raster/global-maps.js';
import type { Mask, RasterImage } from '../../raster/raster-image.js';
import { resampleImage } from '../../raster/resample-image.js';
import type { GlobalSegmenter } from '../../segmentation/global-segmenter.js';
import { mayShowFace } from '../kind/recognise-kind.js';
import { frameAlike, type Side } from './frame-alike.js';
import { type ShownScalp, showScalp, showSkin } from './telling-parts.js';

export interface BlindPhotograph {
  /** A file's path, or its bytes. */
  readonly source: string | Uint8Array;
  /** Scale of the original; null when nobody knows. */
  readonly micrometresPerPixel: number | null;
}

export interface BlindPairRequest {
  /** What both show; `auto` is told from the pictures. */
  readonly kind: 'closeup' | 'global' | 'auto';
  /** Moves the frame by some pixels and every colour value by at most one; another grain, other bytes. */
  readonly grain: string;
}

/** Longest sides in pixels: of what is worked on, and of what is shown. */
const sides = { working: 2000, shown: 1600 } as const;
/** The frame is moved by up to so many pixels, so that one photograph shown twice is not the same file twice. */
const largestShift = 6;
const quality = 90;

/**
 * Two photographs of one target area as a blinded reader may see them, in the order given: same size, same crop and, where both scales are known, same
 * magnification; nothing but skin, hair and scalp; no metadata. Colours, light and focus are left as they are.
 *
 * Close-ups are cut from their middle. Heads are brought to the same size of scalp; they are not turned upright.
 * Burned-in text is found as the measurement finds it; unusual writing may be missed.
 * @returns Two JPEG files. The same photographs and request give the same bytes.
 * @throws AnalysisError `photo.*` when a photograph cannot be read.
 */
export async function blindPair(pair: readonly [BlindPhotograph, BlindPhotograph], { kind, grain }: BlindPairRequest, openHeads: () => Promise<GlobalSegmenter>): Promise<[Uint8Array, Uint8Array]> {
  const pictures = [await workingSize(pair[0]), await workingSize(pair[1])] as const;
  const heads = kind === 'closeup' ? null : await findHeads(pictures, kind === 'global', openHeads), scales = pictures.map(({ micrometresPerPixel }) => micrometresPerPixel);
  const noise = noiseFrom(grain), shift = { x: noise(2 * largestShift + 1) - largestShift, y: noise(2 * largestShift + 1) - largestShift };
  const framed = heads !== null ? frameHeads(pictures, heads, shift) : frameCloseups(pictures, scales, shift);
  for (const { data } of framed) for (let at = 0; at < data.length; at++) data[at] = Math.max(0, Math.min(255, data[at] + noise(3) - 1));
  return [await encodeJpeg(framed[0], quality), await encodeJpeg(framed[1], quality)];
}

interface Picture { readonly image: RasterImage; readonly micrometresPerPixel: number | null }
type Two<Thing> = readonly [Thing, Thing];

async function workingSize({ source, micrometresPerPixel }: BlindPhotograph): Promise<Picture> {
  const { image } = await readPhotograph(source), factor = Math.min(1, sides.working / Math.max(image.width, image.height));
  return factor === 1 ? { image, micrometresPerPixel } : { image: resampleImage(image, factor), micrometresPerPixel: micrometresPerPixel === null ? null : micrometresPerPixel / factor };
}

/** What may be shown of each head; null when these are close-ups. */
async function findHeads(pictures: Two<Picture>, areHeads: boolean, openHeads: () => Promise<GlobalSegmenter>): Promise<Two<ShownScalp> | null> {
  const network = await openHeads(), maps: GlobalMaps[] = [];
  for (const { image } of pictures) maps.push(await network.segment(image));
  if (!areHeads && !pictures.some(({ image, micrometresPerPixel }, at) => mayShowFace(image, maps[at], micrometresPerPixel !== null))) return null;
  const shown = pictures.map(({ image }, at) => showScalp(image, maps[at]));
  if (shown[0] === null || shown[1] === null) throw new AnalysisError('photo.noScalp', 'No scalp is found on a photograph of a head, so it cannot be shown without the face.');
  return [shown[0], shown[1]];
}

function frameCloseups(pictures: Two<Picture>, scales: readonly (number | null)[], shift: { x: number; y: number }): [RasterImage, RasterImage] {
  const sizes = pictures.map(({ image }) => image), known = scales[0] !== null && scales[1] !== null;
  // Without scales, pictures of one device are taken to show the same field, whatever way it was held.
  const spans = known ? scales.map((scale) => 1 / scale!) : sizes.map(({ width, height }) => Math.hypot(width, height));
  const coarser = Math.min(...spans), alike = spans.map((span) => coarser / span);
  const fit = (share: number): { width: number; height: number } => ({
    width: Math.floor(Math.min(...sizes.map(({ width }, at) => width * alike[at])) * share), height: Math.floor(Math.min(...sizes.map(({ height }, at) => height * alike[at])) * share),
  });
  const whole = fit(1), share = Math.min(1, sides.shown / Math.max(whole.width, whole.height)), room = fit(share), margin = Math.min(largestShift, Math.floor(Math.min(room.width, room.height) / 8));
  const side = (at: 0 | 1): Side => {
    const { image } = pictures[at];
    return { image, shown: showSkin(image), outline: null, centre: { row: (image.height - 1) / 2, column: (image.width - 1) / 2 }, factor: alike[at] * share };
  };
  return frameAlike([side(0), side(1)], { width: room.width - 2 * margin, height: room.height - 2 * margin }, { x: Math.max(-margin, Math.min(margin, shift.x)), y: Math.max(-margin, Math.min(margin, shift.y)) });
}

function frameHeads(pictures: Two<Picture>, scalps: Two<ShownScalp>, shift: { x: number; y: number }): [RasterImage, RasterImage] {
  // By the outline: what writing covers makes a head no smaller.
  const boxes = scalps.map(({ outline }) => enclose(outline)), least = Math.min(...boxes.map(({ area }) => Math.sqrt(area)));
  const alike = boxes.map(({ area }) => least / Math.sqrt(area));
  const longest = Math.max(...boxes.map(({ width, height }, at) => Math.max(width, height) * alike[at])), share = Math.min(1, sides.shown / longest);
  const reach = (extent: 'width' | 'height'): number => Math.ceil(Math.max(...boxes.map((box, at) => box[extent] * alike[at] * share))) + 2 * largestShift;
  const side = (at: 0 | 1): Side => ({ image: pictures[at].image, ...scalps[at], centre: boxes[at].centre, factor: alike[at] * share });
  return frameAlike([side(0), side(1)], { width: reach('width'), height: reach('height') }, shift);
}

function enclose({ width, height, data }: Mask): { area: number; width: number; height: number; centre: { row: number; column: number } } {
  let [top, left, bottom, right, area] = [height, width, 0, 0, 0];
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      if (data[at] === 0) continue;
      area++;
      if (row < top) top = row;
      if (row > bottom) bottom = row;
      if (column < left) left = column;
      if (column > right) right = column;
    }
  }
  return { area, width: right - left + 1, height: bottom - top + 1, centre: { row: (top + bottom) / 2, column: (left + right) / 2 } };
}

/** Whole numbers below a limit, by xorshift (Marsaglia, 2003); the seed is hashed, so that near seeds give far numbers. */
function noiseFrom(seed: string): (below: number) => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE() || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
