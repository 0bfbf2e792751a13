import { describe, expect, it } from 'vitest';
import type { Hair } from '../../src/domain/hair.js';
import { summariseHairs } from '../../src/measurement/summarise-hairs.js';

const hairs: Hair[] = Array.from({ length: 60 }, (_, k) => ({
  id: k + 1, root: { row: 40 * k, column: 30 }, tip: { row: 40 * k, column: 130 }, path: [{ row: 40 * k, column: 30 }, { row: 40 * k, column: 130 }],
  rootVisible: true, lengthMm: 0.5, diameterUm: 70, diameterIntervalUm: [66, 74], kind: 'terminal', unit: k + 1, confidence: 0.98, counted: true, notCountedBecause: null,
}));

/** A dark-haired square centimetre of which the counted hairs account for this share of what looks like hair. */
function summarise(explainedShare: number, coverage = 0.1, found: readonly Hair[] = hairs, contrast = 0.7, inStrands = false, shaftLengthMm = 40) {
  return summariseHairs({
    hairs: found, calibration: { micrometresPerPixel: 5, method: 'given', relativeUncertainty: 0 }, areaCm2: 1, countingAreaCm2: 0.95, isDrawnArea: false, coverage, shaftLengthMm,
    explainedShare, takenOut: 0, contrast: found.some(({ counted }) => counted) ? contrast : null, terminalThresholdUm: 40, inStrands, scaleDoubt: null,
  });
}

const widthOf = (interval: readonly [number, number] | undefined): number => interval![1] - interval![0];

describe('hair that belongs to no counted hair', () => {
  it('leaves a count as sure as it was where it is no more than loose ends and crossings', () => {
    expect(summarise(0.94).intervals).toEqual(summarise(1).intervals);
    expect(summarise(0.94).issues).toEqual([]);
  });

  it('widens the intervals of counts and densities, the more of it there is, and says so', () => {
    const [some, more] = [summarise(0.84), summarise(0.75)];
    expect(widthOf(some.intervals['hairCount'])).toBeGreaterThan(widthOf(summarise(1).intervals['hairCount']));
    expect(widthOf(more.intervals['densityPerCm2'])).toBeGreaterThan(widthOf(some.intervals['densityPerCm2']));
    expect(more.intervals['hairCount']![1]).toBeGreaterThan(60 / 0.75);
    expect(more.issues.map(({ code }) => code)).toEqual(['hair.partlyUnexplained']);
    expect(more.issues[0]!.message).toContain('25 %');
  });

  it('is no bald skin where no hair was counted and much looks like it, as on a striped cloth', () => {
    expect(summarise(1, 0.5, []).measurements).toMatchObject({ hairCount: null, densityPerCm2: null, terminalDensityPerCm2: null });
    expect(summarise(1, 0.002, []).measurements).toMatchObject({ hairCount: 0, densityPerCm2: 0 });
  });

  it('is no bald skin where it lies in strands of which no hair can be told, as wet hair does, or any at a scale that is too coarse', () => {
    const { measurements, issues } = summarise(1, 0.05, [], 0.7, true);
    expect(measurements).toMatchObject({ hairCount: null, densityPerCm2: null, terminalDensityPerCm2: null });
    expect(issues.find(({ field }) => field === 'measurements.hairCount')).toMatchObject({ code: 'hair.inStrands', message: expect.stringContaining('Check the scale') });
    expect(summarise(1, 0.05, hairs, 0.7, true).measurements.hairCount).toBe(60);
  });

  it('is not called bald skin where hairs are seen of which none counts', () => {
    const cut: Hair[] = hairs.map((hair) => ({ ...hair, counted: false, unit: null, notCountedBecause: 'cutShort' })), faint: Hair[] = cut.map((hair) => ({ ...hair, notCountedBecause: 'uncertain' }));
    const saidOf = (found: readonly Hair[]) => summarise(1, 0.005, found).issues.find(({ field }) => field === 'measurements.hairCount')!;
    expect(saidOf(cut.slice(0, 7))).toMatchObject({ code: 'hair.noneCounted', message: expect.stringContaining('7 hairs are seen') });
    expect(saidOf(cut.slice(0, 1))).toMatchObject({ code: 'hair.noneCounted', message: expect.stringContaining('One hair is seen') });
    expect(saidOf(faint).code).toBe('hair.noneFound');
    expect(saidOf([]).code).toBe('hair.noneFound');
  });

  it('has no density of 0 where exits are seen of which the photograph cuts off every shaft', () => {
    const cut: Hair[] = hairs.slice(0, 8).map((hair) => ({ ...hair, counted: false, unit: null, notCountedBecause: 'cutShort' })), beside: Hair[] = cut.map((hair) => ({ ...hair, notCountedBecause: 'outsideTargetArea' }));
    const { measurements, intervals, issues } = summarise(1, 0.005, cut);
    expect(measurements).toMatchObject({ hairCount: 0, densityPerCm2: null, terminalDensityPerCm2: null, follicularUnitDensityPerCm2: null, cumulativeThicknessMmPerCm2: null });
    expect(Object.keys(intervals)).toEqual(['hairCount']);
    for (const name of ['densityPerCm2', 'terminalDensityPerCm2', 'follicularUnitCount']) expect(issues.find(({ field }) => field === `measurements.${name}`)).toMatchObject({ code: 'hair.noneCounted', message: expect.stringContaining('8 hairs leave the skin') });
    expect(summarise(1, 0.005, beside).measurements).toMatchObject({ hairCount: 0, densityPerCm2: 0, terminalDensityPerCm2: 0 });
  });

  it('has a density of 0 where no more shafts are cut off than may stand where none was counted: the interval holds them', () => {
    const cut = (count: number): Hair[] => hairs.slice(0, count).map((hair) => ({ ...hair, counted: false, unit: null, notCountedBecause: 'cutShort' }));
    for (const count of [1, 6]) {
      const { measurements, intervals, issues } = summarise(1, 0.005, cut(count));
      expect(measurements).toMatchObject({ hairCount: 0, densityPerCm2: 0, terminalDensityPerCm2: 0, follicularUnitDensityPerCm2: 0 });
      expect(intervals['hairCount']![1]).toBeGreaterThanOrEqual(count);
      expect(intervals['densityPerCm2']![1]).toBeGreaterThanOrEqual(count / 0.95 - 0.05);
      expect(issues.filter(({ code }) => code === 'hair.noneCounted').map(({ field }) => field)).toEqual(['measurements.hairCount']);
    }
    expect(summarise(1, 0.005, cut(7)).measurements).toMatchObject({ hairCount: 0, densityPerCm2: null });
  });

  it('refuses a count where it is nearly a third of the hair', () => {
    const { measurements, issues } = summarise(0.69);
    expect([measurements.hairCount, measurements.densityPerCm2]).toEqual([null, null]);
    expect(issues.find(({ field }) => field === 'measurements.hairCount')!.code).toBe('hair.tooLong');
  });

  it('is no reason to refuse a count where hair is so sparse that the rest covers hardly any skin', () => {
    expect(summarise(0.65, 0.03).measurements.hairCount).toBe(60);
    expect(summarise(0.45, 0.03).measurements.hairCount).toBeNull();
  });
});

