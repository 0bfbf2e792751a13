import type { Constellation, HairRoot } from './constellation.js';
import { describeField } from './field-of-view.js';
import type { FieldOfView } from './field-of-view.js';

/** Roots nearer than this leave the skin together. */
export const unitReachMm = 0.2;
/** Roots nearer than this to a border are at the edge. */
export const edgeMm = 0.1;

/** A constellation laid out for computing: flat arrays in an order that depends on the content alone. */
export interface RootField {
  readonly roots: readonly HairRoot[];
  readonly traces: readonly HairRoot[];
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Number of the follicular unit of each root, from 0, by nearness alone so that both photographs are treated alike. */
  readonly unit: Int32Array;
  readonly unitCount: number;
  /** 1 for a root nearer than `edgeMm` to the border of the field, else 0. */
  readonly atEdge: Uint8Array;
  /** The `neighboursListed` nearest roots of each root, nearest first; −1 where there are fewer. */
  readonly neighbours: Int32Array;
  /** Mean direction of the shafts, radians; null when they point everywhere. */
  readonly meanDirection: number | null;
  /** Each shaft's direction against the mean, radians, and its log diameter against the mean; NaN where unknown. */
  readonly leaning: Float64Array;
  readonly thickness: Float64Array;
  readonly field: FieldOfView;
  /** Where shafts are seen: of an area that somebody drew all of its photograph, else the field. */
  readonly shown: Pick<FieldOfView, 'depth'>;
}

export function layRoots(constellation: Constellation): RootField {
  const roots = [...constellation.roots].sort(compareRoots);
  const x = Float64Array.from(roots, (root) => root.x), y = Float64Array.from(roots, (root) => root.y);
  const { unit, unitCount } = groupByNearness(x, y);
  const meanDirection = meanAngle(roots), field = describeField(constellation);
  return {
    roots, x, y, unit, unitCount, meanDirection,
    traces: [...constellation.traces ?? []].sort(compareRoots),
    neighbours: listNeighbours(x, y),
    leaning: Float64Array.from(roots, (root) => (meanDirection === null || root.directionRadians === null ? NaN : wrapAngle(root.directionRadians - meanDirection))),
    thickness: deviationsOfLogDiameter(roots),
    field, shown: constellation.photograph === undefined ? field : describeField({ ...constellation, outline: constellation.photograph }), atEdge: Uint8Array.from(roots, (root) => (field.depth(root.x, root.y) < edgeMm ? 1 : 0)),
  };
}

export const neighboursListed = 8;

function listNeighbours(x: Float64Array, y: Float64Array): Int32Array {
  const neighbours = new Int32Array(x.length * neighboursListed).fill(-1), distance = new Float64Array(neighboursListed);
  for (let i = 0; i < x.length; i++) {
    let count = 0;
    for (let j = 0; j < x.length; j++) {
      const d2 = (x[j] - x[i]) ** 2 + (y[j] - y[i]) ** 2;
      if (j === i || (count === neighboursListed && d2 >= distance[count - 1])) continue;
      let at = count < neighboursListed ? count++ : count - 1;
      for (; at > 0 && distance[at - 1] > d2; at--) {
        distance[at] = distance[at - 1];
        neighbours[i * neighboursListed + at] = neighbours[i * neighboursListed + at - 1];
      }
      distance[at] = d2;
      neighbours[i * neighboursListed + at] = j;
    }
  }
  return neighbours;
}

/** By place first; the rest only so that the order never depends on how the list was handed over. */
export function compareRoots(a: HairRoot, b: HairRoot): number {
  return a.x - b.x || a.y - b.y || (a.directionRadians ?? 9) - (b.directionRadians ?? 9)
    || (a.diameterUm ?? 0) - (b.diameterUm ?? 0) || a.confidence - b.confidence || Number(a.counted) - Number(b.counted) || a.id - b.id;
}

/** Roots linked by gaps below `unitReachMm`; `x` ascends. */
function groupByNearness(x: Float64Array, y: Float64Array): { unit: Int32Array; unitCount: number } {
  const unit = new Int32Array(x.length).fill(-1);
  let unitCount = 0;
  for (let start = 0; start < x.length; start++) {
    if (unit[start] >= 0) continue;
    const open = [start];
    unit[start] = unitCount;
    while (open.length > 0) {
      const i = open.pop()!;
      for (let j = 0; j < x.length; j++) {
        if (unit[j] < 0 && Math.abs(x[i] - x[j]) < unitReachMm && Math.hypot(x[i] - x[j], y[i] - y[j]) < unitReachMm) {
          unit[j] = unitCount;
          open.push(j);
        }
      }
    }
    unitCount++;
  }
  return { unit, unitCount };
}

/** Below this length of the mean unit vector, shafts do not share a direction. */
const leastCoherence = 0.7;

function meanAngle(roots: readonly HairRoot[]): number | null {
  const angles = roots.flatMap((root) => (root.directionRadians === null ? [] : [root.directionRadians]));
  if (angles.length < 3) return null;
  const cos = angles.reduce((sum, angle) => sum + Math.cos(angle), 0) / angles.length;
  const sin = angles.reduce((sum, angle) => sum + Math.sin(angle), 0) / angles.length;
  return Math.hypot(cos, sin) < leastCoherence ? null : Math.atan2(sin, cos);
}

function deviationsOfLogDiameter(roots: readonly HairRoot[]): Float64Array {
  const logs = roots.map((root) => (root.diameterUm === null ? NaN : Math.log(root.diameterUm)));
  const known = logs.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Float64Array.from(logs, (value) => value - mean);
}

/** The same angle within −π…π. */
export function wrapAngle(angle: number): number {
  return angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
}
