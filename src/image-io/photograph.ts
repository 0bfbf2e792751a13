import type { RasterImage } from '../raster/raster-image.js';
import type { PhotographFormat } from './sniff-format.js';

/** A photograph as everything else sees it: upright, 8-bit sRGB, without any of its metadata but the capture date. */
export interface Photograph {
  /** File name without its folder. */
  readonly name: string;
  /** Of the file's bytes, hexadecimal, lower case. */
  readonly sha256: string;
  /** Pixels of the upright picture. */
  readonly width: number;
  readonly height: number;
  /** ISO date or date-time as the camera wrote it; null when the file holds none. */
  readonly capturedAt: string | null;
  readonly format: PhotographFormat;
  /** Whether the file holds the picture lying on its side and says that it is to be turned by a quarter: what is its width here is its height there. */
  readonly storedTurned: boolean;
  readonly image: RasterImage;
}
