import type { FloatMap } from '../../raster/raster-image.js';
import type { BrightnessLevel } from './brightness-levels.js';
import { fitCurve, placeAt, slopeAt, type SpacingCurve } from './fit-curve.js';
import type { CombProposal } from './propose-combs.js';
import { rectify, toPatch, toPhotograph, type PatchFrame } from './rectify.js';
import { measureRidges, median, patchSpacing, traceTick, type Tick } from './trace-ticks.js';

export interface NumberedTick extends Tick {
  /** Whole numbers that grow along the row, gaps for ticks not seen. */
  readonly tooth: number;
  /** Where it crosses the row in which the spacing is read. */
  readonly place: number;
}

/** A row of ticks, in a patch in which they stand upright. */
export interface TickRow {
  readonly frame: PatchFrame;
  readonly patch: FloatMap;
  readonly ridges: FloatMap;
  readonly ticks: readonly NumberedTick[];
  /** Ticks that stand out of the row and were left out. */
  readonly leftOut: number;
  /** Row in which the places are read: in the middle of the ticks. */
  readonly readingRow: number;
  readonly curve: SpacingCurve;
  readonly sign: 1 | -1;
}

const fewest = 5;
const reachAcross = 8 * patchSpacing;

/** Follows proposed ticks to their ends and along the row to both sides of the photograph. @returns Null when there are none. */
export function followTicks(levels: readonly BrightnessLevel[], proposal: CombProposal, size: { readonly width: number; readonly height: number }): TickRow | null {
  const unit = proposal.spacing / patchSpacing;
  const half = (Math.max(...proposal.places) - Math.min(...proposal.places)) / 2 / unit;
  let frame: PatchFrame = { x: proposal.x, y: proposal.y, angle: proposal.angle, unit, reachAlong: Math.ceil(half + 2 * patchSpacing), reachAcross };
  let expected = proposal.places.map((place, i) => ({ tooth: proposal.teeth[i], place: frame.reachAlong + place / unit })), rows: [number, number] = [reachAcross - 3, reachAcross + 3];
  for (let round = 0; ; round++) {
    const patch = rectify(levels, frame), ridges = measureRidges(patch, proposal.sign);
    let found = expected.flatMap(({ tooth, place }) => {
      const tick = traceTick(patch, ridges, place, rows[0], rows[1], 3);
      return tick === null ? [] : [{ ...tick, tooth }];
    });
    if (found.length < fewest) return null;
    const readingRow = middleOf(found), readAt = (tick: Tick): number => tick.at + tick.lean * (readingRow - reachAcross);
    if (round === 2) found = extend(patch, ridges, found, readingRow);
    const kept = keepEven(found.map((tick) => ({ ...tick, place: readAt(tick) })));
    if (kept === null || kept.ticks.length < fewest) return null;
    const { ticks, curve } = kept;
    if (round === 2) return { frame, patch, ridges, ticks, leftOut: found.length - ticks.length, readingRow, curve, sign: proposal.sign };

    // Turned so that the ticks stand upright and moved so that they lie in the middle; the last time over the whole photograph.
    const places = ticks.map(({ place }) => place), centre = toPhotograph(frame, (Math.min(...places) + Math.max(...places)) / 2, readingRow), old = frame;
    const spacing = slopeAt(curve.coefficients, median(ticks.map(({ tooth }) => tooth)));
    if (!(spacing > 0.5 * patchSpacing && spacing < 2 * patchSpacing)) return null;
    const newUnit = (unit * spacing) / patchSpacing, angle = frame.angle - Math.atan(median(ticks.map(({ lean }) => lean)));
    const wholePicture = Math.ceil(Math.hypot(Math.max(centre.x, size.width - centre.x), Math.max(centre.y, size.height - centre.y)) / newUnit);
    const reachAlong = round === 1 ? Math.min(wholePicture, 100 * patchSpacing) : Math.ceil((Math.max(...places) - Math.min(...places)) / 2 + 2 * patchSpacing);
    frame = { ...centre, angle, unit: newUnit, reachAlong, reachAcross };
    expected = ticks.map(({ tooth, place }) => {
      const point = toPhotograph(old, place, readingRow);
      return { tooth, place: toPatch(frame, point.x, point.y).i };
    });
    rows = [reachAcross - 4, reachAcross + 4];
  }
}

/** The middle of the rows that most ticks share. */
function middleOf(ticks: readonly Tick[]): number {
  return Math.round((median(ticks.map(({ top }) => top)) + median(ticks.map(({ bottom }) => bottom))) / 2);
}

/** Fills gaps and goes on at both ends of the row until two ticks in succession are missing. */
function extend<T extends Tick & { tooth: number }>(patch: FloatMap, ridges: FloatMap, found: readonly T[], readingRow: number): T[] {
  const ticks = [...found], strength = median(found.map((tick) => tick.strength)), length = median(found.map(({ top, bottom }) => bottom - top));
  const tryTooth = (tooth: number): boolean => {
    const near = ticks.filter((tick) => Math.abs(tick.tooth - tooth) <= 12), own = near.length >= 4 ? near : ticks;
    const curve = fitCurve(own.map((tick) => tick.tooth), own.map((tick) => tick.at + tick.lean * (readingRow - reachAcross)), own.length >= 8 ? 2 : 1);
    if (curve === null) return false;
    const place = placeAt(curve.coefficients, tooth);
    const tick = traceTick(patch, ridges, place, readingRow - 4, readingRow + 4, 2.5);
    if (tick === null || tick.strength < 0.4 * strength || tick.bottom - tick.top < 0.45 * length && !tick.topOpen && !tick.bottomOpen) return false;
    ticks.push({ ...tick, tooth } as T);
    return true;
  };
  const teeth = new Set(ticks.map(({ tooth }) => tooth)), first = Math.min(...teeth), last = Math.max(...teeth);
  for (let tooth = first + 1; tooth < last; tooth++) if (!teeth.has(tooth)) tryTooth(tooth);
  for (const [end, step] of [[first, -1], [last, 1]] as const) {
    for (let tooth = end + step, missed = 0; missed < 3; tooth += step) missed = tryTooth(tooth) ? 0 : missed + 1;
  }
  return ticks.sort((a, b) => a.tooth - b.tooth);
}

/** The ticks on one smooth curve; the farthest is left out until all are near it. */
function keepEven(ticks: readonly NumberedTick[]): { ticks: NumberedTick[]; curve: SpacingCurve } | null {
  let kept = [...ticks];
  for (;;) {
    const curve = fitCurve(kept.map(({ tooth }) => tooth), kept.map(({ place }) => place), kept.length >= 6 ? 2 : 1);
    if (curve === null) return null;
    const off = kept.map(({ tooth, place }) => Math.abs(place - placeAt(curve.coefficients, tooth))), worst = Math.max(...off);
    if (worst <= Math.max(0.06 * patchSpacing, 2.6 * median(off))) return { ticks: kept, curve };
    kept = kept.filter((_, i) => off[i] !== worst);
  }
}
