import { fitCircle, type FittedCircle } from '../../raster/fit-circle.js';
import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { boxHeight, boxWidth, type Circle } from './geometry.js';

/** Largest difference from the surround's colour, any channel, that still counts as surround. */
export const surroundTolerance = 18;
/** The field must reach half its brightness within this share of the radius, or it is only light falling off. */
const hardness = 0.08;

/**
 * Finds the round field of a scope: plain surround in the corners, mostly black, that ends on one circle and ends sharply.
 * Light that merely falls off towards the corners is no vignette.
 *
 * @param inner  The picture without its blank bands.
 * @returns The circle inside which there is skin, where it has 60 % of its brightness just inside; null when there is none.
 */
export function findScopeField(image: RasterImage, inner: PixelWindow): Circle | null {
  const [surround] = plainCorners(image, inner);
  if (!surround) return null;
  const { rows, columns } = surroundEdge(image, inner, surround);
  const circle = fitMost(rows, columns, Math.max(2, Math.min(boxHeight(inner), boxWidth(inner)) * 0.006));
  if (!circle) return null;
  const shortSide = Math.min(boxHeight(inner), boxWidth(inner));
  if (circle.radius < shortSide * 0.25 || circle.radius > shortSide * 1.5) return null;
  const radius = sharpRadius(image, inner, circle);
  return radius === null ? null : { row: circle.row, column: circle.column, radius };
}

/** Colours of the corners that are plain, the plainest first. */
export function plainCorners(image: RasterImage, inner: PixelWindow): [number, number, number][] {
  const side = Math.max(4, Math.round(Math.min(boxHeight(inner), boxWidth(inner)) * 0.02));
  const plain: { colour: [number, number, number]; spread: number }[] = [];
  for (const top of [inner.top + 1, inner.bottom - side - 1]) {
    for (const left of [inner.left + 1, inner.right - side - 1]) {
      const sum = [0, 0, 0];
      const squares = [0, 0, 0];
      for (let row = top; row < top + side; row++) {
        for (let column = left; column < left + side; column++) {
          for (let channel = 0; channel < 3; channel++) {
            const value = image.data[(row * image.width + column) * 3 + channel];
            sum[channel] += value;
            squares[channel] += value * value;
          }
        }
      }
      const count = side * side;
      const mean = sum.map((value) => value / count) as [number, number, number];
      const spread = Math.max(...squares.map((value, channel) => Math.sqrt(Math.max(0, value / count - mean[channel] ** 2))));
      const dark = Math.max(...mean) < 60;
      if (spread < (dark ? 8 : 3)) plain.push({ colour: mean, spread });
    }
  }
  return plain.sort((a, b) => a.spread - b.spread).map(({ colour }) => colour);
}

/** Where the surround ends, seen from each side along every few rows and columns. */
function surroundEdge(image: RasterImage, inner: PixelWindow, colour: [number, number, number]): { rows: number[]; columns: number[] } {
  const rows: number[] = [];
  const columns: number[] = [];
  const step = Math.max(1, Math.round(Math.min(boxHeight(inner), boxWidth(inner)) / 160));
  const isSurround = (row: number, column: number): boolean => {
    const at = (row * image.width + column) * 3;
    return Math.abs(image.data[at] - colour[0]) <= surroundTolerance
      && Math.abs(image.data[at + 1] - colour[1]) <= surroundTolerance
      && Math.abs(image.data[at + 2] - colour[2]) <= surroundTolerance;
  };
  /** Goes inwards until four pixels in a row are no surround; less may be noise or a letter. */
  const walk = (length: number, at: (distance: number) => boolean): number | null => {
    let run = 0;
    for (let distance = 0; distance < length; distance++) {
      run = at(distance) ? 0 : run + 1;
      if (run === 4) return distance - 3;
    }
    return null;
  };
  for (let row = inner.top; row < inner.bottom; row += step) {
    const half = Math.floor(boxWidth(inner) / 2);
    const left = walk(half, (distance) => isSurround(row, inner.left + distance));
    const right = walk(half, (distance) => isSurround(row, inner.right - 1 - distance));
    if (left !== null && left > 2) {
      rows.push(row);
      columns.push(inner.left + left - 0.5);
    }
    if (right !== null && right > 2) {
      rows.push(row);
      columns.push(inner.right - right - 0.5);
    }
  }
  for (let column = inner.left; column < inner.right; column += step) {
    const half = Math.floor(boxHeight(inner) / 2);
    const down = walk(half, (distance) => isSurround(inner.top + distance, column));
    const up = walk(half, (distance) => isSurround(inner.bottom - 1 - distance, column));
    if (down !== null && down > 2) {
      rows.push(inner.top + down - 0.5);
      columns.push(column);
    }
    if (up !== null && up > 2) {
      rows.push(inner.bottom - up - 0.5);
      columns.push(column);
    }
  }
  return { rows, columns };
}

