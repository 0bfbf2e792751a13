import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/analysis/calibrate.js';
import { checkCloseup } from '../../src/analysis/check-closeup.js';
import { AnalysisError } from '../../src/errors.js';
import { readPhotograph } from '../../src/image-io/read-photograph.js';
import { fillRectangle } from '../../src/raster/draw-strokes.js';
import type { RasterImage } from '../../src/raster/raster-image.js';
import { toSharp } from '../image-io/pictures.js';
import { skinPicture } from '../image-io/skin-picture.js';

const tenMillimetres = { method: 'fieldWidth', millimetres: 10 } as const;

describe('the width of the field of a photograph', () => {
  it('is that of the photograph where skin reaches both sides, also above a strip of the device', () => {
    const image = skinPicture({ seed: 90 });
    fillRectangle(image, [440, 480], [0, 640], [0, 0, 0]);
    expect(calibrate(tenMillimetres, image)).toEqual({ micrometresPerPixel: 10_000 / 640, method: 'fieldWidth', relativeUncertainty: 0.02 });
  });

  it('is open where black bars stand beside the skin: both scales that it may mean are named, none is taken', () => {
    const image = skinPicture({ seed: 91 });
    for (const columns of [[0, 62], [578, 640]] as const) fillRectangle(image, [0, 480], columns, [0, 0, 0]);
    let refusal: unknown = null;
    try { calibrate(tenMillimetres, image); } catch (error) { refusal = error; }
    expect(refusal).toBeInstanceOf(AnalysisError);
    expect(refusal).toMatchObject({ code: 'calibration.ambiguous', message: expect.stringContaining('20 % of the width'), hint: expect.stringMatching(/19\.\d+ when the skin shown is 10 mm wide, 15\.63 when/) });
    expect(calibrate({ method: 'given', micrometresPerPixel: 15.6 }, image)).not.toBeNull();
  });

  it('is open where a scope shows a round field amid black: its data sheet gives the diameter, which the photograph is wider than', () => {
    const round = (radius: number): RasterImage => {
      const image = skinPicture({ seed: 92 });
      for (let at = 0; at < 640 * 480; at++) if (Math.hypot(Math.floor(at / 640) - 239.5, (at % 640) - 319.5) > radius) image.data.fill(4, 3 * at, 3 * at + 3);
      return image;
    };
    let refusal: unknown = null;
    try { calibrate(tenMillimetres, round(225)); } catch (error) { refusal = error; }
    expect(refusal).toMatchObject({ code: 'calibration.ambiguous', message: expect.stringContaining('30 % of the width'), hint: expect.stringMatching(/ 22\.\d+ when the skin shown is 10 mm wide, 15\.63 when/) });
    // Its corners alone are black: skin reaches both sides.
    expect(calibrate(tenMillimetres, round(340))).toMatchObject({ micrometresPerPixel: 10_000 / 640 });
  });

  it('is open where the camera stored the photograph lying on its side: a telephone held flat turns it by chance, and the field stays as it was measured', async () => {
    const stored = toSharp(skinPicture({ seed: 93 })), [lying, turned] = await Promise.all([1, 6].map(async (orientation) => readPhotograph(await stored.clone().withMetadata({ orientation }).jpeg().toBuffer())));
    expect(checkCloseup(lying!, tenMillimetres).calibration).toMatchObject({ micrometresPerPixel: 10_000 / 640 });
    let refusal: unknown = null;
    try { checkCloseup(turned!, tenMillimetres); } catch (error) { refusal = error; }
    expect(refusal).toMatchObject({ code: 'calibration.ambiguous', message: expect.stringContaining('lying on its side'), hint: expect.stringMatching(/ 20\.83 when 10 mm go from left to right .* 15\.63 when they go from top to bottom/) });
    expect(checkCloseup(turned!, { method: 'given', micrometresPerPixel: 15.6 }).calibration).not.toBeNull();
    // All sides of a square are alike.
    expect(calibrate(tenMillimetres, skinPicture({ width: 480, height: 480, seed: 93 }), true)).toMatchObject({ micrometresPerPixel: 10_000 / 480 });
  });
});
