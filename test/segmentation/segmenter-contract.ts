import { expect, it } from 'vitest';
import { networkPixelsPerMm } from '../../src/measurement/network-pixels.js';
import { photographPhantom } from '../../src/phantom/index.js';
import type { Segmenter } from '../../src/segmentation/segmenter.js';

/** What every segmenter must do; run it inside a describe block. */
export function segmenterContract(open: () => Promise<Segmenter>): void {
  const scalp = (densityPerCm2: number): ReturnType<typeof photographPhantom> =>
    photographPhantom({ seed: 31, densityPerCm2, micrometresPerPixel: 1000 / networkPixelsPerMm, widthMm: 2.5, heightMm: 2 });

  it('names its model by sha256', async () => {
    const { model, pixelsPerMillimetre } = await open();
    expect(model.sha256).toMatch(/^[0-9a-f]{64}$/);
    // Lengths are counted in its pixels.
    expect(pixelsPerMillimetre).toBe(networkPixelsPerMm);
  });

  it('gives maps of the picture’s size, or half of it, with probabilities between 0 and 1', async () => {
    const { image } = scalp(120), maps = await (await open()).segment(image);
    expect([maps.hair.width, maps.hair.height]).toEqual([image.width, image.height]);
    for (const half of [maps.middle, maps.root, maps.tip, maps.rootOffsetX, maps.tipOffsetY]) {
      expect([half.width, half.height]).toEqual([Math.ceil(image.width / 2), Math.ceil(image.height / 2)]);
    }
    for (const map of [maps.hair, maps.middle, maps.root, maps.tip]) expect(map.data.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('sees hair where hair was drawn and skin where none was', async () => {
    const phantom = scalp(150), { hair } = await (await open()).segment(phantom.image);
    let onHair = 0, hairPixels = 0, onSkin = 0, skinPixels = 0;
    phantom.owner.forEach((owner, i) => {
      if (owner > 0) { onHair += hair.data[i]!; hairPixels++; } else { onSkin += hair.data[i]!; skinPixels++; }
    });
    expect(onHair / hairPixels).toBeGreaterThan(0.7);
    expect(onSkin / skinPixels).toBeLessThan(0.05);
  });

  it('gives the same bytes for the same picture, alone or beside others', async () => {
    const segmenter = await open(), { image } = scalp(100);
    const alone = await segmenter.segment(image), together = await Promise.all([segmenter.segment(image), segmenter.segment(image)]);
    for (const maps of together) {
      for (const name of ['hair', 'middle', 'root', 'tipOffsetX'] as const) {
        expect(Buffer.compare(Buffer.from(maps[name].data.buffer), Buffer.from(alone[name].data.buffer))).toBe(0);
      }
    }
  });
}
