import { describe, expect, it } from 'vitest';
import { analysePhotograph } from '../../../src/analysis/analyse-photograph.js';
import { encodePng } from '../../../src/image-io/encode-image.js';
import { photographPhantom } from '../../../src/phantom/index.js';
import { paintHead } from '../../support/paint-head.js';

describe('the place to be measured', () => {
  it('is refused in the form that belongs to the other kind of photograph, instead of being passed over', async () => {
    const head = await encodePng(paintHead({ width: 600, height: 640, hairShare: 0.6 }));
    await expect(analysePhotograph(head, { calibration: null, kind: 'global', area: { shape: 'circle', row: 300, column: 300, radius: 90 } }))
      .rejects.toMatchObject({ code: 'area.invalid', hint: expect.stringContaining('--region') });
    const { image } = photographPhantom({ seed: 900_201, micrometresPerPixel: 6, widthMm: 3.5, heightMm: 3, style: 'immersion', densityPerCm2: 150 });
    await expect(analysePhotograph(await encodePng(image), { calibration: { method: 'given', micrometresPerPixel: 6 }, region: { shape: 'vertex' } }))
      .rejects.toMatchObject({ code: 'region.invalid', hint: expect.stringContaining('--area') });
  });
});
