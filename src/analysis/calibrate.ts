import type { Calibration } from '../domain/calibration.js';
import { plausibleMicrometresPerPixel } from '../domain/plausible-scale.js';
import type { DevicePreset } from '../domain/device-presets.js';
import type { Position } from '../domain/hair.js';
import { AnalysisError } from '../errors.js';
import { searchRuler, type Ruler, type RulerRefusal } from '../image-io/ruler.js';
import { searchScaleBar, type BarRefusal } from '../image-io/scale-bar.js';
import { findPictureFrame, findSurroundedField } from '../image-io/valid-area.js';
import type { PixelWindow } from '../raster/pixel-window.js';
import type { RasterImage } from '../raster/raster-image.js';

/** How the caller knows the scale of a photograph. */
export type CalibrationRequest =
  | { readonly method: 'given'; readonly micrometresPerPixel: number }
  /** Width of the field that the photograph's width shows; refused where a frame beside the picture, or a file that is turned when it is shown, leaves open which side is meant. */
  | { readonly method: 'fieldWidth'; readonly millimetres: number }
  /** Length of the scale bar drawn into the picture. */
  | { readonly method: 'scaleBar'; readonly millimetres: number }
  /** Distance between two neighbouring ticks of a ruler in the picture. */
  | { readonly method: 'ruler'; readonly millimetres: number }
  /** Two points that a person marked on a ruler in the picture, and the length between them. */
  | TwoPoints
  /** A preset of the site. */
  | { readonly method: 'device'; readonly preset: DevicePreset };

export interface TwoPoints {
  readonly method: 'twoPoint';
  readonly millimetres: number;
  readonly from: Position;
  readonly to: Position;
  /** Standard deviation of each point's place, pixels of the upright original; about one pixel of the screen that it was marked on. */
  readonly pointErrorPx: number;
}

/** Ways to know the scale from a length in millimetres. */
const byLength = ['fieldWidth', 'scaleBar', 'ruler', 'twoPoint'] as const;

/** One standard deviation of the linear scale, as a share of it: a stated device scale, and a field width read off a data sheet. */
export const scaleUncertainty = { given: 0.01, fieldWidth: 0.02 } as const;

/**
 * Turns what the caller knows into a scale.
 * @param image  The upright photograph: its width, and the scale bar drawn into it.
 * @param storedTurned  Whether its file holds it lying on its side.
 * @returns Null when nothing is known.
 * @throws AnalysisError `calibration.invalid` for numbers no photograph of a scalp can have, `calibration.notFound` when there is
 *   no bar or ruler that can be read, `calibration.ambiguous` when what is seen can mean several scales; TypeError for a number given as text.
 */
export function calibrate(request: CalibrationRequest | null, image: RasterImage, storedTurned = false): Calibration | null {
  if (request === null) return null;
  refuseText(request);
  if (request.method === 'given') return checked(request.micrometresPerPixel, 'given', scaleUncertainty.given);
  if (request.method === 'device') return calibrateByDevice(request.preset, image);
  if (!(byLength as readonly string[]).includes(request.method)) throw new RangeError(`Expected a calibration by one of ${['given', 'device', ...byLength].join(', ')}, got ${JSON.stringify(request.method)}.`);
  if (!(request.millimetres > 0)) throw new AnalysisError('calibration.invalid', 'A length in millimetres must be above 0.');
  if (request.method === 'fieldWidth') return calibrateByField(image, request.millimetres, storedTurned);
  if (request.method === 'twoPoint') return calibrateByPoints(request, image);
  if (request.method === 'scaleBar') return calibrateByBar(image, request.millimetres);
  return calibrateByRuler(image, request.millimetres);
}

/** A program without types may hand over what it read from a table: "5" compares as a number and fails later, as text. @throws TypeError */
function refuseText(request: CalibrationRequest): void {
  for (const [name, value] of Object.entries(request)) {
    if ((name === 'micrometresPerPixel' || name === 'millimetres') && typeof value !== 'number') throw new TypeError(`Expected ${name} as a number, got ${JSON.stringify(value)}.`);
  }
}

/** A frame that takes less of the width than half the uncertainty of the field's own width does not matter, nor do sides that differ by less. */
const narrowFrame = scaleUncertainty.fieldWidth / 2;