/** The circle that most of the points lie on, by trials of three points (RANSAC, fixed sequence); null when 70 % do not. */
function fitMost(rows: number[], columns: number[], tolerance: number): FittedCircle | null {
  const count = rows.length;
  if (count < 24) return null;
  let best: FittedCircle | null = null;
  let most = 0;
  let state = 1;
  const pick = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
  for (let trial = 0; trial < 300; trial++) {
    const three = [pick(), pick(), pick()];
    const circle = fitCircle(three.map((i) => rows[i]), three.map((i) => columns[i]));
    if (!circle) continue;
    const inliers = countInliers(rows, columns, circle, tolerance, most);
    if (inliers > most) {
      most = inliers;
      best = circle;
    }
  }
  for (let pass = 0; pass < 3 && best; pass++) {
    const fitted: Circle = best, inliers = rows.flatMap((row, i) => (liesOn(row, columns[i], fitted, tolerance) ? [i] : []));
    best = fitCircle(inliers.map((i) => rows[i]), inliers.map((i) => columns[i])) ?? best;
  }
  return best && countInliers(rows, columns, best, tolerance, 0) >= count * 0.7 ? best : null;
}

/** How many points lie on a circle; given up, with what was counted, once the rest cannot bring it above `most`. */
function countInliers(rows: readonly number[], columns: readonly number[], circle: Circle, tolerance: number, most: number): number {
  let inliers = 0;
  for (let i = 0; i < rows.length && inliers + rows.length - i > most; i++) if (liesOn(rows[i], columns[i], circle, tolerance)) inliers++;
  return inliers;
}

/** Compared by squares: roots would take most of the time of three hundred trials. */
function liesOn(row: number, column: number, { row: middleRow, column: middleColumn, radius }: Circle, tolerance: number): boolean {
  const down = row - middleRow, across = column - middleColumn, square = down * down + across * across, least = radius - tolerance, most = radius + tolerance;
  return square <= most * most && (least <= 0 || square >= least * least);
}

/** Radius at which the field has 60 % of its step in brightness; null where the step is small or slow. */
function sharpRadius(image: RasterImage, inner: PixelWindow, circle: Circle): number | null {
  const depth = Math.max(4, Math.round(circle.radius * 0.12));
  const sums = new Float64Array(depth + 3);
  let rays = 0;
  for (let ray = 0; ray < 720; ray++) {
    const angle = (ray / 720) * 2 * Math.PI;
    const sin = Math.sin(angle), cos = Math.cos(angle);
    const outerRow = circle.row + (circle.radius + 2) * sin;
    const outerColumn = circle.column + (circle.radius + 2) * cos;
    if (outerRow < inner.top || outerColumn < inner.left || outerRow > inner.bottom - 1 || outerColumn > inner.right - 1) continue;
    rays++;
    for (let i = 0; i < sums.length; i++) {
      const radius = circle.radius + 2 - i;
      const at = (Math.round(circle.row + radius * sin) * image.width + Math.round(circle.column + radius * cos)) * 3;
      sums[i] += image.data[at] + image.data[at + 1] + image.data[at + 2];
    }
  }
  // At least a twentieth of the circle must be seen: small pieces in the corners are enough.
  if (rays < 36) return null;
  const profile = sums.map((sum) => sum / rays / 3);
  const outside = profile[0];
  const inside = profile[profile.length - 1];
  if (Math.abs(inside - outside) < 25) return null;
  const reached = (share: number): number => profile.findIndex((value) => (value - outside) / (inside - outside) >= share);
  if (reached(0.5) > circle.radius * hardness + 4) return null;
  return circle.radius + 2 - reached(0.6) - 1;
}