describe('long hair', () => {
  const refusalOf = (counted: number, shaftLengthMm: number, explainedShare: number) => summarise(explainedShare, 0.1, hairs.slice(0, counted), 0.7, false, shaftLengthMm).issues.find(({ field }) => field === 'measurements.hairCount')?.code;

  it('has much shaft for each exit that is seen, and no count', () => {
    for (const explainedShare of [0.75, 0.95]) expect(refusalOf(60, 160, explainedShare)).toBe('hair.tooLong');
  });

  it('is not what shafts are that enter from beside a small field with few exits, where all of them are traced', () => {
    for (const counted of [1, 2, 5]) expect(refusalOf(counted, 2.1 * counted, 0.98)).toBeUndefined();
    expect(refusalOf(2, 12, 0.98)).toBe('hair.tooLong');
  });

  it('is what much shaft for each exit is where not all of it is traced, however few exits are seen', () => {
    for (const counted of [2, 5, 60]) expect(refusalOf(counted, 2.1 * counted, 0.8)).toBe('hair.tooLong');
  });
});

describe('the mean diameter of hairs', () => {
  const uneven = hairs.map((hair, k) => ({ ...hair, diameterUm: 54 + (k % 2 === 0 ? 20 : -20) }));
  const reachOf = (found: readonly Hair[], contrast: number): number => widthOf(summarise(1, 0.1, found, contrast).intervals['meanDiameterUm']) / 2;

  it('is as unsure as the edges of the hair are hard to see, however many hairs are measured', () => {
    expect(reachOf(hairs, 0.7)).toBeCloseTo(1.96 * 2, 1);
    expect(reachOf(hairs, 0.3)).toBeCloseTo(1.96 * 7, 1);
    expect(reachOf(hairs, 0.1)).toBeCloseTo(1.96 * 13, 1);
    // White hair is read 14 µm too thin (docs/validation.md): what it truly measures lies within.
    expect(summarise(1, 0.1, uneven, -0.2).intervals['meanDiameterUm']![1]).toBeGreaterThan(54 + 14);
  });

  it('is less sure of three hairs than their spread alone says, for three do not show it', () => {
    const three = [60, 70, 65].map((diameterUm, k) => ({ ...hairs[k]!, diameterUm }));
    expect(widthOf(summarise(1, 0.1, three, 0.7, false, 2).intervals['meanDiameterUm']) / 2).toBeCloseTo(Math.hypot(4.3 * (5 / Math.sqrt(3)), 1.96 * 2), 1);
  });

  it('makes the thickness of all hairs together as unsure', () => {
    const [dark, light] = [0.7, 0.1].map((contrast) => summarise(1, 0.1, hairs, contrast));
    expect(dark!.measurements.cumulativeThicknessMmPerCm2).toBe(light!.measurements.cumulativeThicknessMmPerCm2);
    expect(widthOf(light!.intervals['cumulativeThicknessMmPerCm2'])).toBeGreaterThan(1.5 * widthOf(dark!.intervals['cumulativeThicknessMmPerCm2']));
  });
});

