import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/analysis/calibrate.js';
import { AnalysisError } from '../../src/errors.js';
import { fillRectangle } from '../../src/raster/draw-strokes.js';
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
});
