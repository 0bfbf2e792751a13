import type { Calibration } from '../domain/calibration.js';
import type { Exclusion } from '../domain/result.js';
import { cropImage } from '../raster/crop-image.js';
import { wholeWindow, type PixelWindow } from '../raster/pixel-window.js';
import type { RasterImage } from '../raster/raster-image.js';
import { resampleImage } from '../raster/resample-image.js';
import { isInside, wholeSpans, type RowSpans } from '../raster/row-spans.js';
import { transposeImage } from '../raster/transpose-image.js';
import { searchRuler, type Ruler } from './ruler.js';
import { findBlankBands, type BlankBands } from './valid-area/blank-bands.js';
import { findDrawnBoxes } from './valid-area/drawn-boxes.js';
import { traceDrawnLines, traceStepsAlongRows } from './valid-area/drawn-chains.js';
import { findDrawnLines, type ChainLevel } from './valid-area/drawn-lines.js';
import { findConvexField } from './valid-area/convex-field.js';
import type { Place } from './valid-area/convex-hull.js';
import { clearPart, enlargePart, layCircle, type ExcludedPart } from './valid-area/excluded-part.js';
import { boxHeight, growBox, type Circle } from './valid-area/geometry.js';
import { findCirclesOfAnyThickness, type TracedPicture } from './valid-area/circles-of-any-thickness.js';
import type { MeasuringCircle } from './valid-area/measuring-circles.js';
import { groupLineDrawings, isHomeIndicator } from './valid-area/scale-bars.js';
import { findPaperLabels } from './valid-area/paper-labels.js';
import { lookAtLine } from './valid-area/plain-line.js';
import { findBesideRuler } from './valid-area/ruler-edge.js';
import { findSameInk } from './valid-area/same-ink.js';
import { findGlyphs } from './valid-area/text-glyphs.js';
import { findTextLines } from './valid-area/text-lines.js';
import { readTwoWays, type TwoWays } from './valid-area/two-ways.js';
import { findVividInk } from './valid-area/vivid-ink.js';
import { findScopeField } from './valid-area/vignette.js';
import { halfPicture, workingPicture } from './working-picture.js';

/** Pixels beside a drawn line that its blur and the ringing of JPEG still reach. */
const lineMargin = 2;
/** Shorter side, pixels, from which on overlays are looked for. */
const smallestWithOverlays = 240;

export interface ValidArea {
  /** The photograph's size; inside where skin and hair can be measured. */
  readonly mask: RowSpans;
  /** What was taken out and why; shares do not overlap. */
  readonly exclusions: Exclusion[];
}

/**
 * Finds the part of a close-up in which there is skin and hair: without blank strips along the sides, the plain surround of
 * a scope's field or of a turned picture, burned-in text, paper labels that lie on the skin, scale bars, measuring circles, and signs in colours that skin does not have. Of thin drawings only the line itself is taken out.
 *
 * A ruler that gave the scale is left out with what lies behind it, where it has a colour of its own.
 *
 * Borders are good to about 2 pixels times the factor by which the photograph exceeds 2.2 megapixels, and err to the safe side.
 *
 * @param calibration  How the scale became known: a ruler is only looked for where it gave the scale.
 * @param asked        The middle of what somebody wants measured, which tells the side of the ruler that is kept; null for the one that shows more skin.
 */
export function findValidArea(image: RasterImage, calibration: Pick<Calibration, 'method'> | null = null, asked: { readonly row: number; readonly column: number } | null = null): ValidArea {
  const mask = wholeSpans(image);
  const { image: working, factor } = workingPicture(image);
  const exclusions: Exclusion[] = [];
  for (const part of findExcludedParts(working)) {
    const exclusion = clearPart(mask, enlargePart(part, factor, working));
    if (exclusion) exclusions.push(exclusion);
  }
  const ruler = calibration === null ? null : findRulerIn(image, mask, calibration);
  const beside = ruler === null ? null : findBesideRuler(image, mask, ruler.ticks, ruler.spacingPx, asked);
  const exclusion = beside === null ? null : clearPart(mask, { reason: 'paperLabel', shapes: [{ kind: 'around', corners: beside }] });
  if (exclusion !== null) exclusions.push(exclusion);
  return { mask, exclusions };
}

