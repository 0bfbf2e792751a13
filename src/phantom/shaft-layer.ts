/** The pixels around one shaft, each with its place along and across it. */
export interface ShaftLayer {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Pixels along the centre line from the exit; negative before it (under the skin), NaN far away. */
  readonly along: Float32Array;
  /** Signed pixels across. */
  readonly across: Float32Array;
  /** Of each row the first column near the shaft, and the one after the last: beside them all is NaN. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly lengthPx: number;
}

/**
 * Lays coordinates along and across a centre line over the pixels near it.
 * @param path    x, y in pixels, exit first.
 * @param tailPx  How far to go on straight behind the exit.
 * @param reachPx Half width of the strip.
 * @returns Null when nothing of it lies inside the picture.
 */
export function layShaft(
  path: readonly (readonly [number, number])[], tailPx: number, reachPx: number, pictureWidth: number, pictureHeight: number,
): ShaftLayer | null {
  const [p0, p1] = [path[0]!, path[1]!];
  const first = Math.hypot(p1[0] - p0[0], p1[1] - p0[1]) || 1e-6;
  const line: (readonly [number, number])[] = tailPx > 0
    ? [[p0[0] - ((p1[0] - p0[0]) / first) * tailPx, p0[1] - ((p1[1] - p0[1]) / first) * tailPx], ...path]
    : [...path];
  let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity;
  for (const [x, y] of line) {
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  const left = Math.max(0, Math.floor(minX - reachPx)), top = Math.max(0, Math.floor(minY - reachPx));
  const right = Math.min(pictureWidth, Math.ceil(maxX + reachPx) + 1), bottom = Math.min(pictureHeight, Math.ceil(maxY + reachPx) + 1);
  const width = right - left, height = bottom - top;
  if (width < 1 || height < 1) return null;
  const along = new Float32Array(width * height).fill(NaN), across = new Float32Array(width * height);
  const from = new Int32Array(height).fill(width), to = new Int32Array(height);
  const nearest = new Float32Array(width * height).fill(reachPx * reachPx);
  let start = tailPx > 0 ? -tailPx : 0;
  for (let k = 0; k + 1 < line.length; k++) {
    const [x0, y0] = line[k]!, [x1, y1] = line[k + 1]!;
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (length < 1e-6) continue;
    const ux = (x1 - x0) / length, uy = (y1 - y0) / length;
    // The two ends go on straight, so that a flat cut and the fade have room beyond the last point.
    const low = k === 0 ? -reachPx : 0, high = k + 2 === line.length ? length + reachPx : length;
    const fromX = Math.max(left, Math.floor(Math.min(x0, x1) - reachPx)), toX = Math.min(right - 1, Math.ceil(Math.max(x0, x1) + reachPx));
    const fromY = Math.max(top, Math.floor(Math.min(y0, y1) - reachPx)), toY = Math.min(bottom - 1, Math.ceil(Math.max(y0, y1) + reachPx));
    for (let y = fromY; y <= toY; y++) {
      for (let x = fromX; x <= toX; x++) {
        const dx = x - x0, dy = y - y0;
        const t = dx * ux + dy * uy, lateral = dy * ux - dx * uy;
        const inside = t < low ? low : t > high ? high : t, over = t - inside;
        const square = lateral * lateral + over * over;
        const at = (y - top) * width + (x - left);
        if (square >= nearest[at]!) continue;
        nearest[at] = square;
        along[at] = start + inside;
        across[at] = lateral;
        if (x - left < from[y - top]!) from[y - top] = x - left;
        if (x - left >= to[y - top]!) to[y - top] = x - left + 1;
      }
    }
    start += length;
  }
  return { left, top, width, height, along, across, from, to, lengthPx: start };
}
