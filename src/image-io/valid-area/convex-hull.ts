/** A place in a picture, pixel centres at whole numbers. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * The tightest convex outline around pixels (Andrew's monotone chain).
 * @param pixels  Places in a row-major picture of this width, at least one.
 * @returns Corners in order, clockwise on the screen, the last joins the first; pixels count with their whole square.
 */
export function convexHull(pixels: ArrayLike<number>, width: number): Place[] {
  // Of each row only the ends matter.
  let top = Infinity, bottom = 0;
  for (let k = 0; k < pixels.length; k++) {
    const row = Math.floor(pixels[k]! / width);
    if (row < top) top = row;
    if (row > bottom) bottom = row;
  }
  const firsts = new Int32Array(bottom - top + 1).fill(width), lasts = new Int32Array(bottom - top + 1).fill(-1);
  for (let k = 0; k < pixels.length; k++) {
    const at = pixels[k]!, row = Math.floor(at / width) - top, column = at % width;
    if (column < firsts[row]) firsts[row] = column;
    if (column > lasts[row]) lasts[row] = column;
  }
  const corners: Place[] = [];
  for (let row = 0; row < firsts.length; row++) {
    if (lasts[row] < 0) continue;
    for (const edge of [top + row - 0.5, top + row + 0.5]) corners.push({ row: edge, column: firsts[row] - 0.5 }, { row: edge, column: lasts[row] + 0.5 });
  }
  const inOrder = corners.sort((a, b) => a.row - b.row || a.column - b.column);
  return [...halfHull([...inOrder].reverse()), ...halfHull(inOrder)].reverse();
}

function halfHull(places: readonly Place[]): Place[] {
  const kept: Place[] = [];
  for (const place of places) {
    while (kept.length > 1 && turn(kept[kept.length - 2], kept[kept.length - 1], place) <= 0) kept.pop();
    kept.push(place);
  }
  return kept.slice(0, -1);
}

const turn = (a: Place, b: Place, c: Place): number => (b.row - a.row) * (c.column - a.column) - (b.column - a.column) * (c.row - a.row);

export function polygonArea(corners: readonly Place[]): number {
  const twice = corners.reduce((sum, { row, column }, i) => {
    const next = corners[(i + 1) % corners.length];
    return sum + row * next.column - next.row * column;
  }, 0);
  return Math.abs(twice) / 2;
}

/** Where a row enters a convex outline and where it leaves it; 0 and −1 where it does not meet it. */
export function columnsAt(corners: readonly Place[], row: number): [from: number, to: number] {
  const crossings = corners.flatMap((from, i) => {
    const to = corners[(i + 1) % corners.length]!;
    return from.row > row === to.row > row ? [] : [from.column + ((row - from.row) / (to.row - from.row)) * (to.column - from.column)];
  });
  return crossings.length < 2 ? [0, -1] : [Math.min(...crossings), Math.max(...crossings)];
}

/** Sides of the smallest rectangle, turned as it may be, around a convex outline: one of its sides lies on one of the outline's. */
export function enclosingRectangle(hull: readonly Place[]): { longer: number; shorter: number } {
  let best = { longer: Infinity, shorter: Infinity };
  hull.forEach((from, i) => {
    const to = hull[(i + 1) % hull.length], length = Math.hypot(to.row - from.row, to.column - from.column), r = (to.row - from.row) / length, c = (to.column - from.column) / length;
    const along = hull.map(({ row, column }) => row * r + column * c), across = hull.map(({ row, column }) => row * c - column * r);
    const [a, b] = [Math.max(...along) - Math.min(...along), Math.max(...across) - Math.min(...across)];
    if (a * b < best.longer * best.shorter) best = { longer: Math.max(a, b), shorter: Math.min(a, b) };
  });
  return best;
}
