import type { Exclusion } from '../../domain/result.js';
import type { PixelWindow } from '../../raster/pixel-window.js';
import { clipConvex } from '../../raster/clip-convex.js';
import { clearSpan, type RowSpans } from '../../raster/row-spans.js';
import { columnsAt, type Place } from './convex-hull.js';
import type { Circle } from './geometry.js';

/** What can be taken out of a picture: a rectangle, a piece with straight sides that bulges everywhere, all outside a circle or around such a piece, or a band along a circle. */
export type ExcludedShape =
  | { readonly kind: 'box'; readonly box: PixelWindow }
  | { readonly kind: 'convex'; readonly corners: readonly Place[] }
  | { readonly kind: 'outside'; readonly circle: Circle }
  | { readonly kind: 'around'; readonly corners: readonly Place[] }
  | { readonly kind: 'ring'; readonly circle: Circle; readonly halfWidth: number };

/** One thing that is not skin or hair, drawn with one or more shapes. */
export interface ExcludedPart {
  readonly reason: Exclusion['reason'];
  readonly shapes: readonly ExcludedShape[];
}

/**
 * Brings a part found in a picture shrunk by a whole factor back to the pixels of the original. What reached the edge of the
 * shrunk picture reaches that of the original, whose last pixels may have been rounded away.
 */
export function enlargePart(part: ExcludedPart, factor: number, shrunk: { readonly width: number; readonly height: number }): ExcludedPart {
  return { reason: part.reason, shapes: part.shapes.map((shape) => enlargeShape(shape, factor, shrunk)) };
}

function enlargeShape(shape: ExcludedShape, factor: number, shrunk: { readonly width: number; readonly height: number }): ExcludedShape {
  if (shape.kind === 'box') {
    const { top, left, bottom, right } = shape.box;
    const rounding = factor > 1 ? factor : 0;
    const last = (position: number, end: number): number => position * factor + (position >= end ? rounding : 0);
    return { kind: 'box', box: { top: top * factor, left: left * factor, bottom: last(bottom, shrunk.height), right: last(right, shrunk.width) } };
  }
  const original = (place: number): number => (place + 0.5) * factor - 0.5;
  if (shape.kind === 'convex' || shape.kind === 'around') return { kind: shape.kind, corners: shape.corners.map(({ row, column }) => ({ row: original(row), column: original(column) })) };
  const { row, column, radius } = shape.circle;
  const circle = { row: original(row), column: original(column), radius: radius * factor };
  return shape.kind === 'outside' ? { kind: 'outside', circle } : { kind: 'ring', circle, halfWidth: shape.halfWidth * factor };
}

/**
 * Clears a part's pixels in the mask.
 *
 * @param valid  Changed in place.
 * @returns How much of the picture this part took away (what was cleared before does not count) and its enclosing
 *          rectangle; null when it took nothing.
 */
export function clearPart(valid: RowSpans, part: ExcludedPart): Exclusion | null {
  let cleared = 0;
  let top = valid.height, left = valid.width, bottom = 0, right = 0;
  for (const shape of part.shapes) {
    forEachRun(valid, shape, (row, from, to) => {
      cleared += clearSpan(valid, row, from, to);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row + 1);
      left = Math.min(left, from);
      right = Math.max(right, to);
    });
  }
  if (cleared === 0) return null;
  const field = part.shapes.find((shape) => shape.kind === 'outside' || shape.kind === 'around');
  return {
    reason: part.reason, share: cleared / (valid.width * valid.height), rows: [top, bottom], columns: [left, right],
    ...(field === undefined ? {} : { inside: outlineField(field.kind === 'outside' ? layCircle(field.circle) : field.corners, valid) }),
  };
}

/** Corners of the polygon that stands for a circle. */
const circleCorners = 96;

/** A polygon that stands for a circle. */
export function layCircle({ row, column, radius }: Circle): Place[] {
  return Array.from({ length: circleCorners }, (_, k) => {
    const angle = (2 * Math.PI * k) / circleCorners;
    return { row: row + radius * Math.sin(angle), column: column + radius * Math.cos(angle) };
  });
}

/** The part of a field that a picture shows, from the outer edge of its first pixel to that of its last. */
function outlineField(field: readonly Place[], { width, height }: { readonly width: number; readonly height: number }): Place[] {
  const frame = [[-0.5, -0.5], [-0.5, width - 0.5], [height - 0.5, width - 0.5], [height - 0.5, -0.5]].map(([down, right]) => ({ row: down!, column: right! }));
  return clipConvex(field, frame).map((place) => ({ row: Number(place.row.toFixed(2)), column: Number(place.column.toFixed(2)) }));
}

/** Visits the stretches of each row that lie in a shape: first column inclusive, last exclusive. */
function forEachRun({ width, height }: RowSpans, shape: ExcludedShape, visit: (row: number, from: number, to: number) => void): void {
  const emit = (row: number, from: number, to: number): void => {
    const start = Math.max(0, Math.ceil(from));
    const end = Math.min(width, Math.ceil(to));
    if (start < end) visit(row, start, end);
  };
  if (shape.kind === 'box') {
    const { top, left, bottom, right } = shape.box;
    for (let row = Math.max(0, Math.floor(top)); row < Math.min(height, Math.ceil(bottom)); row++) emit(row, left, right);
    return;
  }
  if (shape.kind === 'convex' || shape.kind === 'around') {
    for (let row = 0; row < height; row++) {
      const [from, to] = columnsAt(shape.corners, row), end = from <= to ? to + 1e-9 : to;
      if (shape.kind === 'convex') emit(row, from, end);
      else {
        emit(row, 0, from);
        emit(row, Math.max(from, end), width);
      }
    }
    return;
  }
  const { circle } = shape;
  const outer = shape.kind === 'ring' ? circle.radius + shape.halfWidth : Infinity;
  const inner = shape.kind === 'ring' ? circle.radius - shape.halfWidth : circle.radius;
  for (let row = 0; row < height; row++) {
    const away = row - circle.row;
    if (Math.abs(away) > outer) continue;
    const reach = Number.isFinite(outer) ? Math.sqrt(outer * outer - away * away) : width + Math.abs(circle.column);
    if (Math.abs(away) >= inner) {
      emit(row, circle.column - reach, circle.column + reach + 1e-9);
      continue;
    }
    const hollow = Math.sqrt(inner * inner - away * away);
    emit(row, circle.column - reach, circle.column - hollow + 1e-9);
    emit(row, circle.column + hollow, circle.column + reach + 1e-9);
  }
}
