import type { RasterImage } from './raster-image.js';

export type Colour = readonly [red: number, green: number, blue: number];

export interface Point {
  readonly row: number;
  readonly column: number;
}

export interface Stroke {
  /** Pixels, > 0; a stroke thinner than a pixel is paler instead. */
  readonly width: number;
  readonly colour: Colour;
  /** 0…1, default 1. */
  readonly opacity?: number;
  /** Length of a dash and of the gap after it, pixels; default no gaps. */
  readonly dash?: number;
}

/**
 * Draws a line through points with smooth edges and round ends. Positions count from pixel centres; what falls outside is cut.
 *
 * @param image  Changed in place.
 */
export function drawPath(image: RasterImage, path: readonly Point[], stroke: Stroke): void {
  const pieces = stroke.dash === undefined ? toPieces(path) : cutDashes(path, stroke.dash);
  const strength = (stroke.opacity ?? 1) * Math.min(1, stroke.width);
  for (const [row, covered] of coverRows(pieces, stroke.width / 2 + 0.5, image)) {
    for (const [column, share] of covered) blend(image, row, column, stroke.colour, Math.min(1, share) * strength);
  }
}

/** Draws a ring with smooth edges around a point. Changes the image in place. */
export function drawRing(image: RasterImage, centre: Point, radius: number, stroke: Stroke): void {
  const { width, colour, opacity = 1 } = stroke;
  const reach = radius + width / 2 + 0.5;
  for (let row = Math.max(0, Math.floor(centre.row - reach)); row <= Math.min(image.height - 1, Math.ceil(centre.row + reach)); row++) {
    for (let column = Math.max(0, Math.floor(centre.column - reach)); column <= Math.min(image.width - 1, Math.ceil(centre.column + reach)); column++) {
      const away = Math.abs(Math.hypot(row - centre.row, column - centre.column) - radius);
      const covered = Math.min(1, width / 2 + 0.5 - away);
      if (covered > 0) blend(image, row, column, colour, covered * opacity * Math.min(1, width));
    }
  }
}

/** Lays a colour over a rectangle of whole pixels (first included, last excluded). Changes the image in place. */
export function fillRectangle(image: RasterImage, rows: readonly [number, number], columns: readonly [number, number], colour: Colour, opacity = 1): void {
  for (let row = Math.max(0, rows[0]); row < Math.min(image.height, rows[1]); row++) {
    for (let column = Math.max(0, columns[0]); column < Math.min(image.width, columns[1]); column++) blend(image, row, column, colour, opacity);
  }
}

/** Mixes a colour into one pixel; the caller keeps to the picture. */
export function blend(image: RasterImage, row: number, column: number, colour: Colour, opacity: number): void {
  const at = (row * image.width + column) * 3;
  for (let channel = 0; channel < 3; channel++) {
    const below = image.data[at + channel];
    image.data[at + channel] = Math.round(below + (colour[channel] - below) * opacity);
  }
}

type Piece = readonly [from: Point, to: Point];

function toPieces(path: readonly Point[]): Piece[] {
  if (path.length === 1) return [[path[0], path[0]]];
  return path.slice(1).map((to, i) => [path[i], to] as const);
}

function cutDashes(path: readonly Point[], dash: number): Piece[] {
  const pieces: Piece[] = [];
  let walked = 0;
  for (const [from, to] of toPieces(path)) {
    const length = Math.hypot(to.row - from.row, to.column - from.column);
    const at = (distance: number): Point => {
      const share = length === 0 ? 0 : distance / length;
      return { row: from.row + (to.row - from.row) * share, column: from.column + (to.column - from.column) * share };
    };
    for (let start = -(walked % (2 * dash)); start < length; start += 2 * dash) {
      if (start + dash > 0) pieces.push([at(Math.max(0, start)), at(Math.min(length, start + dash))]);
    }
    walked += length;
  }
  return pieces;
}

/**
 * How much of each pixel the pieces cover, the most of any piece, so that joints are not drawn twice.
 * Goes along the pieces and not over their rectangle: long hairs on large photographs are thin.
 */
function coverRows(pieces: readonly Piece[], reach: number, { width, height }: RasterImage): Map<number, Map<number, number>> {
  const rows = new Map<number, Map<number, number>>();
  for (const [from, to] of pieces) {
    const top = Math.max(0, Math.floor(Math.min(from.row, to.row) - reach));
    const bottom = Math.min(height - 1, Math.ceil(Math.max(from.row, to.row) + reach));
    for (let row = top; row <= bottom; row++) {
      const [left, right] = columnsNear(from, to, row, reach);
      for (let column = Math.max(0, Math.floor(left)); column <= Math.min(width - 1, Math.ceil(right)); column++) {
        const covered = reach - Math.sqrt(squaredDistance(row, column, from, to));
        if (covered <= 0) continue;
        const line = rows.get(row) ?? new Map<number, number>();
        rows.set(row, line);
        line.set(column, Math.max(covered, line.get(column) ?? 0));
      }
    }
  }
  return rows;
}

/** Columns that can lie within reach of the piece on one row. */
function columnsNear(from: Point, to: Point, row: number, reach: number): [number, number] {
  const rise = to.row - from.row;
  const shareAt = (edge: number): number => Math.max(0, Math.min(1, (edge - from.row) / rise));
  const first = rise === 0 ? 0 : shareAt(row - reach);
  const last = rise === 0 ? 1 : shareAt(row + reach);
  const a = from.column + (to.column - from.column) * first;
  const b = from.column + (to.column - from.column) * last;
  return [Math.min(a, b) - reach, Math.max(a, b) + reach];
}

function squaredDistance(row: number, column: number, from: Point, to: Point): number {
  const alongRow = to.row - from.row;
  const alongColumn = to.column - from.column;
  const length = alongRow * alongRow + alongColumn * alongColumn;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((row - from.row) * alongRow + (column - from.column) * alongColumn) / length));
  return (row - from.row - share * alongRow) ** 2 + (column - from.column - share * alongColumn) ** 2;
}
