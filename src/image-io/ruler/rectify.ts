import type { FloatMap } from '../../raster/raster-image.js';
import type { BrightnessLevel } from './brightness-levels.js';

/**
 * A patch of the photograph turned so that a ruler's ticks stand upright. Column `i` and row `j` of the patch are the point
 * `x = x₀ + unit·((i − i₀)·cos − (j − j₀)·sin)`, `y = y₀ + unit·((i − i₀)·sin + (j − j₀)·cos)` of the photograph,
 * with `i₀` and `j₀` its middle.
 */
export interface PatchFrame {
  readonly x: number;
  readonly y: number;
  /** Direction along the ruler, radians. */
  readonly angle: number;
  /** Original pixels a pixel of the patch. */
  readonly unit: number;
  /** Pixels to each side of the middle: the patch is `2·reach + 1` wide. */
  readonly reachAlong: number;
  readonly reachAcross: number;
}

/** Reads a patch; NaN outside the photograph. */
export function rectify(levels: readonly BrightnessLevel[], frame: PatchFrame): FloatMap {
  const { reachAlong, reachAcross, unit, angle } = frame;
  let level = levels[0];
  for (const other of levels) if (other.factor <= unit * 1.05) level = other;
  const { map: { width, height, data }, factor } = level, step = unit / factor, cosine = Math.cos(angle) * step, sine = Math.sin(angle) * step;
  const columns = 2 * reachAlong + 1, rows = 2 * reachAcross + 1, out = new Float32Array(columns * rows);
  const middleX = (frame.x + 0.5) / factor - 0.5, middleY = (frame.y + 0.5) / factor - 0.5;
  for (let j = 0, at = 0; j < rows; j++) {
    let x = middleX - reachAlong * cosine - (j - reachAcross) * sine, y = middleY - reachAlong * sine + (j - reachAcross) * cosine;
    for (let i = 0; i < columns; i++, at++, x += cosine, y += sine) {
      const x0 = Math.floor(x), y0 = Math.floor(y);
      if (x0 < 0 || y0 < 0 || x0 + 1 >= width || y0 + 1 >= height) {
        out[at] = NaN;
        continue;
      }
      const u = x - x0, from = y0 * width + x0, top = data[from] + (data[from + 1] - data[from]) * u, bottom = data[from + width] + (data[from + width + 1] - data[from + width]) * u;
      out[at] = top + (bottom - top) * (y - y0);
    }
  }
  return { width: columns, height: rows, data: out };
}

/** A place of a patch in the photograph. */
export function toPhotograph({ x, y, angle, unit, reachAlong, reachAcross }: PatchFrame, i: number, j: number): { x: number; y: number } {
  const u = unit * (i - reachAlong), v = unit * (j - reachAcross);
  return { x: x + u * Math.cos(angle) - v * Math.sin(angle), y: y + u * Math.sin(angle) + v * Math.cos(angle) };
}

/** A place of the photograph in a patch. */
export function toPatch({ x, y, angle, unit, reachAlong, reachAcross }: PatchFrame, px: number, py: number): { i: number; j: number } {
  const dx = (px - x) / unit, dy = (py - y) / unit;
  return { i: reachAlong + dx * Math.cos(angle) + dy * Math.sin(angle), j: reachAcross + dy * Math.cos(angle) - dx * Math.sin(angle) };
}
