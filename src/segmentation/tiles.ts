/** A window of the picture that goes through the network, and the part of it that is kept. */
export interface Tile {
  readonly left: number;
  readonly top: number;
  /** Pixels of the picture inside the window. */
  readonly width: number;
  readonly height: number;
  /** Kept part, in pixels of the picture; even, so that half-resolution cells fall on one side. */
  readonly keepLeft: number;
  readonly keepTop: number;
  readonly keepRight: number;
  readonly keepBottom: number;
}

/** Largest window and the surroundings that each kept pixel has at least, unless the frame ends. */
export const tileSize = 768;
export const tileMargin = 64;

/**
 * Covers a picture with overlapping windows whose kept parts tile it without a gap.
 *
 *     |‹--- window ---›|
 *              |‹--- window ---›|
 *     |‹- kept -›|‹---- kept --›|
 */
export function layTiles(width: number, height: number): Tile[] {
  const columns = splitLength(width), rows = splitLength(height);
  return rows.flatMap(([top, bottom, keepTop, keepBottom]) => columns.map(([left, right, keepLeft, keepRight]) =>
    ({ left, top, width: right - left, height: bottom - top, keepLeft, keepTop, keepRight, keepBottom })));
}

function splitLength(length: number): [number, number, number, number][] {
  if (length <= tileSize) return [[0, length, 0, length]];
  const count = Math.ceil(length / (tileSize - 2 * tileMargin)), core = Math.ceil(length / count / 2) * 2;
  return Array.from({ length: count }, (_, i) => {
    const keepFrom = i * core, keepTo = Math.min(length, keepFrom + core);
    return [Math.max(0, keepFrom - tileMargin), Math.min(length, keepTo + tileMargin), keepFrom, keepTo];
  });
}
