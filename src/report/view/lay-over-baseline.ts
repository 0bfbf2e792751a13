import type { Hair, Position } from '../../domain/hair.js';
import type { FollowUpResult } from '../../domain/result.js';

/** Takes pixels of the follow-up to pixels of the baseline: column' = a·column + c·row + e, row' = b·column + d·row + f. */
export interface Laid { readonly a: number; readonly b: number; readonly c: number; readonly d: number; readonly e: number; readonly f: number }

/** Fewer kept hairs than the first do not say how a photograph lies; fewer than the second do not say how it is tilted or the skin stretched. */
const fewest = 3, fewestForTilt = 12;

/**
 * How a follow-up lies on its baseline, from the exits of the hairs that both show: shift, turn and size, with many hairs tilt and even
 * stretch, too (least squares). It is for showing the two in one frame, and coarser than the map by which hairs were paired, which follows
 * uneven skin; nothing is measured with it.
 *
 * @returns Null where hairs were not matched, or too few, or all in one place.
 */
export function layOverBaseline(matches: FollowUpResult['hairs'], baseline: readonly Hair[], followUp: readonly Hair[]): Laid | null {
  if (matches === null || matches.kept.length < fewest) return null;
  const [before, after] = [baseline, followUp].map((hairs) => new Map(hairs.map(({ id, root }) => [id, root])));
  const pairs = matches.kept.flatMap((kept) => {
    const to = before!.get(kept.baseline), from = after!.get(kept.followUp);
    return to === undefined || from === undefined ? [] : [{ from, to }];
  });
  if (pairs.length < fewest) return null;
  const middleOf = (places: readonly Position[]): Position => ({
    row: places.reduce((sum, { row }) => sum + row, 0) / places.length, column: places.reduce((sum, { column }) => sum + column, 0) / places.length,
  });
  const from = middleOf(pairs.map((pair) => pair.from)), to = middleOf(pairs.map((pair) => pair.to));
  // Sums of products of the centred places: x is the column, y the row.
  let xx = 0, xy = 0, yy = 0, ux = 0, uy = 0, vx = 0, vy = 0;
  for (const pair of pairs) {
    const x = pair.from.column - from.column, y = pair.from.row - from.row, u = pair.to.column - to.column, v = pair.to.row - to.row;
    xx += x * x; xy += x * y; yy += y * y; ux += u * x; uy += u * y; vx += v * x; vy += v * y;
  }
  const spread = xx + yy, flatness = xx * yy - xy * xy;
  if (!(spread > 0)) return null;
  const [a, b, c, d] = pairs.length >= fewestForTilt && flatness > 1e-4 * spread * spread
    ? [(ux * yy - uy * xy) / flatness, (vx * yy - vy * xy) / flatness, (uy * xx - ux * xy) / flatness, (vy * xx - vx * xy) / flatness]
    : [(ux + vy) / spread, (vx - uy) / spread, (uy - vx) / spread, (ux + vy) / spread];
  return { a, b, c, d, e: to.column - a * from.column - c * from.row, f: to.row - b * from.column - d * from.row };
}

/** Where a place of the follow-up lies in the baseline's frame. */
export function layPlace({ a, b, c, d, e, f }: Laid, { row, column }: Position): Position {
  return { column: a * column + c * row + e, row: b * column + d * row + f };
}

/** Where a place of the baseline's frame lies in the follow-up: undoes `layPlace`. */
export function layBack({ a, b, c, d, e, f }: Laid, { row, column }: Position): Position {
  const scale = a * d - b * c, x = column - e, y = row - f;
  return { column: (d * x - c * y) / scale, row: (a * y - b * x) / scale };
}