/**
 * The ruler that gave the scale, where it lies in what is to be measured; null where it does not, or the scale came from elsewhere.
 * It does where a place between two ticks does: ticks that are level with a side are taken out by themselves, as drawn lines are.
 */
export function findRulerIn(image: RasterImage, mask: RowSpans, { method }: Pick<Calibration, 'method'>): Ruler | null {
  const ruler = method === 'ruler' ? searchRuler(image).ruler : null;
  const between = ruler?.ticks.slice(1).map(({ row, column }, i) => ({ row: (row + ruler.ticks[i]!.row) / 2, column: (column + ruler.ticks[i]!.column) / 2 })) ?? [];
  return between.some((place) => isMeasured(mask, place)) ? ruler : null;
}

/** Whether the pixel at a place, which may lie beside the photograph, is to be measured. */
export function isMeasured(mask: RowSpans, place: { readonly row: number; readonly column: number }): boolean {
  const row = Math.round(place.row);
  return row >= 0 && row < mask.height && isInside(mask, row, Math.round(place.column));
}

/** The bands are asked for twice: before the network looks, and for the valid area. */
const framed = new WeakMap<RasterImage, { readonly picture: TwoWays } & BlankBands>();

function lookForBands(image: RasterImage): { readonly picture: TwoWays } & BlankBands {
  const known = framed.get(image);
  if (known) return known;
  const picture = readTwoWays(image), found = { picture, ...findBlankBands(picture) };
  framed.set(image, found);
  return found;
}

/** Levels by which a plain colour may vary along a line at the photograph's side. */
const plainTolerance = 8;

/** Whether a line at some side of the photograph is of plain colour, as those of nearly all frames are: cheap, and no more than a guess. */
export function mayBeFramed(image: RasterImage): boolean {
  const { width, height } = image, lineAt = (row: number): RasterImage => cropImage(image, { row, column: 0, width, height: 1 });
  const columnAt = (column: number): RasterImage => transposeImage(cropImage(image, { row: 0, column, width: 1, height }));
  return [lineAt(0), lineAt(height - 1), columnAt(0), columnAt(width - 1)].some((line) => lookAtLine(line, 0, wholeWindow(line), plainTolerance).plain);
}

/** Whether writing is looked for on a close-up without strips or borders; what lies between these has to be as large. */
export function isSearchedForWriting(image: RasterImage): boolean {
  const { image: working } = workingPicture(image);
  return Math.min(working.width, working.height) >= smallestWithOverlays;
}

/** What is left of a close-up between blank bands along its sides: frames, letterboxes, strips of a device. Pixels of the photograph. */
export function findPictureFrame(image: RasterImage): PixelWindow {
  const { image: working, factor } = workingPicture(image), { top, left, bottom, right } = lookForBands(working).inner;
  // What reaches the edge of the shrunk picture reaches that of the original, whose last pixels may have been rounded away.
  return { top: top * factor, left: left * factor, bottom: bottom === working.height ? image.height : bottom * factor, right: right === working.width ? image.width : right * factor };
}

interface Field {
  readonly disc: Circle | null;
  /** The disc, too, as a polygon; null where no plain surround stands around a field. */
  readonly field: readonly Place[] | null;
}

/** Asked for the kind, the scale, the brightness and the valid area. */
const surrounded = new WeakMap<RasterImage, Field>();

function lookForField(working: RasterImage, inner: PixelWindow): Field {
  const known = surrounded.get(working);
  if (known) return known;
  const disc = findScopeField(working, inner), found = { disc, field: disc === null ? findConvexField(working, inner) : layCircle(disc) };
  surrounded.set(working, found);
  return found;
}

/**
 * The field of a scope, or of a picture turned into plain corners, in which a close-up shows skin: corners of its outline, pixels of the photograph.
 * It may reach beyond the picture's frame. Null where no plain surround stands around it.
 */
export function findSurroundedField(image: RasterImage): readonly Place[] | null {
  const { image: working, factor } = workingPicture(image), { field } = lookForField(working, lookForBands(working).inner);
  return field === null ? null : field.map(({ row, column }) => ({ row: (row + 0.5) * factor - 0.5, column: (column + 0.5) * factor - 0.5 }));
}

