import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPhotograph } from '../../src/image-io/read-photograph.js';
import { resampleImage } from '../../src/raster/resample-image.js';
import { keepSmallCopy, resampleSmall, smallDecodingFactor, type SmallCopy } from '../../src/raster/small-copy.js';

/** A scalp of 2,560 × 1,920 pixels as a camera stores it, held any way. */
async function photographScalp(orientation: number, progressive = false): Promise<Uint8Array> {
  return sharp('fixtures/demo/baseline.jpg').resize(2560, 1920, { fit: 'cover' }).withMetadata({ orientation }).jpeg({ quality: 88, progressive }).toBuffer();
}

function differenceOf(one: Uint8Array, other: Uint8Array): { mean: number; most: number } {
  expect(one.length).toBe(other.length);
  const differences = one.map((value, at) => Math.abs(value - other[at]!));
  return { mean: differences.reduce((sum, value) => sum + value, 0) / one.length, most: differences.reduce((most, value) => Math.max(most, value), 0) };
}

describe('the small copy of a large photograph', () => {
  it.each([1, 3, 6, 8])('shows the same scalp in the same place as the photograph itself, held as orientation %i', async (orientation) => {
    const { image } = await readPhotograph(await photographScalp(orientation)), scale = 320 / 2560;
    const { mean, most } = differenceOf(resampleSmall(image, scale).data, resampleImage(image, scale).data);
    expect(mean).toBeLessThan(0.6);
    expect(most).toBeLessThan(8);
  });

  it('is the same of the same photograph, read twice at once', async () => {
    const bytes = await photographScalp(6), [one, other] = await Promise.all([readPhotograph(bytes), readPhotograph(bytes)]);
    expect(resampleSmall(one.image, 0.1).data).toEqual(resampleSmall(other.image, 0.1).data);
  });

  it('is there before the photograph is, of the photograph as it is held, and shows the same', async () => {
    const told: SmallCopy[] = [], { image } = await readPhotograph(await photographScalp(6), { onSmallCopy: (copy) => void told.push(copy) });
    expect(told.map(({ width, height, factor }) => [width, height, factor])).toEqual([[1920, 2560, 4]]);
    expect(resampleSmall(told[0]!, 0.1)).toEqual(resampleSmall(image, 0.1));
  });

  it('is made by shrinking, and afterwards, where a progressive photograph would have to be held twice', async () => {
    const told: SmallCopy[] = [], { image } = await readPhotograph(await photographScalp(1, true), { onSmallCopy: (copy) => void told.push(copy) });
    expect(told).toEqual([]);
    expect(resampleSmall(image, 0.125).data).toEqual(resampleImage(resampleImage(image, 0.25), 0.5).data);
  });

  it('is decoded small only where whole pixels come out, 640 or more of them', () => {
    expect(smallDecodingFactor({ width: 4000, height: 3000 })).toBe(4);
    expect(smallDecodingFactor({ width: 6000, height: 4000 })).toBe(8);
    expect(smallDecodingFactor({ width: 4001, height: 3000 })).toBe(1);
    expect(smallDecodingFactor({ width: 2556, height: 1920 })).toBe(1);
  });

  it('is refused when it is of another size than the photograph', () => {
    const picture = (width: number, height: number) => ({ width, height, data: new Uint8Array(width * height * 3) });
    expect(() => keepSmallCopy(picture(40, 40), { width: 36, height: 40, image: picture(9, 10), factor: 4 })).toThrow(RangeError);
  });
});