describe('a target area that somebody draws', () => {
  it('is as sure of its hairs whatever stands around it', () => {
    const around = Array.from({ length: 180 }, (_, k): Hair => ({ ...hairs[k % 60]!, id: 61 + k, confidence: 0.85, counted: false, unit: null, notCountedBecause: 'outsideTargetArea' }));
    const alone = summarise(1), amid = summarise(1, 0.1, [...hairs, ...around]);
    expect(amid.intervals).toEqual(alone.intervals);
    expect(amid.measurements).toEqual(alone.measurements);
  });
});

describe('faint traces beside the counted hairs', () => {
  const withTraces = (found: readonly Hair[], count: number): Hair[] => [
    ...found, ...Array.from({ length: count }, (_, k): Hair => ({ ...hairs[k % 60]!, id: 61 + k, confidence: 0.2, counted: false, unit: null, notCountedBecause: 'uncertain' })),
  ];

  it('are shadows and empty exits where hair is dark: a count stays as sure as it was', () => {
    expect(summarise(1, 0.1, withTraces(hairs, 60)).intervals).toEqual(summarise(1).intervals);
  });

  it('may be hairs where the hair is as bright as the skin: the interval reaches up to what all of them would make', () => {
    const few = summarise(1, 0.1, withTraces(hairs, 6), 0.1), many = summarise(1, 0.1, withTraces(hairs, 120), 0.1);
    expect(many.intervals['hairCount']![1]).toBeGreaterThan(180);
    expect(few.intervals['hairCount']![1]).toBeLessThan(120);
    expect(many.intervals['terminalDensityPerCm2']![1]).toBeGreaterThan(180);
    expect(many.measurements.hairCount).toBe(60);
    expect(many.issues.find(({ code }) => code === 'hair.lowContrast')!.message).toContain('more faint traces');
    expect(few.issues.find(({ code }) => code === 'hair.lowContrast')!.message).not.toContain('more faint traces');
  });

  it('refuse a count of hair as bright as the skin where they are more than three for each counted one, and only then', () => {
    const some = hairs.slice(0, 30), [few, many] = [90, 91].map((count) => summarise(1, 0.1, withTraces(some, count), 0.1));
    expect(few!.measurements.hairCount).toBe(30);
    expect([many!.measurements.hairCount, many!.measurements.densityPerCm2]).toEqual([null, null]);
    expect(many!.issues.find(({ field }) => field === 'measurements.hairCount')).toMatchObject({ code: 'hair.tooFaint', message: expect.stringContaining('91 faint traces') });
    expect(summarise(1, 0.1, withTraces(some, 91), 0.7).measurements.hairCount).toBe(30);
  });

  it('may all be hairs where none could be counted', () => {
    expect(summarise(1, 0.005, withTraces([], 25)).intervals['hairCount']).toEqual([0, 25]);
    expect(summarise(1, 0.005, []).intervals['hairCount']).toEqual([0, 6]);
  });

  it('never make a count of bright hair surer upwards than downwards', () => {
    const [low, high] = summarise(1, 0.1, hairs, 0.1).intervals['densityPerCm2']!, density = summarise(1).measurements.densityPerCm2!;
    expect(high - density).toBeGreaterThan(density - low);
  });
});
