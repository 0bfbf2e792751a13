import { expect, it } from 'vitest';
import { openShippedSegmenter } from '../../src/analysis/analyse-timepoint.js';
import { findWorkingScale } from '../../src/analysis/find-working-scale.js';
import { photographPhantom } from '../../src/phantom/index.js';

it('hair in the round field of a scope is looked for at the scale of the same hair without one, be the surround black or white', async () => {
  const { image } = photographPhantom({ seed: 33, densityPerCm2: 120, micrometresPerPixel: 5, widthMm: 3, heightMm: 2.4, hairColour: 'black', skinTone: 2 }), { width, height } = image, segmenter = await openShippedSegmenter();
  const guessed: number[] = [];
  for (const surround of [null, 3, 252]) {
    const data = image.data.slice();
    for (let at = 0; surround !== null && at < width * height; at++) if (Math.hypot(Math.floor(at / width) - height / 2, (at % width) - width / 2) > 0.45 * height) data.fill(surround, 3 * at, 3 * at + 3);
    guessed.push((1000 * (await findWorkingScale({ width, height, data }, segmenter)).scale) / segmenter.pixelsPerMillimetre);
  }
  // Scales are tried in steps of 1.35.
  expect(Math.max(...guessed) / Math.min(...guessed), `µm per pixel without, in black and in white: ${guessed.map((value) => value.toFixed(2)).join(', ')}; true: 5`).toBeLessThan(1.2);
}, 120_000);
