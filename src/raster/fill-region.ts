import type { FloatMap, Mask } from './raster-image.js';

/**
 * The largest connected part (by edges) of a map at 0.5 or more, with its holes filled. Parts elsewhere, a beard or a
 * second person, are left out.
 *
 *     . # # # .  # .        . # # # .  . .
 *     . # . # .  # .   →    . # # # .  . .
 *     . # # # .  . .        . # # # .  . .
 *
 * @returns Null when nothing reaches 0.5.
 */
export function fillLargestRegion({ width, height, data }: FloatMap): Mask | null {
  const labels = new Int32Array(data.length), stack = new Int32Array(data.length);
  let best = 0, bestSize = 0, label = 0;
  for (let start = 0; start < data.length; start++) {
    if (data[start] < 0.5 || labels[start] !== 0) continue;
    label++;
    const size = flood(labels, stack, start, width, height, label, (at) => data[at] >= 0.5);
    if (size > bestSize) [best, bestSize] = [label, size];
  }
  if (best === 0) return null;
  // What the border reaches without crossing the part is outside; the rest is inside.
  const outside = new Int32Array(data.length), free = (at: number): boolean => labels[at] !== best;
  for (let x = 0; x < width; x++) for (const at of [x, (height - 1) * width + x]) if (free(at) && outside[at] === 0) flood(outside, stack, at, width, height, 1, free);
  for (let y = 0; y < height; y++) for (const at of [y * width, y * width + width - 1]) if (free(at) && outside[at] === 0) flood(outside, stack, at, width, height, 1, free);
  return { width, height, data: Uint8Array.from(outside, (value) => (value === 0 ? 1 : 0)) };
}

function flood(labels: Int32Array, stack: Int32Array, start: number, width: number, height: number, label: number, belongs: (at: number) => boolean): number {
  let top = 0, size = 0;
  stack[top++] = start;
  labels[start] = label;
  while (top > 0) {
    const at = stack[--top], x = at % width;
    size++;
    if (x > 0 && labels[at - 1] === 0 && belongs(at - 1)) { labels[at - 1] = label; stack[top++] = at - 1; }
    if (x < width - 1 && labels[at + 1] === 0 && belongs(at + 1)) { labels[at + 1] = label; stack[top++] = at + 1; }
    if (at >= width && labels[at - width] === 0 && belongs(at - width)) { labels[at - width] = label; stack[top++] = at - width; }
    if (at < width * (height - 1) && labels[at + width] === 0 && belongs(at + width)) { labels[at + width] = label; stack[top++] = at + width; }
  }
  return size;
}
