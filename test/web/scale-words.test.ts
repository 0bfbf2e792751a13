import { expect, it } from 'vitest';
import { calibrationRequestSchema } from '../../src/jobs/comparison-request.js';
import { scaleWords } from '../../web/src/study/scale-words.js';

it('says of every visit how the scale of its photograph was given', () => {
  const scales = [
    { method: 'given', micrometresPerPixel: 2.76 }, { method: 'fieldWidth', millimetres: 10 }, { method: 'scaleBar', millimetres: 1 }, { method: 'ruler', millimetres: 0.5 },
    { method: 'twoPoint', millimetres: 4, from: { row: 10, column: 10 }, to: { row: 10, column: 810 }, pointErrorPx: 1 }, { method: 'device', preset: { name: 'Scope 1', umPerPx: 2.762, relativeUncertainty: 0.01 } },
  ].map((scale) => calibrationRequestSchema.parse(scale));
  expect([...scales, null].map((scale) => scaleWords(scale, String))).toEqual([
    '2.76 µm per pixel', 'field 10 mm wide', 'scale bar of 1 mm', 'ruler, a tick each 0.5 mm', '5 µm per pixel, from two clicks', 'Scope 1: 2.762 µm per pixel', 'scale not known',
  ]);
});
