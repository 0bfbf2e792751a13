import type { Mask } from './raster-image.js';

/**
 * A mask as the stretches of each row that lie inside. What is left out of a photograph is a few plain shapes; with a byte for every pixel the mask of
 * 100 million pixels would take a third of what the picture takes, and this takes next to nothing.
 *
 *     # # . . # #     →     0 2, 4 6
 */
export interface RowSpans {
  readonly width: number;
  readonly height: number;
  /** One a row: first column inside, first column behind it, and so on, ascending. Rows may share an array, so none is ever changed; it is replaced. */
  readonly rows: (readonly number[])[];
}

/** All of a picture. */
export function wholeSpans({ width, height }: { readonly width: number; readonly height: number }): RowSpans {
  return { width, height, rows: Array.from<readonly number[]>({ length: height }).fill([0, width]) };
}

/**
 * Takes the columns `from` to before `to` out of a row.
 * @param spans  Changed in place.
 * @returns How many pixels of them lay inside.
 */
export function clearSpan({ rows }: RowSpans, row: number, from: number, to: number): number {
  const before = rows[row]!, after: number[] = [];
  let cleared = 0;
  for (let i = 0; i < before.length; i += 2) {
    const start = before[i]!, end = before[i + 1]!, first = Math.max(start, from), last = Math.min(end, to);
    if (first >= last) { after.push(start, end); continue; }
    cleared += last - first;
    if (start < first) after.push(start, first);
    if (last < end) after.push(last, end);
  }
  if (cleared > 0) rows[row] = after;
  return cleared;
}

/** How many of the columns `from` to before `to` of a row lie inside. */
export function countInSpan({ rows }: RowSpans, row: number, from: number, to: number): number {
  const spans = rows[row]!;
  let count = 0;
  for (let i = 0; i < spans.length; i += 2) count += Math.max(0, Math.min(spans[i + 1]!, to) - Math.max(spans[i]!, from));
  return count;
}

/** Whether a pixel of the picture lies inside. */
export function isInside(spans: RowSpans, row: number, column: number): boolean {
  return countInSpan(spans, row, column, column + 1) === 1;
}

/** Writes a row as bytes, 1 inside and 0 outside, over whatever stood there. */
export function unpackRow({ rows }: RowSpans, row: number, bytes: Uint8Array): void {
  const spans = rows[row]!;
  bytes.fill(0);
  for (let i = 0; i < spans.length; i += 2) bytes.fill(1, spans[i]!, spans[i + 1]!);
}

/** The same with a byte for every pixel. */
export function unpackSpans(spans: RowSpans): Mask {
  const { width, height } = spans, data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) unpackRow(spans, row, data.subarray(row * width, (row + 1) * width));
  return { width, height, data };
}
