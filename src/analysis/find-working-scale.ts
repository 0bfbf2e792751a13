import { findPictureFrame, findSurroundedField } from '../image-io/valid-area.js';
import type { Place } from '../image-io/valid-area/convex-hull.js';
import { hairMask, measureCoverage } from '../measurement/hair-coverage.js';
import { inNetworkPixels } from '../measurement/network-pixels.js';
import { confidenceOf } from '../measurement/shaft-confidence.js';
import { traceShafts } from '../measurement/trace-shafts.js';
import { wholeWindow, type PixelWindow } from '../raster/pixel-window.js';
import { normaliseExposure } from '../raster/normalise-exposure.js';
import type { FloatMap, Mask, RasterImage } from '../raster/raster-image.js';
import { resampleImage } from '../raster/resample-image.js';
import { unpackSpans } from '../raster/row-spans.js';
import type { ShaftMaps } from '../raster/shaft-maps.js';
import type { Segmenter } from '../segmentation/segmenter.js';
import { layField } from './lay-field.js';

/** Scales that are tried: the photograph's long side in pixels of the network's picture, each 1.35 times the one before. */
const shortestLook = inNetworkPixels(1000), longestLook = inNetworkPixels(21_700), ladderStep = 1.35;
/** A pixel of the photograph is taken to show at most 25 µm of skin. */
const largestEnlargement = inNetworkPixels(25);
/** Side of the middle part that is looked at, in pixels of the network's picture. */
const lookSide = inNetworkPixels(4000);
/** Mean width of a shaft in the network's picture at which it sees best, and how far (in logarithm) one may be from it. */
const bestWidth = inNetworkPixels(58), widthTolerance = 0.5;
/** Fewer pixels than this that may be hair say nothing. */
const fewestPixels = 60;
/** Confidence of a shaft of which there is little doubt. */
const surely = 0.8;

/**
 * Finds the scale at which the network sees hair most clearly, for a photograph whose scale nobody knows.
 * At the right scale nearly every pixel is surely hair or surely skin; shafts that are too wide or too thin come out ragged.
 * The same picture is looked at once: recognising its kind asks, too.
 */
export function findWorkingScale(image: RasterImage, segmenter: Segmenter): Promise<WorkingScale> {
  const known = looked.get(image) ?? lookAtScales(image, segmenter);
  looked.set(image, known);
  return known;
}

export interface WorkingScale {
  /** Network pixels per original pixel. */
  readonly scale: number;
  /** Whether hair was found to go by. */
  readonly found: boolean;
  /** How clearly single shafts are seen at that scale, 0…1. */
  readonly clarity: number;
  /** Shafts of which there is little doubt, in the middle part that is looked at. */
  readonly sureShafts: number;
}

const looked = new WeakMap<RasterImage, Promise<WorkingScale>>();

async function lookAtScales(photograph: RasterImage, segmenter: Segmenter): Promise<WorkingScale> {
  const frame = findPictureFrame(photograph), field = findSurroundedField(photograph), sides = [frame.right - frame.left, frame.bottom - frame.top] as const, longSide = Math.max(...sides), shortSide = Math.min(...sides);
  let best: Look & { readonly scale: number } = { scale: Math.min(1, lookSide / longSide), merit: 0, maps: null };
  for (let look = shortestLook; look <= longestLook; look *= ladderStep) {
    const scale = look / longSide;
    if (scale > largestEnlargement) break;
    if (scale * shortSide < 40) continue;
    const { merit, maps } = await lookAt(photograph, frame, field, scale, segmenter);
    if (merit > best.merit) best = { scale, merit, maps };
  }
  const sureShafts = best.maps === null ? 0 : traceShafts(best.maps).filter(({ evidence }) => confidenceOf(evidence) >= surely).length;
  return { scale: best.scale, found: best.merit > 0, clarity: best.merit, sureShafts };
}

interface Look {
  /** Share of possible hair pixels that are surely hair, less where shafts have an unlikely width; 0 where there is too little to go by. */
  readonly merit: number;
  readonly maps: ShaftMaps | null;
}

async function lookAt(image: RasterImage, frame: PixelWindow, field: readonly Place[] | null, scale: number, segmenter: Segmenter): Promise<Look> {
  const side = Math.ceil(lookSide / scale), across = frame.right - frame.left, down = frame.bottom - frame.top, width = Math.min(across, side), height = Math.min(down, side);
  const top = frame.top + ((down - height) >> 1), left = frame.left + ((across - width) >> 1), middle = { top, left, bottom: top + height, right: left + width };
  const picture = resampleImage(image, scale, middle), skin = layField(picture, wholeWindow(picture), field, scale, middle), shown = unpackSpans(skin);
  const maps = await segmenter.segment(normaliseExposure(picture, skin)), { hair } = maps;
  const { possible, sure } = countPixels(hair, shown), mask = hairMask(hair);
  const { coverage, shaftLengthPx } = measureCoverage(mask, shown);
  if (possible < fewestPixels || coverage === null || shaftLengthPx < 20) return { merit: 0, maps };
  const shaftWidth = (coverage * shown.data.reduce((sum, inside) => sum + inside, 0)) / shaftLengthPx;
  return { merit: (sure / possible) * Math.exp(-0.5 * (Math.log(shaftWidth / bestWidth) / widthTolerance) ** 2), maps };
}

/** @param shown  Of the same size: beside a round field the network sees what nobody knows. */
function countPixels(hair: FloatMap, shown: Mask): { possible: number; sure: number } {
  let possible = 0, sure = 0;
  for (let at = 0; at < hair.data.length; at++) {
    if (shown.data[at] === 0) continue;
    if (hair.data[at]! > 0.15) possible++;
    if (hair.data[at]! > 0.85) sure++;
  }
  return { possible, sure };
}
