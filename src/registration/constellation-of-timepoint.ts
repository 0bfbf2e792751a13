import type { Hair, Position } from '../domain/hair.js';
import { hidesRectangle, isSurround } from '../domain/excluded-parts.js';
import { isTakenForHair } from '../domain/taken-for-hair.js';
import type { TimepointResult } from '../domain/result.js';
import { clipConvex } from '../raster/clip-convex.js';
import type { Constellation, HairRoot, PlaceMm } from './constellation.js';

/** A shorter shaft does not show where it points, mm. */
const shortestDirectedMm = 0.1;
/** A fainter trace is seen as often where a hair went (its empty exit, the shadow under the skin) as where one is. */
const tellingTrace = 0.1;

/**
 * The roots of a measured close-up in millimetres, with the skin in which they were looked for.
 *
 * Hairs whose root is hidden, and loose fragments, are left out; those whose root lies at or beyond the frame are traces. Results of earlier versions know of a round scope field only
 * that its surround was excluded; there the skin spanned by the roots takes its place, although a hair that went or came at its border then lies outside of the other one.
 *
 * @returns null without a scale.
 */
export function constellationOfTimepoint({ calibration, hairs, targetArea, photo, issues }: TimepointResult): Constellation | null {
  if (calibration === null) return null;
  const mm = calibration.micrometresPerPixel / 1000;
  // Hairs whose count was refused for a scale that cannot be true show, with those of the other photograph, which scale is.
  const isWrongScale = issues.some(({ code }) => code === 'scale.impossible');
  const counts = ({ counted, notCountedBecause }: Hair): boolean => counted || (isWrongScale && notCountedBecause === 'countRefused');
  const rootOf = (hair: Hair): HairRoot => {
    const dx = (hair.tip.column - hair.root.column) * mm, dy = (hair.tip.row - hair.root.row) * mm;
    return {
      id: hair.id, x: hair.root.column * mm, y: hair.root.row * mm,
      directionRadians: Math.hypot(dx, dy) < shortestDirectedMm ? null : Math.atan2(dy, dx),
      lengthMm: Math.hypot(dx, dy), diameterUm: hair.diameterUm, confidence: hair.confidence, counted: counts(hair),
    };
  };
  const roots = hairs
    .filter((hair) => hair.rootVisible && (counts(hair) || hair.notCountedBecause === 'outsideTargetArea' || hair.notCountedBecause === 'cutShort'))
    .map(rootOf);
  const surround = targetArea.exclusions.filter(isSurround), fields = surround.flatMap(({ inside }) => (inside === undefined ? [] : [inside]));
  const filled = targetArea.exclusions.filter((exclusion) => hidesRectangle(exclusion, photo));
  const hull = fields.length < surround.length ? convexHull(roots) : [];
  const clip = (corners: readonly Position[]): PlaceMm[] => fields.reduce<readonly Position[]>(clipConvex, corners).map(({ row, column }) => ({ x: column * mm, y: row * mm }));
  const outline = clip(targetArea.outline), { width, height } = photo;
  const photograph = clip([{ row: 0, column: 0 }, { row: 0, column: width }, { row: height, column: width }, { row: height, column: 0 }]);
  return {
    roots,
    traces: hairs.filter((hair) => hair.notCountedBecause === 'rootOutside' || (!isTakenForHair(hair) && hair.confidence >= tellingTrace)).map(rootOf),
    ...(hull.length >= 3 ? { outline: hull } : { outline, ...(targetArea.shape === 'frame' ? {} : { photograph }) }),
    holes: filled.map(({ rows: [top, bottom], columns: [left, right] }) => [
      { x: left * mm, y: top * mm }, { x: right * mm, y: top * mm }, { x: right * mm, y: bottom * mm }, { x: left * mm, y: bottom * mm },
    ]),
  };
}

/** Corners of the convex hull, in order (Andrew's monotone chain); fewer than three when the places lie on a line. */
function convexHull(places: readonly PlaceMm[]): PlaceMm[] {
  const sorted = [...places].sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (order: readonly PlaceMm[]): PlaceMm[] => {
    const chain: PlaceMm[] = [];
    for (const place of order) {
      while (chain.length >= 2 && turn(chain[chain.length - 2], chain[chain.length - 1], place) <= 0) chain.pop();
      chain.push(place);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a: PlaceMm, b: PlaceMm, c: PlaceMm): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}
