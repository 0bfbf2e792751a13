import type { RasterImage } from '../../raster/raster-image.js';
import type { PixelBox } from './geometry.js';

/** Places where thin lines cross the scanned rows of a picture: one entry a crossing, rows ascending, columns ascending within a row. */
export interface LineCrossings {
  readonly count: number;
  readonly row: Int32Array;
  /** Centre of the line, sub-pixel. */
  readonly column: Float32Array;
  /** Pixels for which the line stands out. */
  readonly width: Float32Array;
  /** By how much the line differs from both its sides: brightness, red − green, green − blue; three entries a crossing. */
  readonly contrast: Float32Array;
  /** Index of the first crossing of each scanned row, and one more for the end. */
  readonly firstOfScan: Int32Array;
}

export const scanStep = 3;
/** The picture on both sides is looked at this far from the line's middle, so lines of up to about 7 pixels are found. */
const sideDistance = 6;
const leastContrast = 14;

/**
 * Scans every third row for places that differ in the same way from what lies 6 pixels to their left and to their right.
 * Thin hairs cross the rows too; telling drawn lines from hairs is left to those who join the crossings.
 */
export function findLineCrossings(image: RasterImage, window: PixelBox): LineCrossings {
  const scans = Math.max(0, Math.floor((window.bottom - window.top - 1) / scanStep) + 1);
  const row: number[] = [];
  const column: number[] = [];
  const width: number[] = [];
  const contrast: number[] = [];
  const firstOfScan = new Int32Array(scans + 1);
  const length = window.right - window.left;
  const planes = [new Int16Array(length), new Int16Array(length), new Int16Array(length)];
  const response = new Int16Array(length);
  for (let scan = 0; scan < scans; scan++) {
    firstOfScan[scan] = row.length;
    const y = window.top + scan * scanStep;
    readPlanes(image, y, window, planes);
    markThin(planes, response);
    for (let x = sideDistance; x < length - sideDistance; x++) {
      if (response[x] === 0) continue;
      const from = x;
      let weight = 0;
      let moment = 0;
      // A sign change ends one line and begins another.
      while (x < length - sideDistance && response[x] !== 0 && response[x] > 0 === response[from] > 0) {
        weight += Math.abs(response[x]);
        moment += Math.abs(response[x]) * x;
        x++;
      }
      if (x - from <= sideDistance + 2) {
        const centre = moment / weight;
        const at = Math.round(centre);
        row.push(y);
        column.push(window.left + centre);
        width.push(x - from);
        for (const plane of planes) contrast.push(plane[at] - (plane[at - sideDistance] + plane[at + sideDistance]) / 2);
      }
      x--;
    }
  }
  firstOfScan[scans] = row.length;
  return {
    count: row.length, row: Int32Array.from(row), column: Float32Array.from(column), width: Float32Array.from(width),
    contrast: Float32Array.from(contrast), firstOfScan,
  };
}

/** Brightness, red − green and green − blue along one row of the window. */
export function readPlanes(image: RasterImage, row: number, window: PixelBox, [brightness, redGreen, greenBlue]: Int16Array[]): void {
  let at = (row * image.width + window.left) * 3;
  for (let x = 0; x < brightness.length; x++, at += 3) {
    const red = image.data[at], green = image.data[at + 1], blue = image.data[at + 2];
    brightness[x] = (red + 2 * green + blue) >> 2;
    redGreen[x] = red - green;
    greenBlue[x] = green - blue;
  }
}

/** Response of each pixel: the strongest plane's contrast to the less different side, signed; 0 where no plane stands out. */
function markThin(planes: Int16Array[], response: Int16Array): void {
  response.fill(0);
  for (const plane of planes) {
    for (let x = sideDistance; x < plane.length - sideDistance; x++) {
      const here = plane[x], left = here - plane[x - sideDistance];
      // Most places differ little from their left.
      if (left < leastContrast && left > -leastContrast) continue;
      const right = here - plane[x + sideDistance];
      let value = 0;
      if (left > 0) {
        if (right < leastContrast) continue;
        value = left < right ? left : right;
      } else {
        if (right > -leastContrast) continue;
        value = left > right ? left : right;
      }
      if (Math.abs(value) > Math.abs(response[x])) response[x] = value;
    }
  }
}
