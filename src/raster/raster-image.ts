/** A colour picture in memory: 8-bit sRGB, three interleaved channels, row-major, top row first. */
export interface RasterImage {
  readonly width: number;
  readonly height: number;
  /** `width × height × 3` bytes: red, green, blue. */
  readonly data: Uint8Array;
}

/** One number a pixel, row-major. What the numbers mean (range, unit) is said where a map is made. */
export interface FloatMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** One byte a pixel, row-major; 0 is outside, anything else inside. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
