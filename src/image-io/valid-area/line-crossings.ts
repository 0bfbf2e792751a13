import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';

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

/** Which way a picture is scanned. Windows and places are then those of the picture with rows and columns swapped, which need not be made. */
export type ScanWay = 'alongRows' | 'alongColumns';

/**
 * Scans every third row for places that differ in the same way from what lies 6 pixels to their left and to their right.
 * Thin hairs cross the rows too; telling drawn lines from hairs is left to those who join the crossings.
 */
export function findLineCrossings(image: RasterImage, window: PixelWindow, way: ScanWay): LineCrossings {
  const scans = Math.max(0, Math.floor((window.bottom - window.top - 1) / scanStep) + 1);
  const row: number[] = [];
  const column: number[] = [];
  const width: number[] = [];
  const contrast: number[] = [];
  const firstOfScan = new Int32Array(scans + 1);
  const length = window.right - window.left;
  const planes: Planes = [new Int16Array(length), new Int16Array(length), new Int16Array(length)];
  const places = new Int32Array(length), response = new Int16Array(length);
  for (let scan = 0; scan < scans; scan++) {
    firstOfScan[scan] = row.length;
    const y = window.top + scan * scanStep;
    readPlanes(image, y, window, way, planes);
    const count = markThin(planes, places, response);
    for (let i = 0; i < count;) {
      const from = places[i], rises = response[from] > 0;
      let x = from, weight = 0, moment = 0;
      // A sign change ends one line and begins another.
      for (; i < count && places[i] === x && response[x] > 0 === rises; i++, x++) {
        const strength = Math.abs(response[x]);
        weight += strength;
        moment += strength * x;
      }
      if (x - from > sideDistance + 2) continue;
      const centre = moment / weight;
      const at = Math.round(centre);
      row.push(y);
      column.push(window.left + centre);
      width.push(x - from);
      for (const plane of planes) contrast.push(plane[at] - (plane[at - sideDistance] + plane[at + sideDistance]) / 2);
    }
  }
  firstOfScan[scans] = row.length;
  return {
    count: row.length, row: Int32Array.from(row), column: Float32Array.from(column), width: Float32Array.from(width),
    contrast: Float32Array.from(contrast), firstOfScan,
  };
}

/** Brightness, red − green and green − blue. */
export type Planes = readonly [Int16Array, Int16Array, Int16Array];

/** Reads one row of the window, or one column. */
export function readPlanes({ data, width }: RasterImage, row: number, { left }: PixelWindow, way: ScanWay, [brightness, redGreen, greenBlue]: Planes): void {
  const step = way === 'alongRows' ? 3 : width * 3;
  let at = way === 'alongRows' ? (row * width + left) * 3 : (left * width + row) * 3;
  for (let x = 0; x < brightness.length; x++, at += step) {
    const red = data[at], green = data[at + 1], blue = data[at + 2];
    brightness[x] = (red + 2 * green + blue) >> 2;
    redGreen[x] = red - green;
    greenBlue[x] = green - blue;
  }
}

/**
 * Response of each pixel that stands out: the strongest plane's contrast to the less different side, signed.
 * @param places  Filled with these pixels, ascending.
 * @returns How many there are.
 */
function markThin([brightness, redGreen, greenBlue]: Planes, places: Int32Array, response: Int16Array): number {
  let count = 0;
  for (let x = sideDistance, end = brightness.length - sideDistance; x < end; x++) {
    // Without a question at each side, which could not be guessed ahead: the lesser and the greater of both differences by arithmetic.
    const left0 = brightness[x] - brightness[x - sideDistance], right0 = brightness[x] - brightness[x + sideDistance], gap0 = left0 - right0, low0 = gap0 & (gap0 >> 31);
    const left1 = redGreen[x] - redGreen[x - sideDistance], right1 = redGreen[x] - redGreen[x + sideDistance], gap1 = left1 - right1, low1 = gap1 & (gap1 >> 31);
    const left2 = greenBlue[x] - greenBlue[x - sideDistance], right2 = greenBlue[x] - greenBlue[x + sideDistance], gap2 = left2 - right2, low2 = gap2 & (gap2 >> 31);
    const least0 = right0 + low0, most0 = left0 - low0, least1 = right1 + low1, most1 = left1 - low1, least2 = right2 + low2, most2 = left2 - low2;
    // Each term is negative where that plane does not stand out that way; few places have one that is not.
    const nowhere = (least0 - leastContrast) & (-leastContrast - most0) & (least1 - leastContrast) & (-leastContrast - most1) & (least2 - leastContrast) & (-leastContrast - most2);
    if (nowhere < 0) continue;
    const value0 = standingOut(least0, most0), value1 = standingOut(least1, most1), value2 = standingOut(least2, most2);
    let value = value0;
    if (Math.abs(value1) > Math.abs(value)) value = value1;
    if (Math.abs(value2) > Math.abs(value)) value = value2;
    places[count++] = x;
    response[x] = value;
  }
  return count;
}

/** The lesser of two differences where both are large, the greater where both are far below zero, otherwise 0. */
function standingOut(least: number, most: number): number {
  return least >= leastContrast ? least : most <= -leastContrast ? most : 0;
}
