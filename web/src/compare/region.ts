import type { ComparisonRequest } from '../../../src/jobs/comparison-request.js';

type Region = NonNullable<ComparisonRequest['baseline']['region']>;
interface Place { row: number; column: number }

export const regionShapes = ['scalp', 'vertex', 'frontal', 'ellipse', 'polygon'] as const;

/** The region of a head as it was chosen and marked on the photograph before. */
export interface MarkedRegion { shape: (typeof regionShapes)[number]; points: readonly Place[] }

export const wholeScalp: MarkedRegion = { shape: 'scalp', points: [] };

/** Marks that a drawn region needs; an ellipse takes no more. */
export const neededPoints = { scalp: 0, vertex: 0, frontal: 0, ellipse: 3, polygon: 3 } as const;

/** Corners that the service takes. */
export const mostCorners = 200;

/** What is still missing of a region, in a sentence; null when it is complete. */
export function regionProblem({ shape, points }: MarkedRegion): string | null {
  if (points.length < neededPoints[shape]) return shape === 'ellipse' ? 'Mark the two ends of the ellipse and a point on its side.' : 'Mark three corners of the region or more.';
  return regionOf({ shape, points }) === null ? 'The point on the side of the ellipse lies on the line between its ends: mark it again.' : null;
}

/**
 * A marked region as the service takes it; null while marks are missing.
 *
 *        3
 *      . · .
 *     1  ·  2      An ellipse: its two ends, then how far it reaches to the side.
 *      ' · '
 */
export function regionOf({ shape, points }: MarkedRegion): Region | null {
  if (shape !== 'ellipse' && shape !== 'polygon') return { shape };
  if (points.length < neededPoints[shape]) return null;
  if (shape === 'polygon') return { shape, outline: points.map(({ row, column }) => ({ row, column })) };
  const [from, to, side] = points as [Place, Place, Place];
  const along = { row: to.row - from.row, column: to.column - from.column }, width = Math.hypot(along.row, along.column);
  const height = width === 0 ? 0 : (2 * Math.abs((side.column - from.column) * along.row - (side.row - from.row) * along.column)) / width;
  return height < 1 ? null : {
    shape, row: (from.row + to.row) / 2, column: (from.column + to.column) / 2, height: rounded(height), width: rounded(width), turnDegrees: rounded((Math.atan2(along.row, along.column) * 180) / Math.PI),
  };
}

/** The outline to draw, as the path of an SVG; of an ellipse whose side is not marked yet, its length. */
export function outlinePath(region: MarkedRegion): string {
  const laid = regionOf(region), at = ({ row, column }: Place): string => `${column},${row}`;
  if (laid?.shape === 'ellipse') {
    const [from, to] = region.points as [Place, Place], arc = `A${laid.width / 2},${laid.height / 2} ${laid.turnDegrees} 0 1`;
    return `M${at(from)}${arc} ${at(to)}${arc} ${at(from)}Z`;
  }
  return region.points.length < 2 ? '' : `M${region.points.slice(0, region.shape === 'ellipse' ? 2 : undefined).map(at).join('L')}${laid === null ? '' : 'Z'}`;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
