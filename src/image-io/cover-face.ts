import { boxBlur } from '../raster/box-blur.js';
import { cropImage, type CropWindow } from '../raster/crop-image.js';
import { fillPolygon } from '../raster/fill-polygon.js';
import type { RasterImage } from '../raster/raster-image.js';

/** Kept around the measured region, as a share of its size: enough to see its border. */
const marginShare = 0.03;
const cover = [128, 128, 128] as const;

/** A picture of a head without its face, and where it lay on the photograph. */
export interface CoveredPicture {
  readonly image: RasterImage;
  readonly window: CropWindow;
}

/**
 * Cuts a photograph of a head down to its measured region and paints everything outside it grey, faces, clothes and rooms
 * included. What is covered cannot be brought back from the picture.
 * @param outline  The region, pixels of the photograph.
 */
export function coverFace(image: RasterImage, outline: readonly { readonly row: number; readonly column: number }[]): CoveredPicture {
  const rows = outline.map(({ row }) => row), columns = outline.map(({ column }) => column);
  const size = Math.max(Math.max(...rows) - Math.min(...rows), Math.max(...columns) - Math.min(...columns)), margin = Math.max(2, Math.round(marginShare * size));
  const top = Math.max(0, Math.floor(Math.min(...rows)) - margin), left = Math.max(0, Math.floor(Math.min(...columns)) - margin);
  const bottom = Math.min(image.height, Math.ceil(Math.max(...rows)) + margin + 1), right = Math.min(image.width, Math.ceil(Math.max(...columns)) + margin + 1);
  const window = { row: top, column: left, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
  const cropped = cropImage(image, window), inside = fillPolygon(outline.map(({ row, column }) => ({ row: row - top, column: column - left })), window);
  // Within three steps of the running means of the region, which reach about the margin.
  const near = boxBlur({ width: inside.width, height: inside.height, data: Float32Array.from(inside.data) }, Math.max(1, margin / 3)).data;
  for (let at = 0; at < near.length; at++) if (near[at] < 1e-3) cropped.data.set(cover, 3 * at);
  return { image: cropped, window };
}

/**
 * The same, not cut down: of the photograph's size, everything outside the region grey.
 * @param outline  The region; without corners nothing is shown.
 */
export function coverAllBut(image: RasterImage, outline: readonly { readonly row: number; readonly column: number }[]): RasterImage {
  const data = new Uint8Array(image.data.length).fill(cover[0]);
  if (outline.length < 3) return { width: image.width, height: image.height, data };
  const { image: shown, window } = coverFace(image, outline), bytes = 3 * window.width;
  for (let y = 0; y < window.height; y++) data.set(shown.data.subarray(y * bytes, (y + 1) * bytes), 3 * ((window.row + y) * image.width + window.column));
  return { width: image.width, height: image.height, data };
}
