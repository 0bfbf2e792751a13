import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { whyUndecoded } from '../../src/image-io/decode-photograph.js';
import { isPassing } from '../../src/batch/passing-refusals.js';

describe('a photograph that could not be opened', () => {
  it('is not called damaged when only time ran out, and nothing is kept against it', async () => {
    const slow = sharp({ create: { width: 12_000, height: 8_000, channels: 3, background: 'white' } }).blur(60).timeout({ seconds: 1 }).raw().toBuffer();
    const { code } = whyUndecoded(await slow.then(() => null, (error: unknown) => error));
    expect([code, isPassing(code)]).toEqual(['photo.timedOut', true]);
  });

  it('is not called damaged when memory ran out, and nothing is kept against it', async () => {
    for (const said of ['out of memory --- size == 288MB', 'VipsJpeg: Insufficient memory (case 4)', 'vips__malloc: unable to malloc', 'std::bad_alloc']) {
      const { code, message } = whyUndecoded(new Error(said));
      expect([code, isPassing(code)], said).toEqual(['photo.noMemory', true]);
      expect(message).not.toContain(said);
    }
  });

  it('is called damaged, once and for all, when its bytes are', async () => {
    const cut = (await sharp({ create: { width: 300, height: 300, channels: 3, background: 'red' } }).jpeg().toBuffer()).subarray(0, 400);
    const { code } = whyUndecoded(await sharp(cut, { failOn: 'warning' }).raw().toBuffer().then(() => null, (error: unknown) => error));
    expect([code, isPassing(code)]).toEqual(['photo.damaged', false]);
  });
});
