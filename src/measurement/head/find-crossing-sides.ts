interface Corner { readonly row: number; readonly column: number }

/**
 * The first two sides of a closed outline that cut each other, as the numbers (from 0) of the corners they start at; null where none do.
 * Sides that only touch, as where a corner was marked twice or lies on another side, do not cut each other: what lies inside is clear.
 */
export function findCrossingSides(outline: readonly Corner[]): [number, number] | null {
  const end = (side: number): Corner => outline[(side + 1) % outline.length];
  for (let one = 0; one < outline.length; one++) {
    for (let other = one + 2; other < outline.length; other++) {
      if (areApart(outline[one], end(one), outline[other], end(other)) && areApart(outline[other], end(other), outline[one], end(one))) return [one, other];
    }
  }
  return null;
}

/** Whether the second line's ends lie on the two sides of the first one. */
function areApart(from: Corner, to: Corner, first: Corner, second: Corner): boolean {
  const side = ({ row, column }: Corner): number => (to.column - from.column) * (row - from.row) - (to.row - from.row) * (column - from.column);
  return side(first) * side(second) < 0;
}
