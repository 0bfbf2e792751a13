import { describe, expect, it } from 'vitest';
import { measureObservation, observeTimepoint } from '../../src/analysis/analyse-timepoint.js';
import { correctTimepoint } from '../../src/analysis/correct-timepoint.js';
import { noCorrection } from '../../src/domain/correction.js';
import { encodePng } from '../../src/image-io/encode-image.js';
import { countTakenOut } from '../../src/measurement/count-taken-out.js';
import { photographPhantom } from '../../src/phantom/index.js';
import { clearSpan, wholeSpans } from '../../src/raster/row-spans.js';

describe('hairs that a person takes out', async () => {
  const bytes = await encodePng(photographPhantom({ seed: 83, densityPerCm2: 120, widthMm: 3, heightMm: 3 }).image);
  const seen = await observeTimepoint(bytes, { calibration: { method: 'given', micrometresPerPixel: 5 }, name: 'scalp.png' }), automatic = measureObservation(seen, { terminalThresholdUm: 40 });
  const whole = wholeSpans(automatic.photo), counted = automatic.hairs.filter((hair) => hair.counted), three = counted.slice(0, 3), without = automatic.hairs.filter((hair) => !three.includes(hair));

  it('are exits whose shafts are still seen, where they counted', () => {
    expect(countTakenOut(three, without, whole)).toBe(3);
    expect(countTakenOut(automatic.hairs.filter(({ notCountedBecause }) => notCountedBecause === 'uncertain' || notCountedBecause === 'cutShort'), counted, whole)).toBe(0);
  });

  it('are no exits more where they were only turned round: they count as drawn', () => {
    const turned = correctTimepoint(seen, automatic, { ...noCorrection, removed: three.map(({ root, tip }) => ({ root, tip })), drawn: three.map(({ root, tip }) => ({ path: [tip, root] })) });
    const drawn = turned.hairs.filter((hair) => hair.counted && hair.drawnByPerson).length;
    expect(drawn).toBeGreaterThan(0);
    expect(countTakenOut(three, turned.hairs, whole)).toBe(3 - drawn);
  });

  it('are exits of the area that is measured now, not of the one that was', () => {
    const above = wholeSpans(automatic.photo), middle = Math.round(three[1]!.root.row);
    for (let row = middle + 1; row < above.height; row++) clearSpan(above, row, 0, above.width);
    const within = counted.filter(({ root }) => Math.round(root.row) <= middle);
    expect(within.length).toBeLessThan(counted.length);
    expect(countTakenOut(counted, [], above)).toBe(within.length);
    // What lay outside the area that was measured before may lie in the new one.
    expect(countTakenOut(counted.map((hair) => ({ ...hair, counted: false, notCountedBecause: 'outsideTargetArea' as const })), [], above)).toBe(within.length);
  });
});
