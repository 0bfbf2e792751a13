import { beforeAll, describe, expect, it } from 'vitest';
import { analysePhotograph, openShippedHeadSegmenter } from '../../src/analysis/analyse-photograph.js';
import { analyseHead } from '../../src/analysis/head/analyse-head.js';
import { encodeJpeg } from '../../src/image-io/encode-image.js';
import { readPhotograph } from '../../src/image-io/read-photograph.js';
import { photographPhantom } from '../../src/phantom/index.js';
import type { RasterImage } from '../../src/raster/raster-image.js';
import { resampleImage } from '../../src/raster/resample-image.js';
import type { GlobalSegmenter } from '../../src/segmentation/global-segmenter.js';
import { frameImage } from '../support/frame-image.js';
import { paintHead } from '../support/paint-head.js';

let heads: GlobalSegmenter;
beforeAll(async () => { heads = await openShippedHeadSegmenter(); });

/** The network for heads, and the sizes of the photographs that it was shown, those of which it saw only a copy marked so. */
function watch(): { headSegmenter: GlobalSegmenter; shown: string[] } {
  const shown: string[] = [], note = (what: string, picture: Parameters<GlobalSegmenter['segment']>[0]): void => void shown.push(`${what} ${picture.width} × ${picture.height}${'factor' in picture ? ', early' : ''}`);
  return {
    shown,
    headSegmenter: {
      ...heads,
      segment: (picture) => { note('close look', picture); return heads.segment(picture); },
      glance: (picture) => { note('glance', picture); return heads.glance(picture); },
    },
  };
}

/** As a camera stores it: large enough to be decoded small beside its full size. */
const asCameraFile = (image: RasterImage): Promise<Uint8Array> => encodeJpeg(image, 90);
const largeHead = (): RasterImage => resampleImage(paintHead({ width: 640, height: 480, hairShare: 0.5 }), { width: 2560, height: 1920 });

describe('a large photograph', () => {
  it('of a head is looked at once, while it is still being decoded, and comes out as if it had been looked at afterwards', async () => {
    const bytes = await asCameraFile(largeHead()), { headSegmenter, shown } = watch(), photograph = await readPhotograph(bytes, { name: 'head.jpg' });
    const { result } = await analysePhotograph(bytes, { calibration: null, headSegmenter, name: 'head.jpg' });
    expect(result).toEqual(analyseHead(photograph, await heads.segment(photograph.image), heads, { scaleGiven: false }).result);
    expect(shown).toEqual(['close look 2560 × 1920, early']);
  });

  it('of a head in a frame is looked at again without it, and measured whole', async () => {
    const bytes = await asCameraFile(frameImage(largeHead(), 200, 0)), { headSegmenter, shown } = watch(), photograph = await readPhotograph(bytes, { name: 'head.jpg' });
    const { result } = await analysePhotograph(bytes, { calibration: null, headSegmenter, name: 'head.jpg' });
    expect(result).toEqual(analyseHead(photograph, await heads.segment(photograph.image), heads, { scaleGiven: false }).result);
    expect(shown).toEqual(['close look 2960 × 2320, early', expect.stringMatching(/^close look 25\d\d × 19\d\d$/), 'close look 2960 × 2320']);
  });

  it('of a head whose scale is given is glanced at early', async () => {
    const { headSegmenter, shown } = watch();
    const { result } = await analysePhotograph(await asCameraFile(largeHead()), { calibration: { method: 'given', micrometresPerPixel: 5 }, headSegmenter });
    expect([result.kind, ...shown]).toEqual(['global', 'glance 2560 × 1920, early', 'close look 2560 × 1920, early']);
  });

  it('that is plainly a close-up is not looked at for a head', async () => {
    const { image } = photographPhantom({ seed: 900_201, micrometresPerPixel: 6, widthMm: 3.84, heightMm: 2.88, style: 'immersion', densityPerCm2: 150 }), { headSegmenter, shown } = watch();
    const { result } = await analysePhotograph(await asCameraFile(resampleImage(image, 4)), { calibration: { method: 'given', micrometresPerPixel: 1.5 }, headSegmenter });
    expect([result.kind, ...shown]).toEqual(['closeup']);
  });

  it('that is cut short is refused', async () => {
    const bytes = await asCameraFile(largeHead());
    await expect(analysePhotograph(bytes.subarray(0, Math.round(0.7 * bytes.length)), { calibration: null, headSegmenter: watch().headSegmenter })).rejects.toMatchObject({ code: 'photo.damaged' });
  });

  it('of a head is refused with what went wrong when the network cannot be opened', async () => {
    const failing: GlobalSegmenter = { ...heads, segment: () => Promise.reject(new Error('no network')) };
    await expect(analysePhotograph(await asCameraFile(largeHead()), { calibration: null, headSegmenter: failing })).rejects.toThrow('no network');
  });
});
