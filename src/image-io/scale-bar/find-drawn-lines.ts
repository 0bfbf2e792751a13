import { findLineRuns, keepStrongestRuns } from '../../raster/line-runs.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { resampleImage } from '../../raster/resample-image.js';
import { traceDrawnLine, type DrawnLine } from './drawn-line.js';
import { isEcho } from './is-echo.js';

/** Rows of one scale that a run may be thick; thicker lines are looked for in a picture of half the size. */
const thickestRun = 3;
const mostRuns = 250;

/**
 * Finds level lines that software drew, from 24 pixels long and up to a sixth of that thick.
 *
 * @returns Longest first; what several runs led to comes once.
 */
export function findDrawnLines(image: RasterImage): DrawnLine[] {
  const lines: DrawnLine[] = [];
  for (let factor = 1; factor <= 16 && Math.min(image.width, image.height) / factor >= 48; factor *= 2) {
    const picture = factor === 1 ? image : resampleImage(image, 1 / factor);
    const runs = keepStrongestRuns(findLineRuns(picture, factor === 1 ? 20 : 14), 2, mostRuns);
    for (const { row, from, to, strength } of runs) {
      const run = { row: Math.round((row + 0.5) * factor - 0.5), from: from * factor, to: Math.min(image.width, to * factor), strength };
      const line = traceDrawnLine(image, run, thickestRun * factor + 1);
      if (line !== null && !lines.some((known) => isSame(known, line)) && !isEcho(image, line)) lines.push(line);
    }
  }
  return lines.sort((a, b) => b.to - b.from - (a.to - a.from));
}

function isSame(a: DrawnLine, b: DrawnLine): boolean {
  return Math.abs(a.row - b.row) <= 1 + Math.max(a.thickness, b.thickness) / 2 && Math.min(a.to, b.to) - Math.max(a.from, b.from) > 0.5 * Math.min(a.to - a.from, b.to - b.from);
}
