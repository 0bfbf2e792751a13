import type { FloatMap } from './raster-image.js';

/** Value between pixels by linear interpolation; `outside` where the place lies more than half a pixel beyond the map. */
export function sampleMap({ width, height, data }: FloatMap, x: number, y: number, outside: number): number {
  if (!(x >= -0.5 && y >= -0.5 && x <= width - 0.5 && y <= height - 0.5)) return outside;
  const cx = Math.min(width - 1, Math.max(0, x)), cy = Math.min(height - 1, Math.max(0, y));
  const left = Math.floor(cx), top = Math.floor(cy), right = Math.min(width - 1, left + 1), below = Math.min(height - 1, top + 1);
  const across = cx - left, down = cy - top;
  const upper = data[top * width + left] + (data[top * width + right] - data[top * width + left]) * across;
  const lower = data[below * width + left] + (data[below * width + right] - data[below * width + left]) * across;
  return upper + (lower - upper) * down;
}