function calibrateByField(image: RasterImage, millimetres: number, storedTurned: boolean): Calibration {
  const byWhole = checked((millimetres * 1000) / image.width, 'fieldWidth', scaleUncertainty.fieldWidth), frame = findPictureFrame(image), shownPx = widthShown(image, frame), framed = 1 - shownPx / image.width;
  const written = (side: number): string => String(Number(((millimetres * 1000) / side).toPrecision(4)));
  // The border of a round field is soft, and what lies on it is left out.
  if (framed > (frame.right - frame.left === image.width ? scaleUncertainty.fieldWidth : narrowFrame)) {
    throw new AnalysisError('calibration.ambiguous', `A plain frame or surround takes ${Math.round(100 * framed)} % of the width of this photograph, and it is open whether the ${millimetres} mm are the width of the skin shown or of all of it.`, {
      hint: `Cut the frame off, or give the micrometres per pixel: ${written(shownPx)} when the skin shown is ${millimetres} mm wide, ${written(image.width)} when the photograph with its frame is.`,
    });
  }
  // Held flat over a scalp, a telephone says by chance that its picture is to be turned; the field that somebody measured once has not turned with it.
  if (storedTurned && Math.abs(image.width / image.height - 1) > narrowFrame) {
    throw new AnalysisError('calibration.ambiguous', `The camera stored this photograph lying on its side, to be turned when it is shown, and it is open which side the ${millimetres} mm belong to.`, {
      hint: `Give the micrometres per pixel: ${written(image.width)} when ${millimetres} mm go from left to right of the photograph as it is shown, ${written(image.height)} when they go from top to bottom.`,
    });
  }
  return byWhole;
}

/** Pixels between the leftmost and the rightmost skin inside a frame and the round field of a scope. */
function widthShown(image: RasterImage, { left, right }: PixelWindow): number {
  const columns = findSurroundedField(image)?.map(({ column }) => column) ?? [-Infinity, Infinity];
  return Math.round(Math.min(right, Math.max(...columns) + 0.5) - Math.max(left, Math.min(...columns) - 0.5));
}

/** Rulers are divided to about half a percent of a short length. */
const rulerDivision = 0.005;

/** Beyond this the length says too little: a 10 % error of the scale is one of 20 % in a density. */
const largestPointUncertainty = 0.1;

function calibrateByPoints({ from, to, millimetres, pointErrorPx }: TwoPoints, image: RasterImage): Calibration {
  const inside = [from, to].every(({ row, column }) => row >= -0.5 && column >= -0.5 && row <= image.height - 0.5 && column <= image.width - 0.5);
  if (!inside) throw new AnalysisError('calibration.invalid', `Both points must lie in the photograph, which is ${image.width} × ${image.height} pixels.`);
  if (!(pointErrorPx > 0)) throw new AnalysisError('calibration.invalid', 'The error of a marked point must be above 0 pixels.');
  const lengthPx = Math.hypot(to.row - from.row, to.column - from.column);
  const uncertainty = Math.hypot((Math.SQRT2 * pointErrorPx) / lengthPx, rulerDivision);
  if (!(uncertainty <= largestPointUncertainty)) {
    throw new AnalysisError('calibration.invalid', 'The two points lie too close together to give a scale.', { hint: 'Mark two points far apart on the ruler, and zoom in while you do.' });
  }
  return checked((millimetres * 1000) / lengthPx, 'twoPoint', Number(uncertainty.toPrecision(3)));
}

function calibrateByDevice({ name, umPerPx, relativeUncertainty, photoSizePx }: DevicePreset, { width, height }: RasterImage): Calibration {
  const isOwnSize = photoSizePx === undefined || (photoSizePx[0] === width && photoSizePx[1] === height) || (photoSizePx[0] === height && photoSizePx[1] === width);
  if (!isOwnSize) {
    throw new AnalysisError('calibration.invalid', `Photographs of ${JSON.stringify(name)} have ${photoSizePx[0]} × ${photoSizePx[1]} pixels; this one has ${width} × ${height}.`, {
      hint: 'Use the photograph as the device stored it, not made smaller and not cut; or give the scale of this one with --um-per-px.',
    });
  }
  return { ...checked(umPerPx, 'device', relativeUncertainty), device: name };
}

/** Screens and printers draw a bar to about half a percent. */
const barDrawing = 0.005;

const barRefusals: Readonly<Record<BarRefusal, string>> = {
  nothing: 'No scale bar could be found in this photograph.',
  bareLine: 'There is a straight line in this photograph, but nothing shows that it is a scale bar.',
  unequalArms: 'The two arms of the scale bar in this photograph differ in length.',
  pieces: 'The scale bar in this photograph is drawn in several boxes or dashes, and it is not known which of them the length stands for.',
  severalBars: 'There are several scale bars of different lengths in this photograph.',
  vagueEnds: 'The ends of the scale bar in this photograph cannot be placed exactly enough.',
};

const vagueEndsHint = 'Use the photograph as the device stored it, not made smaller and not compressed again, with a thin bar that no hair crosses near its ends; or give the scale with --um-per-px or --field-width-mm.';

const piecesHint = 'Give the scale with --um-per-px (the length in micrometres divided by the whole bar in pixels), or mark the ends of the bar in the application.';

function calibrateByBar(image: RasterImage, millimetres: number): Calibration {
  const search = searchScaleBar(image);
  if (search.bar === null) throw new AnalysisError('calibration.notFound', barRefusals[search.reason], search.reason === 'vagueEnds' ? { hint: vagueEndsHint } : search.reason === 'pieces' ? { hint: piecesHint } : {});
  const { lengthPx, standardErrorPx, ends } = search.bar;
  return readBetween(ends, checked((millimetres * 1000) / lengthPx, 'scaleBar', Number(Math.hypot(standardErrorPx / lengthPx, barDrawing).toPrecision(3))));
}

