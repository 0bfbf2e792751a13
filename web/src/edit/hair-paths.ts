import type { Position } from '../../../src/domain/hair.js';

const distance = (a: Position, b: Position): number => Math.hypot(a.row - b.row, a.column - b.column);

/** The point at a share of a line's length, 0 at its beginning, 1 at its end. */
export function pointOnPath(path: readonly Position[], share: number): Position {
  return walkTo(path, share).point;
}

/** Two lines from one, cut at a share of its length. */
export function cutPath(path: readonly Position[], share: number): [Position[], Position[]] {
  const { point, after } = walkTo(path, share);
  return [[...path.slice(0, after), point], [point, ...path.slice(after)]];
}

function walkTo(path: readonly Position[], share: number): { point: Position; after: number } {
  let left = share * lengthOf(path);
  for (let at = 1; at < path.length; at++) {
    const [from, to] = [path[at - 1]!, path[at]!], length = distance(from, to);
    if (left < length || at === path.length - 1) {
      const part = length === 0 ? 0 : Math.min(1, left / length);
      return { point: { row: from.row + part * (to.row - from.row), column: from.column + part * (to.column - from.column) }, after: at };
    }
    left -= length;
  }
  throw new RangeError('Expected a line of at least two points.');
}

export function lengthOf(path: readonly Position[]): number {
  return path.slice(1).reduce((sum, point, at) => sum + distance(path[at]!, point), 0);
}

/** The share of a line's length that lies nearest to a point. */
export function shareNearest(path: readonly Position[], place: Position): number {
  const steps = 200;
  let best = 0;
  for (let step = 1; step <= steps; step++) if (distance(pointOnPath(path, step / steps), place) < distance(pointOnPath(path, best), place)) best = step / steps;
  return best;
}

/**
 * One line from two: their nearest ends meet. It begins at an exit: of the first line where that end stays free, else of the second, else at the
 * first line's free end.
 */
export function joinPaths(first: readonly Position[], second: readonly Position[]): Position[] {
  const back = (path: readonly Position[]): Position[] => [...path].reverse();
  const ways = [
    { gap: distance(first[first.length - 1]!, second[0]!), path: [...first, ...second] },
    { gap: distance(first[0]!, second[second.length - 1]!), path: [...second, ...first] },
    { gap: distance(first[first.length - 1]!, second[second.length - 1]!), path: [...first, ...back(second)] },
    { gap: distance(first[0]!, second[0]!), path: [...back(first), ...second] },
  ];
  return ways.reduce((best, way) => (way.gap < best.gap ? way : best)).path;
}

const directions = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] } as const;
export type ArrowKey = keyof typeof directions;
export const isArrowKey = (key: string): key is ArrowKey => key in directions;

/** Rows and columns that an arrow key goes. */
export function stepOf(key: ArrowKey): { row: number; column: number } {
  const [row, column] = directions[key];
  return { row, column };
}

/** The nearest of some places in the direction of an arrow key, those straight ahead before those to the side; null when there is none. */
export function nextInDirection<Thing extends { root: Position }>(things: readonly Thing[], from: Position, key: ArrowKey): Thing | null {
  const { row, column } = stepOf(key);
  let best: Thing | null = null, least = Infinity;
  for (const thing of things) {
    const [dr, dc] = [thing.root.row - from.row, thing.root.column - from.column], ahead = dr * row + dc * column, aside = Math.abs(dr * column) + Math.abs(dc * row);
    if (ahead <= 0.5 || aside > 2 * ahead) continue;
    const cost = ahead + 2 * aside;
    if (cost < least) [best, least] = [thing, cost];
  }
  return best;
}
