/** A corner, or any other place, in pixels; pixel centres at whole numbers. */
interface Corner {
  readonly row: number;
  readonly column: number;
}

/**
 * The part of an outline that lies inside a convex one, side by side (Sutherland and Hodgman 1974).
 * @param outline  Corners in order, the last joins the first.
 * @param inside  Corners of the convex outline in order, either way round.
 * @returns Corners in order; fewer than three where they share nothing.
 */
export function clipConvex(outline: readonly Corner[], inside: readonly Corner[]): Corner[] {
  return cutBehind(outline, layConvex(inside));
}

/** A convex outline with each of its sides moved inwards. @param depthOf  By how much, pixels; 0 or less leaves the side where it is. */
export function insetConvex(outline: readonly Corner[], depthOf: (from: Corner, to: Corner) => number): Corner[] {
  return cutBehind(outline, layConvex(outline, depthOf));
}

function cutBehind(outline: readonly Corner[], sides: readonly ConvexSide[]): Corner[] {
  let left: readonly Corner[] = outline;
  for (const side of sides) {
    left = left.flatMap((from, i) => {
      const to = left[(i + 1) % left.length]!, a = depthBehind(side, from), b = depthBehind(side, to);
      const kept = a >= 0 ? [from] : [];
      return (a >= 0) === (b >= 0) ? kept : [...kept, { row: from.row + (a / (a - b)) * (to.row - from.row), column: from.column + (a / (a - b)) * (to.column - from.column) }];
    });
  }
  return [...left];
}

/** A straight side of a convex outline: `row · downwards + column · rightwards + offset` is the distance of a place from it, above 0 inside. */
export interface ConvexSide {
  readonly downwards: number;
  readonly rightwards: number;
  readonly offset: number;
}

/** The sides of a convex outline, each moved inwards by so much; by default not at all. Inside, the least of their distances is that of the border. */
export function layConvex(corners: readonly Corner[], depthOf: (from: Corner, to: Corner) => number = () => 0): ConvexSide[] {
  const way = Math.sign(corners.reduce((sum, { row, column }, i) => {
    const next = corners[(i + 1) % corners.length]!;
    return sum + column * next.row - next.column * row;
  }, 0));
  return corners.flatMap((from, i) => {
    const to = corners[(i + 1) % corners.length]!, down = to.row - from.row, right = to.column - from.column, length = Math.hypot(down, right);
    if (length === 0) return [];
    const downwards = (way * right) / length, rightwards = (-way * down) / length;
    return [{ downwards, rightwards, offset: -(downwards * from.row + rightwards * from.column) - Math.max(0, depthOf(from, to)) }];
  });
}

/** Distance of a place from a side, pixels, above 0 inside. */
export function depthBehind({ downwards, rightwards, offset }: ConvexSide, { row, column }: Corner): number {
  return row * downwards + column * rightwards + offset;
}
