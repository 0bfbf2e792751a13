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
  for (let row = 0; row < height; row++) {
    const above = rows.first[row] * map.width;
    const below = rows.second[row] * map.width;
    const down = rows.share[row];
    const out = row * width;
    for (let column = 0; column < width; column++) {
      const left = columns.first[column];
      const right = columns.second[column];
      const across = columns.share[column];
      const upper = map.data[above + left] + (map.data[above + right] - map.data[above + left]) * across;
      const lower = map.data[below + left] + (map.data[below + right] - map.data[below + left]) * across;
      data[out + column] = upper + (lower - upper) * down;
    }
  }
  return { width, height, data };
}

function linearSteps(from: number, to: number, scale: number): { first: Int32Array; second: Int32Array; share: Float32Array } {
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
