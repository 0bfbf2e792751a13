import { describe, expect, it } from 'vitest';
import type { Hair } from '../../src/domain/hair.js';
import { summariseHairs } from '../../src/measurement/summarise-hairs.js';

/** What is said of so many dark hairs, each surely one, on so many square millimetres. */
function summarise(count: number, squareMillimetres: number, diameterUm = 70, isDrawnArea = false) {
  const hairs: Hair[] = Array.from({ length: count }, (_, k) => ({
    id: k + 1, root: { row: 40 * k, column: 30 }, tip: { row: 40 * k, column: 130 }, path: [{ row: 40 * k, column: 30 }, { row: 40 * k, column: 130 }],
    rootVisible: true, lengthMm: 0.5, diameterUm, diameterIntervalUm: [diameterUm - 4, diameterUm + 4], kind: 'terminal', unit: k + 1, confidence: 0.98, counted: true, notCountedBecause: null,
  }));
  return summariseHairs({
    hairs, calibration: { micrometresPerPixel: 5, method: 'given', relativeUncertainty: 0.01 }, areaCm2: squareMillimetres / 100, countingAreaCm2: squareMillimetres / 100, isDrawnArea,
    coverage: 0.2, shaftLengthMm: count / 2, explainedShare: 0.95, takenOut: 0, contrast: 0.7, inStrands: false, scaleDoubt: null, terminalThresholdUm: 40,
  });
}

/** Whether so many are counted. */
function isCounted(count: number, squareMillimetres: number): boolean {
  const { measurements, issues } = summarise(count, squareMillimetres);
  expect(measurements.hairCount === null).toBe(issues.some(({ code }) => code === 'scale.impossible'));
  return measurements.hairCount !== null;
}

describe('a scale at which no scalp could have so many hairs', () => {
  it('is not told from a tuft in an area of a square millimetre or two, where as many may stand on any thick head of hair', () => {
    expect([isCounted(10, 1), isCounted(12, 1), isCounted(17, 2), isCounted(24, 4)]).toEqual([true, true, true, true]);
  });

  it('is told from the dense hair of a whole photograph, and of a small field that holds more than any tuft', () => {
    expect([isCounted(450, 100), isCounted(520, 100)]).toEqual([true, true]);
    expect([isCounted(800, 100), isCounted(90, 10), isCounted(24, 1)]).toEqual([false, false, false]);
  });

  it('is doubted where thin hair stands more densely than thin hair does, which hair of usual width and number looks like at half its scale', () => {
    const doubts = (count: number, diameterUm: number) => summarise(count, 100, diameterUm).issues.filter(({ code }) => code === 'scale.doubtful').map(({ message }) => message);
    expect(doubts(400, 40)).toEqual([expect.stringContaining('400 hairs would stand on each cm², half of them thinner than 40 µm') as string]);
    expect([doubts(400, 60), doubts(250, 30), doubts(100, 75)]).toEqual([[], [], []]);
  });

  it('is told from thin hair in a number that thin hair never has, be the field too small to tell it from the number alone; a few hairs are not enough', () => {
    expect([14, 6].map((count) => summarise(count, 2, 35).measurements.hairCount)).toEqual([null, 6]);
    const { measurements, intervals, issues } = summarise(14, 2, 35);
    expect(measurements.densityPerCm2).toBeNull();
    expect(intervals).toEqual({});
    expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['scale.impossible']));
    expect(issues[0]!.message).toContain('700 hairs would stand on each cm², half of them thinner than 35 µm');
    expect(summarise(14, 2).measurements.hairCount).toBe(14);
  });

  it('is not told from thin hair in an area that may be drawn around a tuft, unless no tuft has so much', () => {
    const isDoubtedOnly = (count: number): boolean => {
      const { measurements, issues } = summarise(count, 2, 35, true);
      return measurements.hairCount === count && issues.some(({ code }) => code === 'scale.doubtful');
    };
    expect([14, 20].map(isDoubtedOnly)).toEqual([true, false]);
  });
});
