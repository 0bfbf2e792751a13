import type { Hair, Position } from '../domain/hair.js';
import { isTakenForHair } from '../domain/taken-for-hair.js';
import type { TimepointResult } from '../domain/result.js';
import { drawPath, drawRing, type Colour, type Point } from '../raster/draw-strokes.js';
import { hatchOutside } from '../raster/hatch-outside.js';
import type { RasterImage } from '../raster/raster-image.js';
import { drawLegend, type LegendLine } from './draw-legend.js';
import { encodePng } from './encode-image.js';
import type { Photograph } from './photograph.js';
import { findValidArea } from './valid-area.js';

/** Told apart with any colour vision, on dark shafts and on skin alike (after Okabe and Ito, 2008), and the same as in reports: a kind has one colour wherever it is shown. */
export const overlayColours = {
  terminal: [86, 180, 233], vellus: [240, 228, 66], indeterminate: [231, 155, 196],
  notCounted: [255, 255, 255], unit: [255, 255, 255], leftOut: [20, 20, 20], scale: [213, 94, 0],
} as const satisfies Record<string, Colour>;

/** Dashes of a line, times the size; a terminal hair is drawn through. */
const dashes = { terminal: undefined, vellus: 9, indeterminate: 4, notCounted: 6 } as const;

/**
 * Draws what was measured onto a copy of the photograph, of the same size, as PNG without metadata.
 * See `drawOverlayImage`.
 */
export async function drawOverlay(photograph: Photograph, result: TimepointResult): Promise<Uint8Array> {
  return encodePng(drawOverlayImage(photograph.image, result));
}

/**
 * Draws each hair as a line along its path with a ring at its root, in the colour and dashes of its kind; hairs that do not
 * count are white and dashed. Roots of one follicular unit are joined. What was left out is hatched, the target area outlined, and a
 * legend with the counts stands in the corner with the fewest hairs. Lines are thin against the shafts.
 *
 * @param image  The photograph that was measured; not changed.
 */
export function drawOverlayImage(image: RasterImage, result: TimepointResult): RasterImage {
  const picture = { width: image.width, height: image.height, data: Uint8Array.from(image.data) };
  const size = Math.max(1, Math.min(image.width, image.height) / 700);
  const width = lineWidth(result, size);
  hatchOutside(picture, findValidArea(image, result.calibration, middleOfOutline(result.targetArea)).mask, overlayColours.leftOut, 8 * size);
  drawOutline(picture, result, size);
  drawScale(picture, result, size);
  drawUnits(picture, result.hairs, width);
  for (const hair of result.hairs.filter(isTakenForHair)) drawHair(picture, hair, width, size);
  drawLegend(picture, legendLines(result), size, result.hairs.filter(isTakenForHair).map(({ root }) => root));
  return picture;
}

/** The middle of an area that somebody drew; null for the whole photograph. */
function middleOfOutline({ shape, outline }: TimepointResult['targetArea']): Position | null {
  const middle = (key: 'row' | 'column'): number => outline.reduce((sum, corner) => sum + corner[key], 0) / outline.length;
  return shape === 'frame' || outline.length === 0 ? null : { row: middle('row'), column: middle('column') };
}

/** A third of the median shaft, so that the shaft stays visible on both sides of its line. */
function lineWidth(result: TimepointResult, size: number): number {
  const { micrometresPerPixel } = result.calibration ?? {};
  const diameters = result.hairs.filter(isTakenForHair).flatMap(({ diameterUm }) => diameterUm ?? []).sort((a, b) => a - b);
  if (micrometresPerPixel === undefined || diameters.length === 0) return 1.6 * size;
  const shaft = diameters[Math.floor(diameters.length / 2)] / micrometresPerPixel;
  return Math.max(1, Math.min(2.2 * size, shaft / 3));
}

function colourOf(hair: Hair): Colour {
  return hair.counted ? overlayColours[hair.kind ?? 'indeterminate'] : overlayColours.notCounted;
}

