import { beforeAll, describe, expect, it } from 'vitest';
import { analyseTimepoint, measureObservation, observeTimepoint, type Observation } from '../../src/analysis/analyse-timepoint.js';
import { correctTimepoint } from '../../src/analysis/correct-timepoint.js';
import { noCorrection } from '../../src/domain/correction.js';
import type { Hair } from '../../src/domain/hair.js';
import { timepointResultSchema, type TimepointResult } from '../../src/domain/result.js';
import { encodePng } from '../../src/image-io/encode-image.js';
import { photographPhantom } from '../../src/phantom/index.js';

const calibration = { method: 'given', micrometresPerPixel: 5 } as const;

describe('hairs that a person corrects', () => {
  let seen: Observation;
  let automatic: TimepointResult;
  let first: Hair;

  beforeAll(async () => {
    const bytes = await encodePng(photographPhantom({ seed: 83, densityPerCm2: 120, widthMm: 3, heightMm: 3 }).image);
    ({ result: automatic } = await analyseTimepoint(bytes, { calibration, name: 'scalp.png' }));
    seen = await observeTimepoint(bytes, { calibration, name: 'scalp.png' });
    first = automatic.hairs.find(({ counted, diameterUm, lengthMm }) => counted && diameterUm !== null && lengthMm! > 0.3)!;
  });

  const correct = (correction: Partial<typeof noCorrection>): TimepointResult => timepointResultSchema.parse(correctTimepoint(seen, automatic, { ...noCorrection, ...correction }));

  it('stay as they were measured where nothing is corrected, to the byte', () => {
    expect(JSON.stringify(correctTimepoint(seen, automatic, noCorrection)) === JSON.stringify(automatic)).toBe(true);
  });

  it('leave the count, the units and the density when one is taken out, and the others keep their numbers', () => {
    const { measurements, hairs, targetArea } = correct({ removed: [{ root: first.root, tip: first.tip }] });
    expect(measurements.hairCount).toBe(automatic.measurements.hairCount! - 1);
    expect(measurements.densityPerCm2).toBeCloseTo(measurements.hairCount! / targetArea.countingAreaCm2!, 1);
    expect(measurements.densityPerCm2!).toBeLessThan(automatic.measurements.densityPerCm2!);
    expect(hairs.map(({ id }) => id)).toEqual(automatic.hairs.map(({ id }) => id).filter((id) => id !== first.id));
  });

  it('belong to the hair that is explained when they are taken out: a person knows what they are, and no count becomes doubtful or is refused for it', () => {
    const counted = automatic.hairs.filter((hair) => hair.counted);
    for (const share of [0.3, 0.6, 0.9]) {
      const removed = counted.slice(0, Math.round(share * counted.length)).map(({ root, tip }) => ({ root, tip })), { measurements, quality, issues } = correct({ removed });
      expect(measurements.hairCount).toBe(counted.length - removed.length);
      expect(quality.appearance!.explainedShare).toBeCloseTo(automatic.quality.appearance!.explainedShare!, 2);
      expect(issues.map(({ code }) => code)).toEqual(automatic.issues.map(({ code }) => code));
    }
  });

  it('come back with nearly the same place, length and thickness when they are drawn again with two clicks', () => {
    const { measurements, hairs } = correct({ removed: [{ root: first.root, tip: first.tip }], drawn: [{ path: [first.root, first.tip] }] });
    const drawn = hairs.find(({ drawnByPerson }) => drawnByPerson)!;
    expect(measurements.hairCount).toBe(automatic.measurements.hairCount);
    expect([drawn.counted, drawn.confidence]).toEqual([true, 1]);
    expect(Math.abs(drawn.diameterUm! - first.diameterUm!)).toBeLessThan(0.1 * first.diameterUm!);
    expect(Math.abs(drawn.lengthMm! - first.lengthMm!)).toBeLessThan(0.1 * first.lengthMm!);
  });

  it('count without a thickness, and with the reason, where they are drawn on bare skin', () => {
    const bare = findBareSkin(automatic);
    const { measurements, hairs, issues } = correct({ drawn: [{ path: [bare, { row: bare.row, column: bare.column + 60 }] }] });
    expect(measurements.hairCount).toBe(automatic.measurements.hairCount! + 1);
    expect(hairs.at(-1)).toMatchObject({ drawnByPerson: true, diameterUm: null, kind: 'indeterminate', counted: true });
    expect(issues.find(({ code }) => code === 'hair.drawnNoDiameter')!.message).toContain('no clear edges');
  });

  it('do not count where their exit lies outside the area that was moved', () => {
    const area = { shape: 'circle', row: 300, column: 300, radius: 200 } as const, { measurements, hairs, targetArea } = correct({ area, drawn: [{ path: [{ row: 20, column: 300 }, { row: 60, column: 330 }] }] });
    expect(targetArea.shape).toBe('circle');
    expect(measurements.hairCount!).toBeLessThan(automatic.measurements.hairCount!);
    expect(hairs.at(-1)).toMatchObject({ drawnByPerson: true, counted: false, notCountedBecause: 'outsideTargetArea' });
    // What was observed is not used up by it.
    expect(measureObservation(seen, { terminalThresholdUm: 40 })).toEqual(automatic);
  });

  it('are refused when they leave the photograph, are no line, or were never found', () => {
    const code = (correction: Partial<typeof noCorrection>): string => { try { correct(correction); return 'taken'; } catch (error) { return (error as { code: string }).code; } };
    expect(code({ drawn: [{ path: [{ row: 5, column: 5 }, { row: 5, column: 900 }] }] })).toBe('correction.invalid');
    expect(code({ drawn: [{ path: [{ row: 5, column: 5 }, { row: 5, column: 6 }] }] })).toBe('correction.invalid');
    expect(code({ removed: [{ root: { row: 1, column: 2 }, tip: { row: 3, column: 4 } }] })).toBe('correction.invalid');
    expect(code({ area: { shape: 'circle', row: 10, column: 10, radius: 100 } })).toBe('area.invalid');
  });
});

/** A place with no trace of hair around it and to its right. */
function findBareSkin({ hairs, photo }: TimepointResult): { row: number; column: number } {
  for (let row = 100; row < photo.height - 100; row += 10) {
    for (let column = 100; column < photo.width - 160; column += 10) {
      const isBare = hairs.every(({ path }) => path.every((point) => point.row < row - 25 || point.row > row + 25 || point.column < column - 30 || point.column > column + 90));
      if (isBare) return { row, column };
    }
  }
  throw new Error('This scalp has no bare skin.');
}
