import { describe, expect, it } from 'vitest';
import type { Appearance, TimepointResult } from '../../src/domain/result.js';
import { compareTimepoints } from '../../src/scoring/compare-timepoints.js';
import { findComparisonWarnings } from '../../src/scoring/comparison-warnings.js';
import { differenceLimits, findPhotographDifferences } from '../../src/scoring/photograph-differences.js';
import { findWidthDifference } from '../../src/scoring/shaft-widths.js';
import { makeTimepoint } from './make-timepoint.js';

const usual: Appearance = { skinColour: [150, 140, 130], glareShare: 0.01, edgeBlurUm: 9, clumpedShare: 0.05, hairContrast: 0.6, explainedShare: 0.95 };

function visit(name: string, appearance: Partial<Appearance> = {}, lengthMm = 0.5, size: readonly [number, number] = [1280, 1024]): TimepointResult {
  const made = makeTimepoint({ name });
  return {
    ...made, photo: { ...made.photo, width: size[0], height: size[1] },
    quality: { usable: true, checks: [], appearance: { ...usual, ...appearance } },
    hairs: Array.from({ length: 12 }, (_, i) => ({
      id: i + 1, root: { row: 10, column: 10 * i }, tip: { row: 40, column: 10 * i }, path: [{ row: 10, column: 10 * i }, { row: 40, column: 10 * i }],
      rootVisible: true, lengthMm: lengthMm * (0.9 + i / 60), diameterUm: 70, diameterIntervalUm: null, kind: 'terminal' as const, unit: i + 1, confidence: 0.9, counted: true, notCountedBecause: null,
    })),
  };
}

const codes = (one: TimepointResult, other: TimepointResult): string[] => findPhotographDifferences(one, other).map(({ code }) => code);

describe('two photographs of one area', () => {
  it('that were taken alike give no warning', () => {
    expect(codes(visit('a.png'), visit('b.png', { edgeBlurUm: 13, glareShare: 0.04, skinColour: [165, 150, 140] }, 0.6))).toEqual([]);
  });

  it.each([
    ['hairLengthsDiffer', visit('b.png', {}, 0.8)],
    ['sharpnessDiffers', visit('b.png', { edgeBlurUm: 9 + differenceLimits.edgeBlurUm + 0.5 })],
    ['exposuresDiffer', visit('b.png', { skinColour: [105, 98, 91] })],
    ['coloursDiffer', visit('b.png', { skinColour: [128, 140, 165] })],
    ['contrastDiffers', visit('b.png', { hairContrast: 0.3 })],
    ['explainedDiffers', visit('b.png', { explainedShare: 0.8 })],
    ['glareDiffers', visit('b.png', { glareShare: 0.12 })],
    ['wetnessDiffers', visit('b.png', { clumpedShare: 0.4 })],
    ['pictureSizesDiffer', visit('b.png', {}, 0.5, [1920, 1080])],
  ])('are warned about with %s, alone, with both values, and word for word the same when they are exchanged', (code, other) => {
    const one = visit('a.png'), warnings = findPhotographDifferences(one, other);
    expect(warnings.map((warning) => warning.code)).toEqual([`comparison.${code}`]);
    expect(warnings[0].message).toMatch(/\d.*\d/);
    expect(findPhotographDifferences(other, one)).toEqual(warnings);
  });

  it.each([['', '', 'the baseline', 'the follow-up'], ['vertex.jpg', 'vertex.jpg', 'vertex.jpg (the baseline)', 'vertex.jpg (the follow-up)'], ['', 'b.jpg', 'the baseline', 'b.jpg'], ['a.jpg', 'b.jpg', 'a.jpg', 'b.jpg']])(
    'named “%s” and “%s” are told apart in every warning that speaks of one of them, as %s and %s', (first, second, baseline, followUp) => {
      const doubtful = (result: TimepointResult): TimepointResult => ({ ...result, issues: [{ code: 'scale.doubtful', field: 'calibration', message: 'Too many.' }, { code: 'hair.bloodRed', field: 'measurements', message: 'Red.' }] });
      const thick = (result: TimepointResult): TimepointResult => ({ ...result, hairs: result.hairs.map((hair) => ({ ...hair, diameterUm: 100 })) });
      const pair = [doubtful(visit(first)), doubtful(thick(visit(second, { edgeBlurUm: 20, skinColour: [105, 98, 91], hairContrast: 0.3, explainedShare: 0.8, glareShare: 0.12, clumpedShare: 0.4 }, 0.9)))] as const;
      const messages = [...findComparisonWarnings(...pair, {}).map(({ message }) => message), findWidthDifference(...pair, true)!.issue.message];
      const those = (pattern: RegExp): string[] => messages.filter((message) => pattern.test(message));
      for (const word of ['different lengths', 'equally sharp', 'equally bright', 'stand out', 'looks like hair', 'Glare', 'sticks together']) {
        const [message] = those(new RegExp(word));
expect(message).toContain(` in ${baseline}`);
        expect(message).toContain(` in ${followUp}`);
      }
      expect(those(/^The scale of/).map((message) => message.split(' is doubtful')[0])).toEqual([`The scale of ${baseline}`, `The scale of ${followUp}`]);
      expect(those(/^Not all/).map((message) => message.split(' may be hair')[0])).toEqual([`Not all that was counted in ${baseline}`, `Not all that was counted in ${followUp}`]);
      expect(those(/as thick in/)[0]).toContain(`as thick in ${followUp} (median 100 µm) as in ${baseline} (70 µm)`);
    });

  it('are not warned about what one of them could not measure', () => {
    const blank: Appearance = { skinColour: null, glareShare: null, edgeBlurUm: null, clumpedShare: null, hairContrast: null };
    expect(codes(visit('a.png'), visit('b.png', blank))).toEqual([]);
    expect(codes(makeTimepoint({ name: 'a.png' }), makeTimepoint({ name: 'b.png' }))).toEqual([]);
  });

  it('that are turned by a quarter come from one device, and a difference of 5.5 % in scale is told beside the score', () => {
    expect(codes(visit('a.png'), visit('b.png', {}, 0.5, [1024, 1280]))).toEqual([]);
    const [one, other] = [makeTimepoint({ name: 'a.png', umPerPixel: 2.762 }), makeTimepoint({ name: 'b.png', umPerPixel: 2.762 * 1.055 })];
    const scales = (a: TimepointResult, b: TimepointResult) => compareTimepoints(a, b).warnings.filter(({ code }) => code === 'comparison.scalesDiffer');
    expect(scales(one, other)).toHaveLength(1);
    expect(scales(other, one)).toEqual(scales(one, other));
  });
});