function findExcludedParts(image: RasterImage): ExcludedPart[] {
  const { picture, bands, inner } = lookForBands(image);
  const parts = (['bottom', 'top', 'left', 'right'] as const).map((side) => {
    const own = bands.filter((band) => band.side === side).map(({ box }) => box);
    return toPart(side === 'top' || side === 'bottom' ? 'footerStrip' : 'border', own);
  });
  const { disc, field } = lookForField(image, inner);
  if (disc !== null) parts.push({ reason: 'vignette', shapes: [{ kind: 'outside', circle: disc }] });
  else if (field !== null) parts.push({ reason: 'vignette', shapes: [{ kind: 'around', corners: field }] });
  // On a picture this small a drawn line and a shaft look alike.
  if (Math.min(inner.bottom - inner.top, inner.right - inner.left) < smallestWithOverlays) return parts;

  const chains = traceDrawnLines(image, inner);
  const half = halfPicture(image), quarter = resampleImage(half, 1 / 2);
  const levels = [{ image, inner, chains, factor: 1 }, traceShrunk(half, inner, 2), traceShrunk(quarter, inner, 4)];
  const circles = findCirclesOfAnyThickness(levels);
  for (const { circle, halfWidth } of circles) {
    parts.push({ reason: 'measuringCircle', shapes: [{ kind: 'ring', circle, halfWidth: halfWidth + lineMargin }] });
  }
  const ink = findSameInk(image, inner, circles);
  if (ink.length > 0) parts.push(toPart('measuringCircle', ink));
  const lines = findDrawnLines(picture, inner, levels.map((level) => leaveCircles(level, circles)));
  const boxes = findDrawnBoxes(image, inner, traceStepsAlongRows(image, inner)).map((box) => ({ box, letterHeight: boxHeight(box) / 2, certain: true }));
  const texts = findTextLines(image, inner, findGlyphs(image, inner)).map(({ box, letterHeight, boxed, vivid, glyphs }) => ({ box, letterHeight, certain: boxed || vivid || glyphs >= 4 }));
  const { drawings, otherLabels } = groupLineDrawings(lines, [...boxes, ...texts]);
  for (const drawing of drawings) {
    const drawn = [...drawing.lines, ...drawing.ticks, ...drawing.bridges].map((box) => growBox(box, lineMargin));
    if (isHomeIndicator(drawing, inner)) parts.push(toPart('border', drawn.map((box) => ({ ...box, bottom: inner.bottom }))));
    else parts.push(toPart('scaleBar', [...drawn, ...drawing.labels.map((box) => growBox(box, lineMargin))]));
  }
  for (const { box } of otherLabels.filter(({ certain }) => certain)) parts.push(toPart('burnedInText', [growBox(box, lineMargin)]));
  parts.push(...findVividInk(image, inner, parts).map((sign) => toPart('drawing', sign)));
  // Last, so that a box of text or of a scale bar keeps its name.
  for (const corners of findPaperLabels(image, inner, field)) parts.push({ reason: 'paperLabel', shapes: [{ kind: 'convex', corners }] });
  return parts;
}

function toPart(reason: ExcludedPart['reason'], boxes: readonly PixelWindow[]): ExcludedPart {
  return { reason, shapes: boxes.map((box) => ({ kind: 'box', box })) };
}

/** Where a circle touches the level or the upright it looks like a straight line. */
function leaveCircles({ chains, factor }: ChainLevel, circles: readonly MeasuringCircle[]): ChainLevel {
  const onCircle = (row: number, column: number): boolean => circles.some(({ circle, halfWidth }) => {
    const away = Math.hypot((row + 0.5) * factor - 0.5 - circle.row, (column + 0.5) * factor - 0.5 - circle.column);
    return Math.abs(away - circle.radius) <= halfWidth + lineMargin;
  });
  const kept = chains.filter(({ rows, columns }) => rows.filter((row, i) => onCircle(row, columns[i])).length < rows.length * 0.6);
  return { chains: kept, factor };
}

/** Thick lines are thin ones in a smaller picture. */
function traceShrunk(small: RasterImage, inner: PixelWindow, factor: number): TracedPicture {
  const window = {
    top: Math.ceil(inner.top / factor), left: Math.ceil(inner.left / factor),
    bottom: Math.min(small.height, Math.floor(inner.bottom / factor)), right: Math.min(small.width, Math.floor(inner.right / factor)),
  };
  return { image: small, inner: window, chains: traceDrawnLines(small, window), factor };
}
