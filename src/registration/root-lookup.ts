import type { RootField } from './root-field.js';

/** Width of a cell of the lookup, mm. */
const cellMm = 0.08;
/** No root is found farther away than this, mm. */
export const lookupReachMm = 0.3;

/** For every cell of a field: the root nearest to its middle, and whether it lies in view. Makes a million guesses cheap. */
export interface RootLookup {
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  readonly cellsPerMm: number;
  /** Index of the nearest root within reach, else −1; row-major. */
  readonly nearest: Int32Array;
  /** 1 in view, 0 out of view; row-major. */
  readonly inView: Uint8Array;
}

export function buildLookup({ x, y, field }: RootField): RootLookup {
  const columns = Math.ceil((field.right - field.left) / cellMm), rows = Math.ceil((field.bottom - field.top) / cellMm);
  const nearest = new Int32Array(columns * rows).fill(-1);
  const distance = new Float64Array(columns * rows).fill(Infinity);
  const inView = new Uint8Array(columns * rows);
  const reach = Math.ceil(lookupReachMm / cellMm);
  for (let i = 0; i < x.length; i++) {
    const column = Math.floor((x[i] - field.left) / cellMm), row = Math.floor((y[i] - field.top) / cellMm);
    for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r++) {
      for (let c = Math.max(0, column - reach); c <= Math.min(columns - 1, column + reach); c++) {
        const d = Math.hypot(field.left + (c + 0.5) * cellMm - x[i], field.top + (r + 0.5) * cellMm - y[i]);
        if (d < distance[r * columns + c] && d <= lookupReachMm) {
          distance[r * columns + c] = d;
          nearest[r * columns + c] = i;
        }
      }
    }
  }
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      if (field.depth(field.left + (c + 0.5) * cellMm, field.top + (r + 0.5) * cellMm) > 0) inView[r * columns + c] = 1;
    }
  }
  return { columns, rows, left: field.left, top: field.top, cellsPerMm: 1 / cellMm, nearest, inView };
}
