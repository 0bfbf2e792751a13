import sharp from 'sharp';
import { expect, it } from 'vitest';
import { blindPair } from '../../../src/analysis/blind/blind-pair.js';
import { createRandom } from '../../../src/phantom/random.js';
import type { RasterImage } from '../../../src/raster/raster-image.js';
import type { GlobalSegmenter } from '../../../src/segmentation/global-segmenter.js';

const side = 320;

/** Mottled skin that fills the frame, as a vertex from near does; with a date of six white letters or without. */
async function photographVertex(withDate: boolean): Promise<Uint8Array> {
  const random = createRandom(7), blocks = Float32Array.from({ length: (side / 8) ** 2 }, () => random.normal(0, 18)), data = Buffer.alloc(3 * side * side);
  for (let at = 0; at < side * side; at++) for (let c = 0; c < 3; c++) data[3 * at + c] = [190, 145, 118][c]! + blocks[Math.floor(at / side / 8) * (side / 8) + Math.floor((at % side) / 8)]!;
  if (withDate) for (let letter = 0; letter < 6; letter++) for (let row = 270; row < 290; row++) data.fill(255, 3 * (row * side + 110 + 16 * letter), 3 * (row * side + 120 + 16 * letter));
  return sharp(data, { raw: { width: side, height: side, channels: 3 } }).png().toBuffer();
}

/** Takes every photograph for scalp as far as it reaches. */
const allScalp = {
  segment: async ({ width, height }: RasterImage) => {
    const all = new Float32Array(width * height).fill(0.95);
    return { width, height, cellsPerPixel: 1, scalp: all, hair: all, worn: new Float32Array(width * height) };
  },
} as unknown as GlobalSegmenter;

it('a date burned into one of two photographs of a head is grey at the same place of both, and shows neither of them larger', async () => {
  for (const dated of [0, 1]) {
    const source = async (at: number): Promise<{ source: Uint8Array; micrometresPerPixel: null }> => ({ source: await photographVertex(at === dated), micrometresPerPixel: null });
    const pair = await blindPair([await source(0), await source(1)], { kind: 'global', grain: 'a' }, async () => allScalp);
    const [left, right] = await Promise.all(pair.map(async (bytes) => sharp(bytes).raw().toBuffer({ resolveWithObject: true }))), { data, info } = left!;
    const isGrey = (pixels: Buffer, at: number): boolean => [0, 1, 2].every((c) => Math.abs(pixels[3 * at + c]! - 128) < 6);
    let [grey, difference] = [0, 0];
    for (let at = 0; at < info.width * info.height; at++) {
      if (isGrey(data, at) && isGrey(right!.data, at)) grey++;
      difference += Math.abs(data[3 * at]! - right!.data[3 * at]!) / (info.width * info.height);
    }
    expect(grey).toBeGreaterThan(6 * 10 * 20);
    // The grain and the encoding differ by about 1; skin beside grey, or enlarged, by far more.
    expect(difference).toBeLessThan(2);
  }
});
