import { fitCurve, placeAt, slopeAt } from './fit-curve.js';
import type { TickRow } from './follow-ticks.js';
import { toPatch } from './rectify.js';
import { median } from './trace-ticks.js';

/** Distance of neighbouring ticks at the middle of the photograph. */
export interface TickSpacing {
  readonly spacingPx: number;
  /** One standard deviation: of the places of the ticks, and of what tilt changes over the photograph. */
  readonly standardErrorPx: number;
  /** Change of the spacing from one side of the photograph to the other, as a share: tilt. */
  readonly variation: number;
}

/** Fewer ticks do not show whether their spacing grows. */
const fewestForBend = 8;

/**
 * Reads the spacing where the ruler passes the middle of the photograph (or at its nearest tick), corrected for ticks that
 * converge towards the middle: a tilted ruler shows there what a flat one would show everywhere.
 */
export function measureSpacing(row: TickRow, { width, height }: { readonly width: number; readonly height: number }): TickSpacing {
  const { ticks, frame } = row, teeth = ticks.map(({ tooth }) => tooth), places = ticks.map(({ place }) => place);
  const centre = toPatch(frame, (width - 1) / 2, (height - 1) / 2);
  const line = fitCurve(teeth, places, 1)!, bent = ticks.length >= fewestForBend ? fitCurve(teeth, places, 2) : null;
  const curve = bent !== null && Math.abs(bent.coefficients[2]) > 3 * bent.bendError ? bent : line;
  const tooth = toothAt(curve.coefficients, centre.i, teeth[0], teeth[teeth.length - 1]), along = slopeAt(curve.coefficients, tooth);

  const lean = fitCurve(places, ticks.map((tick) => tick.lean), 1)!, converging = lean.coefficients[1], convergingError = lean.slopeErrorAt(0);
  const across = centre.j - row.readingRow, isConverging = ticks.length >= fewestForBend && Math.abs(converging) > 3 * convergingError;
  const correction = isConverging ? converging * across : 0;

  const slant = Math.cos(Math.atan(median(ticks.map((tick) => tick.lean))));
  const spacing = along * slant * (1 + correction);
  const extent = (Math.abs(width * Math.cos(frame.angle)) + Math.abs(height * Math.sin(frame.angle))) / frame.unit;
  const depth = (Math.abs(width * Math.sin(frame.angle)) + Math.abs(height * Math.cos(frame.angle))) / frame.unit;
  const variation = Math.hypot((2 * curve.coefficients[2] * extent) / along ** 2, isConverging ? converging * depth : 0);
  const relative = Math.hypot(curve.slopeErrorAt(tooth) / along, variation / 8, correction / 4);
  return { spacingPx: spacing * frame.unit, standardErrorPx: relative * spacing * frame.unit, variation };
}

/** The tooth at a place, kept between the first and the last. */
function toothAt(coefficients: readonly [number, number, number], place: number, first: number, last: number): number {
  let low = first, high = last;
  if (place <= placeAt(coefficients, first)) return first;
  if (place >= placeAt(coefficients, last)) return last;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (placeAt(coefficients, middle) < place) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
