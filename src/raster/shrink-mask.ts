import type { Mask } from './raster-image.js';

/**
 * A mask at another scale: each result pixel takes the mask's value at its own centre.
 * @param size   Of the result.
 * @param scale  Result pixels a mask pixel; centres map as in `resampleImage`.
 */
export function shrinkMask(mask: Mask, size: { readonly width: number; readonly height: number }, scale: number): Mask {
  const { width, height } = size, data = new Uint8Array(width * height);
  const columns = Int32Array.from({ length: width }, (_, x) => Math.min(mask.width - 1, Math.max(0, Math.round((x + 0.5) / scale - 0.5))));
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.min(mask.height - 1, Math.max(0, Math.round((y + 0.5) / scale - 0.5))) * mask.width;
    for (let x = 0; x < width; x++, i++) data[i] = mask.data[row + columns[x]!]!;
  }
  return { width, height, data };
}
