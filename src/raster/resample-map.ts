import type { FloatMap } from './raster-image.js';

/**
 * Brings a map to another size by linear interpolation, e.g. the network's hair probability to the size of the photograph.
 * Pixel centres map as in `resampleImage`; beyond the edges the edge value is repeated. Values never leave their range.
 *
 * @param scale  Result pixels a map pixel, by default from the two sizes; give it when the map was made by one exact scale.
 */
export function resampleMap(
  map: FloatMap,
  size: { readonly width: number; readonly height: number },
  scale: { readonly x: number; readonly y: number } = { x: size.width / map.width, y: size.height / map.height },
): FloatMap {
  const { width, height } = size;
  const data = new Float32Array(width * height);
  const columns = linearSteps(map.width, width, scale.x);
  const rows = linearSteps(map.height, height, scale.y);
  // Enlarging needs each row of the map several times.
  let upper = { row: -1, values: new Float64Array(width) }, lower = { row: -1, values: new Float64Array(width) };
  for (let row = 0; row < height; row++) {
    if (lower.row === rows.first[row]) [upper, lower] = [lower, upper];
    if (upper.row !== rows.first[row]) readAcross(map, upper.row = rows.first[row], columns, upper.values);
    if (lower.row !== rows.second[row]) readAcross(map, lower.row = rows.second[row], columns, lower.values);
    mixRows(upper.values, lower.values, rows.share[row], data, row * width);
  }
  return { width, height, data };
}

// Each loop over the pixels has a function of its own: engines compile a function anew for each of its loops.

function mixRows(upper: Float64Array, lower: Float64Array, down: number, data: Float32Array, from: number): void {
  for (let column = 0; column < upper.length; column++) {
    const high = upper[column]!;
    data[from + column] = high + (lower[column]! - high) * down;
  }
}

function readAcross({ width, data }: FloatMap, row: number, { first, second, share }: Steps, values: Float64Array): void {
  const start = row * width;
  for (let column = 0; column < values.length; column++) {
    const left = data[start + first[column]];
    values[column] = left + (data[start + second[column]] - left) * share[column];
  }
}

interface Steps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float32Array;
}

function linearSteps(from: number, to: number, scale: number): Steps {
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const share = new Float32Array(to);
  for (let i = 0; i < to; i++) {
    const centre = Math.max(0, Math.min((i + 0.5) / scale - 0.5, from - 1));
    first[i] = Math.floor(centre);
    second[i] = Math.min(first[i] + 1, from - 1);
    share[i] = centre - first[i];
  }
  return { first, second, share };
}
