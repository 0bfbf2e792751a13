import type { Constellation, PlaceMm } from './constellation.js';

/** The skin of one photograph in which a hair would have been seen. */
export interface FieldOfView {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly centre: PlaceMm;
  readonly areaMm2: number;
  /** Distance to the nearest border, mm: positive inside, negative outside or in a hole. */
  depth(x: number, y: number): number;
}

/** @throws RangeError when the outline has fewer than three corners or no area. */
export function describeField({ outline, holes }: Pick<Constellation, 'outline' | 'holes'>): FieldOfView {
  if (outline.length < 3) throw new RangeError(`An outline needs at least 3 corners, got ${outline.length}.`);
  const edges = layEdges(outline), holeEdges = holes.map(layEdges);
  const xs = outline.map((corner) => corner.x), ys = outline.map((corner) => corner.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const depth = (x: number, y: number): number => {
    let least = signedDistance(edges, x, y);
    for (const hole of holeEdges) least = Math.min(least, -signedDistance(hole, x, y));
    return least;
  };
  const areaMm2 = polygonArea(outline) * (holes.length === 0 ? 1 : shareOutsideHoles(depth, edges, { left, top, right, bottom }));
  if (!(areaMm2 > 0)) throw new RangeError('The outline encloses no area.');
  return { left, top, right, bottom, areaMm2, centre: { x: (left + right) / 2, y: (top + bottom) / 2 }, depth };
}

/** Holes may overlap each other and the border, so their share is counted on a grid, to about 1 %. */
function shareOutsideHoles(depth: (x: number, y: number) => number, edges: Float64Array, box: { left: number; top: number; right: number; bottom: number }): number {
  const side = 100;
  let inside = 0, open = 0;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const x = box.left + ((column + 0.5) / side) * (box.right - box.left), y = box.top + ((row + 0.5) / side) * (box.bottom - box.top);
      if (signedDistance(edges, x, y) <= 0) continue;
      inside++;
      if (depth(x, y) > 0) open++;
    }
  }
  return inside === 0 ? 0 : open / inside;
}

/** x, y of the start and x, y of the end of each edge. */
function layEdges(corners: readonly PlaceMm[]): Float64Array {
  const edges = new Float64Array(corners.length * 4);
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % corners.length];
    edges.set([corner.x, corner.y, next.x, next.y], i * 4);
  });
  return edges;
}

function signedDistance(edges: Float64Array, x: number, y: number): number {
  let inside = false;
  let nearest = Infinity;
  for (let i = 0; i < edges.length; i += 4) {
    const x1 = edges[i], y1 = edges[i + 1], dx = edges[i + 2] - x1, dy = edges[i + 3] - y1;
    if ((y1 > y) !== (y1 + dy > y) && x < x1 + (dx * (y - y1)) / dy) inside = !inside;
    const length2 = dx * dx + dy * dy;
    const share = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length2));
    const px = x1 + share * dx - x, py = y1 + share * dy - y;
    nearest = Math.min(nearest, px * px + py * py);
  }
  return inside ? Math.sqrt(nearest) : -Math.sqrt(nearest);
}

function polygonArea(corners: readonly PlaceMm[]): number {
  let twice = 0;
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % corners.length];
    twice += corner.x * next.y - next.x * corner.y;
  });
  return Math.abs(twice) / 2;
}
