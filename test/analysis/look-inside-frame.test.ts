import { beforeAll, describe, expect, it } from 'vitest';
import { analyseTimepoint, openShippedSegmenter } from '../../src/analysis/analyse-timepoint.js';
import { lookInsideFrame } from '../../src/analysis/look-inside-frame.js';
import { encodePng } from '../../src/image-io/encode-image.js';
import { findPictureFrame, mayBeFramed } from '../../src/image-io/valid-area.js';
import { photographPhantom } from '../../src/phantom/index.js';
import type { RasterImage } from '../../src/raster/raster-image.js';
import type { Segmenter } from '../../src/segmentation/segmenter.js';
import { frameImage } from '../support/frame-image.js';

describe('a close-up that the network looks at while its frame is searched for', () => {
  let skin: RasterImage, framed: RasterImage, noisy: RasterImage, shipped: Segmenter;
  beforeAll(async () => {
    skin = photographPhantom({ seed: 78, densityPerCm2: 130, micrometresPerPixel: 5, widthMm: 2.5, heightMm: 2.5, hairColour: 'black', skinTone: 2 }).image;
    framed = frameImage(skin, 60, 0);
    noisy = { ...framed, data: framed.data.slice() };
    const { width, height, data } = noisy;
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        if (row > 0 && column > 0 && row < height - 1 && column < width - 1) continue;
        data.fill(40 + ((row * 7919 + column * 104729) % 160), (row * width + column) * 3, (row * width + column) * 3 + 3);
      }
    }
    shipped = await openShippedSegmenter();
  });

  /** The result, and how often the network was asked. */
  async function measure(image: RasterImage, looksMeanwhile: boolean): Promise<{ result: string; looks: number }> {
    let looks = 0;
    const segmenter: Segmenter = { ...shipped, looksMeanwhile, segment: (picture) => { looks++; return shipped.segment(picture); } };
    const { result } = await analyseTimepoint(await encodePng(image), { calibration: { method: 'given', micrometresPerPixel: 5 }, segmenter, name: 'scalp.png' });
    return { result: JSON.stringify(result), looks };
  }

  it('is looked at once where there is none, and where the sides show one', async () => {
    expect([mayBeFramed(skin), mayBeFramed(framed)]).toEqual([false, true]);
    for (const image of [skin, framed]) {
      const [meanwhile, after] = [await measure(image, true), await measure(image, false)];
      expect(meanwhile).toEqual(after);
      expect(meanwhile.looks).toBe(1);
    }
  });

  it('is looked at again where a frame whose outermost lines are not plain comes to light, and gives the same bytes', async () => {
    expect(mayBeFramed(noisy)).toBe(false);
    expect(findPictureFrame(noisy).top).toBeGreaterThan(50);
    const [meanwhile, after] = [await measure(noisy, true), await measure(noisy, false)];
    expect(meanwhile.result).toBe(after.result);
    expect([meanwhile.looks, after.looks]).toEqual([2, 1]);
  });

  it('is as bright to the network in the round field of a scope whether black or white lies around it', () => {
    const { width, height } = skin;
    const middles = [0, 255].map((level) => {
      const data = skin.data.slice();
      for (let at = 0; at < width * height; at++) if (Math.hypot(Math.floor(at / width) - height / 2, (at % width) - width / 2) > 0.36 * height) data.fill(level, 3 * at, 3 * at + 3);
      const { picture } = lookInsideFrame({ ...shipped, looksMeanwhile: false }, { width, height, data }, 1);
      return picture.data[3 * (Math.floor(height / 2) * width + Math.floor(width / 2)) + 1]!;
    });
    expect(Math.abs(middles[0]! - middles[1]!)).toBeLessThanOrEqual(1);
  });
});
