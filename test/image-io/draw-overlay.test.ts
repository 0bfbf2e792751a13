import { describe, expect, it } from 'vitest';
import { drawOverlayImage, legendLines, overlayColours } from '../../src/image-io/draw-overlay.js';
import { markingColours } from '../../src/report/charts/palette.js';
import { emptyMeasurements } from '../../src/domain/empty-measurements.js';
import type { TimepointResult } from '../../src/domain/result.js';
import { exampleIncrease } from '../support/example-results.js';

const hex = (colour: readonly number[]): string => `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;

describe('the overlay of a photograph', () => {
  it('gives each kind of hair the colour that it has in reports', () => {
    for (const kind of ['terminal', 'vellus', 'indeterminate', 'notCounted', 'unit'] as const) expect(hex(overlayColours[kind]), kind).toBe(markingColours[kind]);
  });

  it('numbers hairs of a kind only where kinds were measured, and none where no count is given: 0 would be bald skin', () => {
    const { baseline } = exampleIncrease(), counted = baseline.hairs.filter((hair) => hair.counted).length, hairs = baseline.hairs.map((hair) => ({ ...hair, kind: null }));
    const wordsOf = (change: Partial<TimepointResult>): string[] => legendLines({ ...baseline, ...change, targetArea: { ...baseline.targetArea, exclusions: [] } }).map(({ text }) => text).filter((text) => !text.startsWith('not counted'));
    expect(wordsOf({}).map((text) => text.split(' ')[0])).toEqual(['terminal', 'vellus', 'undecided']);
    expect(wordsOf({ hairs, measurements: { ...baseline.measurements, terminalCount: null } })).toEqual([`counted ${counted}`]);
    expect(wordsOf({ hairs: [], measurements: emptyMeasurements })).toEqual(['no count']);
  });

  it('rings the places between which the scale was read, so that a person sees whether the right line was taken for the bar', () => {
    const { baseline } = exampleIncrease(), from = { row: 120, column: 90 }, to = { row: 120, column: 290 };
    const calibration = { micrometresPerPixel: 5, method: 'scaleBar', relativeUncertainty: 0.01, readBetween: { from, to } } as const, image = { width: 400, height: 400, data: new Uint8Array(400 * 400 * 3).fill(120) };
    const drawn = drawOverlayImage(image, { ...baseline, calibration, photo: { ...baseline.photo, width: 400, height: 400 }, hairs: [] }).data;
    for (const { row, column } of [from, to]) expect(drawn.subarray(3 * (row * 400 + column + 5), 3 * (row * 400 + column + 5) + 3)).toEqual(Uint8Array.from(overlayColours.scale));
    expect(legendLines({ ...baseline, calibration }).map(({ text }) => text)).toContain('scale');
  });

  it('draws a terminal hair through and breaks the line of the others, so that colour is not all that tells them apart', () => {
    const { baseline } = exampleIncrease(), [hair] = baseline.hairs, width = 700, height = 700;
    const path = [{ row: 100, column: 350 }, { row: 500, column: 350 }];
    const drawn = (kind: 'terminal' | 'vellus' | 'indeterminate', counted = true): number => {
      const result: TimepointResult = { ...baseline, calibration: null, photo: { ...baseline.photo, width, height }, hairs: [{ ...hair!, kind, counted, unit: null, notCountedBecause: counted ? null : 'cutShort', path, root: path[0]!, tip: path[1]!, rootVisible: true }], targetArea: { ...baseline.targetArea, exclusions: [], outline: [], shape: 'frame' } };
      const { data } = drawOverlayImage({ width, height, data: new Uint8Array(width * height * 3).fill(120) }, result);
      return Array.from({ length: 380 }, (_, k) => 110 + k).filter((row) => data[(row * width + 350) * 3] !== 120).length;
    };
    expect(drawn('terminal')).toBe(380);
    for (const broken of [drawn('vellus'), drawn('indeterminate'), drawn('terminal', false)]) expect(broken).toBeLessThan(350);
  });
});
