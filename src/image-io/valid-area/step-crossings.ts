import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { readPlanes, scanStep, type LineCrossings, type Planes, type ScanWay } from './line-crossings.js';

const leastStep = 12;
/** Share of the step over six pixels that must happen within two: drawn edges are sharp, shafts and shadows mostly not. */
const sharpness = 0.6;

/**
 * Scans every third row for sharp steps from one plain colour to another, as the sides of a drawn box make them.
 * `contrast` is how much the picture rises to the right in each plane; `column` is where the step is steepest.
 */
export function findStepCrossings(image: RasterImage, window: PixelWindow, way: ScanWay): LineCrossings {
  const scans = Math.max(0, Math.floor((window.bottom - window.top - 1) / scanStep) + 1);
  const length = window.right - window.left;
  const row: number[] = [];
  const column: number[] = [];
  const contrast: number[] = [];
  const firstOfScan = new Int32Array(scans + 1);
  const planes: Planes = [new Int16Array(length), new Int16Array(length), new Int16Array(length)], places = new Int32Array(length);
  for (let scan = 0; scan < scans; scan++) {
    firstOfScan[scan] = row.length;
    const y = window.top + scan * scanStep;
    readPlanes(image, y, window, way, planes);
    const count = markSteps(planes[0], places);
    for (let i = 0; i < count; i++) {
      const [brightness] = planes, x = places[i], size = Math.abs(brightness[x + 1] - brightness[x - 1]);
      const before = Math.abs(brightness[x] - brightness[x - 2]), after = Math.abs(brightness[x + 2] - brightness[x]);
      row.push(y);
      column.push(window.left + x + (after - before) / (before + size + after));
      for (const plane of planes) contrast.push(plane[x + 1] - plane[x - 1]);
    }
  }
  firstOfScan[scans] = row.length;
  return {
    count: row.length, row: Int32Array.from(row), column: Float32Array.from(column), width: new Float32Array(row.length).fill(1),
    contrast: Float32Array.from(contrast), firstOfScan,
  };
}

/**
 * Pixels at which the brightness steps sharply, more than at their neighbours.
 * @param places  Filled with them, ascending.
 * @returns How many there are.
 */
function markSteps(brightness: Int16Array, places: Int32Array): number {
  let count = 0;
  for (let x = 3; x < brightness.length - 3; x++) {
    const size = Math.abs(brightness[x + 1] - brightness[x - 1]);
    if (size < leastStep) continue;
    const before = Math.abs(brightness[x] - brightness[x - 2]), after = Math.abs(brightness[x + 2] - brightness[x]);
    // Of two equal neighbours the first is taken.
    if (size <= before || size < after) continue;
    if (size >= sharpness * Math.abs(brightness[x + 3] - brightness[x - 3])) places[count++] = x;
  }
  return count;
}
