/** A straight map of the plane: x' = a·x + b·y + tx, y' = c·x + d·y + ty. x is a column, y a row. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly tx: number;
  readonly ty: number;
}

export const identityAffine: Affine = { a: 1, b: 0, c: 0, d: 1, tx: 0, ty: 0 };

/** Turn by an angle (radians, clockwise on a picture), scale, then shift so that `from` lands on `to`. */
export function similarity(angle: number, scale: number, from: { x: number; y: number }, to: { x: number; y: number }): Affine {
  const a = scale * Math.cos(angle), c = scale * Math.sin(angle);
  return { a, b: -c, c, d: a, tx: to.x - (a * from.x - c * from.y), ty: to.y - (c * from.x + a * from.y) };
}

/** First `inner`, then `outer`. */
export function composeAffine(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.b * inner.c, b: outer.a * inner.b + outer.b * inner.d,
    c: outer.c * inner.a + outer.d * inner.c, d: outer.c * inner.b + outer.d * inner.d,
    tx: outer.a * inner.tx + outer.b * inner.ty + outer.tx, ty: outer.c * inner.tx + outer.d * inner.ty + outer.ty,
  };
}

/** @throws RangeError for a map that folds the plane onto a line. */
export function invertAffine({ a, b, c, d, tx, ty }: Affine): Affine {
  const determinant = a * d - b * c;
  if (!(Math.abs(determinant) > 1e-12)) throw new RangeError('A map that folds the plane cannot be turned back.');
  const [ia, ib, ic, id] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
  return { a: ia, b: ib, c: ic, d: id, tx: -(ia * tx + ib * ty), ty: -(ic * tx + id * ty) };
}

export function applyAffine(map: Affine, x: number, y: number): { x: number; y: number } {
  return { x: map.a * x + map.b * y + map.tx, y: map.c * x + map.d * y + map.ty };
}

/** Turn (radians), mean scale, and how much longer one direction becomes than the other (1 for a similarity). */
export function describeAffine({ a, b, c, d }: Affine): { angle: number; scale: number; stretch: number } {
  const determinant = a * d - b * c, sum = a * a + b * b + c * c + d * d;
  const difference = Math.sqrt(Math.max(0, sum * sum - 4 * determinant * determinant));
  return { angle: Math.atan2(c - b, a + d), scale: Math.sqrt(Math.abs(determinant)), stretch: Math.sqrt((sum + difference) / Math.max(1e-12, sum - difference)) };
}