/** A dark edge under each bright line keeps it visible on light skin. */
function drawHair(picture: RasterImage, hair: Hair, width: number, size: number): void {
  const colour = colourOf(hair), dash = dashes[hair.counted ? hair.kind ?? 'indeterminate' : 'notCounted'];
  const dashed = dash === undefined ? {} : { dash: dash * size };
  const radius = 2.2 * width + 1;
  drawPath(picture, hair.path, { width: width + 1.4, colour: [0, 0, 0], opacity: 0.35, ...dashed });
  drawPath(picture, hair.path, { width, colour, ...dashed });
  if (!hair.rootVisible) return;
  drawRing(picture, hair.root, radius, { width: width + 1.4, colour: [0, 0, 0], opacity: 0.45 });
  drawRing(picture, hair.root, radius, { width, colour });
}

function drawUnits(picture: RasterImage, hairs: readonly Hair[], width: number): void {
  const units = new Map<number, Point[]>();
  for (const { unit, root } of hairs) if (unit !== null) units.set(unit, [...(units.get(unit) ?? []), root]);
  for (const roots of units.values()) {
    for (const link of shortestLinks(roots)) {
      drawPath(picture, link, { width: width + 1.4, colour: [0, 0, 0], opacity: 0.35 });
      drawPath(picture, link, { width, colour: overlayColours.unit });
    }
  }
}

/** Joins all roots of a unit with the least line (Prim): a unit has a handful of hairs. */
function shortestLinks(roots: readonly Point[]): [Point, Point][] {
  const links: [Point, Point][] = [];
  const joined = roots.slice(0, 1);
  const left = roots.slice(1);
  while (left.length > 0) {
    let best: [number, number] = [0, 0];
    let least = Infinity;
    joined.forEach((from, i) => left.forEach((to, j) => {
      const distance = Math.hypot(from.row - to.row, from.column - to.column);
      if (distance < least) {
        least = distance;
        best = [i, j];
      }
    }));
    const [next] = left.splice(best[1], 1);
    links.push([joined[best[0]], next]);
    joined.push(next);
  }
  return links;
}

function drawOutline(picture: RasterImage, { targetArea }: TimepointResult, size: number): void {
  if (targetArea.shape === 'frame' || targetArea.outline.length < 3) return;
  const closed = [...targetArea.outline, targetArea.outline[0]];
  drawPath(picture, closed, { width: 1.5 * size + 2, colour: [0, 0, 0], opacity: 0.4 });
  drawPath(picture, closed, { width: 1.5 * size, colour: overlayColours.unit, dash: 10 * size });
}

/** Where the scale was read off the photograph: a mark at both ends. */
function drawScale(picture: RasterImage, { calibration }: TimepointResult, size: number): void {
  for (const place of Object.values(calibration?.readBetween ?? {})) {
    drawRing(picture, place, 5 * size, { width: 1.5 * size + 2, colour: [0, 0, 0], opacity: 0.6 });
    drawRing(picture, place, 5 * size, { width: 1.5 * size, colour: overlayColours.scale });
  }
}

/** What the legend says: hairs of each kind, their number alone where no kind was measured, and no number where the result gives none. */
export function legendLines({ calibration, hairs, targetArea, measurements }: Pick<TimepointResult, 'calibration' | 'hairs' | 'targetArea' | 'measurements'>): LegendLine[] {
  const counted = hairs.filter(({ counted: counts }) => counts), others = hairs.filter((hair) => !hair.counted && isTakenForHair(hair)).length;
  const lineOf = (text: string, look: keyof typeof dashes): LegendLine => ({ text, colour: overlayColours[look], look: 'line', dash: dashes[look] });
  const lines = measurements.hairCount === null ? [lineOf('no count', 'notCounted')]
    : measurements.terminalCount === null ? [lineOf(`counted ${counted.length}`, 'indeterminate')]
      : (['terminal', 'vellus', 'indeterminate'] as const).map((kind) => lineOf(`${kind === 'indeterminate' ? 'undecided' : kind} ${counted.filter((hair) => (hair.kind ?? 'indeterminate') === kind).length}`, kind));
  if (others > 0) lines.push(lineOf(`not counted ${others}`, 'notCounted'));
  if (calibration?.readBetween !== undefined) lines.push({ text: 'scale', colour: overlayColours.scale, look: 'line' });
  if (targetArea.exclusions.length > 0) lines.push({ text: 'left out', colour: overlayColours.leftOut, look: 'hatching' });
  return lines;
}
