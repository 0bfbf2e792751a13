import type { Mask } from './raster-image.js';

/**
 * The pixels whose centres lie inside a closed outline (even-odd rule).
 * @param outline  In pixels, pixel centres at whole numbers; the last place joins the first.
 */
export function fillPolygon(outline: readonly { readonly row: number; readonly column: number }[], size: { readonly width: number; readonly height: number }): Mask {
  const { width, height } = size, data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const crossings: number[] = [];
    for (let i = 0; i < outline.length; i++) {
      const from = outline[i], to = outline[(i + 1) % outline.length];
      if (from.row > row === to.row > row) continue;
      crossings.push(from.column + ((row - from.row) / (to.row - from.row)) * (to.column - from.column));
    }
    crossings.sort((one, other) => one - other);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const first = Math.max(0, Math.ceil(crossings[i])), last = Math.min(width - 1, Math.floor(crossings[i + 1]));
      if (last >= first) data.fill(1, row * width + first, row * width + last + 1);
    }
  }
  return { width, height, data };
}
