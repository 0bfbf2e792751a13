/**
 * What the network for heads says of a whole photograph, on a grid coarser than the photograph.
 *
 * Cell (c, r) stands for the photograph around pixel `fromResampled(c, cellsPerPixel)`, `fromResampled(r, cellsPerPixel)`;
 * a pixel's cell is `toResampled(column, cellsPerPixel)` (src/raster/resample-image.ts).
 */
export interface GlobalMaps {
  /** Cells across and down. */
  readonly width: number;
  readonly height: number;
  /** Cells a pixel of the photograph, the same on both axes. */
  readonly cellsPerPixel: number;
  /** Probability that the cell shows scalp hair or scalp where it grows or grew, 0…1; `width × height`, row-major. */
  readonly scalp: Float32Array;
  /** Share of the cell that hair covers, 0…1, if it is scalp; elsewhere (beard, fur, ground) it means nothing. */
  readonly hair: Float32Array;
  /** Probability that something worn on the head, or laid on it, hides it there, 0…1: a cap, a hood, a bandage. */
  readonly worn: Float32Array;
}