/**
 * A ruler lies on the skin, not in it, and rarely quite flat: 10° of tilt shorten it by 1.5 %, a millimetre of height
 * enlarges it by 1 to 3 % at the distance of a close-up.
 */
const rulerPlane = 0.01;
/** So few ticks do not show their tilt. */
const planeOfFewTicks = 0.015, fewTicks = 8;

const rulerRefusals: Record<RulerRefusal, { readonly code: 'calibration.notFound' | 'calibration.ambiguous'; readonly message: string; readonly hint?: string }> = {
  nothing: { code: 'calibration.notFound', message: 'No ruler could be found in this photograph.', hint: 'Six or more ticks of the ruler, better ten, must be seen whole, sharp and free of hair; or give the scale with --um-per-px or --field-width-mm.' },
  fewTicks: { code: 'calibration.notFound', message: 'Too few ticks of the ruler are seen in this photograph.', hint: 'Show at least six neighbouring ticks, or use a ruler with finer ones; or give the scale with --um-per-px or --field-width-mm.' },
  marksBetween: { code: 'calibration.ambiguous', message: 'There are further marks between the ticks that were found, so that it is open which ticks are neighbours.' },
  severalRulers: { code: 'calibration.ambiguous', message: 'There are several rows of ticks with different spacing in this photograph.', hint: 'Show one edge of the ruler only, or give the scale with --um-per-px or --field-width-mm.' },
  tilted: { code: 'calibration.ambiguous', message: 'The ruler in this photograph is tilted so strongly that its ticks stand at different distances.', hint: 'Lay the ruler flat on the skin and hold the camera straight above it.' },
  vagueTicks: { code: 'calibration.ambiguous', message: 'The ticks of the ruler in this photograph cannot be placed exactly enough.', hint: 'Focus on the ruler and show more of its ticks.' },
};

function calibrateByRuler(image: RasterImage, millimetres: number): Calibration {
  const search = searchRuler(image);
  if (search.ruler === null) {
    const { code, message, hint } = rulerRefusals[search.reason];
    throw new AnalysisError(code, message, hint === undefined ? {} : { hint });
  }
  refuseContradiction(search.ruler, millimetres);
  const { spacingPx, standardErrorPx, tickCount, ticks } = search.ruler, plane = tickCount < fewTicks ? planeOfFewTicks : rulerPlane;
  return readBetween([ticks[0], ticks[ticks.length - 1]], checked((millimetres * 1000) / spacingPx, 'ruler', Number(Math.hypot(standardErrorPx / spacingPx, plane).toPrecision(3))));
}

/** Longer ticks show what a ruler's short ones stand for; a slip from half to whole millimetres would double every length. */
function refuseContradiction({ pattern }: Ruler, millimetres: number): void {
  const contradicts = (words: string, suggestion: string): never => {
    throw new AnalysisError('calibration.ambiguous', `${words} Neighbouring ticks ${millimetres} mm apart do not fit that.`, { hint: suggestion });
  };
  if (pattern === 'fifth' && millimetres === 0.5) contradicts('Every fifth tick of the ruler is longer, as on rulers of millimetres.', 'Give the distance of neighbouring ticks: probably --ruler-mm 1.');
  if ((pattern === 'second' || pattern === 'second, then fifth') && millimetres === 1) {
    contradicts('Every second tick of the ruler is longer, as on rulers of half millimetres or of fractions of an inch.', 'Give the distance of neighbouring ticks, the short ones too: probably --ruler-mm 0.5.');
  }
  if (pattern === 'second, then second' && (millimetres === 1 || millimetres === 0.5)) {
    contradicts('Every second tick of the ruler is longer, and of those again every second, as on rulers of inches.', 'Give the distance of neighbouring ticks: 1/16 inch is 1.5875 mm, 1/32 inch 0.79375 mm.');
  }
}

/** With the places in the photograph that the scale was read off, to a tenth of a pixel. */
function readBetween(places: readonly [Position, Position], calibration: Calibration): Calibration {
  const [from, to] = places.map(({ row, column }) => ({ row: Number(row.toFixed(1)), column: Number(column.toFixed(1)) }));
  return { ...calibration, readBetween: { from, to } };
}

function checked(micrometresPerPixel: number, method: Calibration['method'], relativeUncertainty: number): Calibration {
  const { smallest, largest } = plausibleMicrometresPerPixel;
  if (!(micrometresPerPixel >= smallest && micrometresPerPixel <= largest)) {
    throw new AnalysisError('calibration.invalid', `A scale of ${Number.isFinite(micrometresPerPixel) ? `${Number(micrometresPerPixel.toPrecision(4))} µm per pixel` : 'no number'} is not possible for a photograph of a scalp; expected ${smallest} to ${largest}.`);
  }
  return { micrometresPerPixel, method, relativeUncertainty };
}
