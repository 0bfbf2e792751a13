import { describe, expect, it } from 'vitest';
import { describeAreas } from '../../src/report/trial/trial-view.js';
import { writePValue } from '../../src/report/trial/trial-words.js';
import { createNumberFormats } from '../../src/report/view/number-formats.js';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import type { TrialData } from '../../src/trial/trial-data.js';
import { readTables, scoreHeader } from './trial-folder.js';

const formats = createNumberFormats('en');
const row = (subject: string, arm: string, week: number, before: number, after: number, score = 0, days = 7 * week, area = 'vertex'): string =>
  `${subject},${arm},${area},closeup,week ${week},,week 0,,${days},terminalDensityPerCm2,${before},${after},${100 * (after / before - 1)},,,%,,${score},${score},,`;
const read = (rows: string[]): Promise<TrialData> => readTables({ 'scores.csv': [scoreHeader, ...rows] });

/** Ten subjects an arm at weeks 12 and 24. */
const armOf = (arm: string, effect: number): string[] => Array.from({ length: 10 }, (_, at) => [12, 24].map((week) =>
  row(`${arm}${at}`, arm, week, 120 + 7 * ((at * 3) % 10), 120 + 7 * ((at * 3) % 10) + effect + ((at * 7 + week) % 11))).flat()).flat();
const words = (data: TrialData): string => JSON.stringify(describeAreas(analyseTrial(data), formats).map(({ parts }) => parts));

describe('an arm with too few subjects', () => {
  const two = [...armOf('drug', 20), ...armOf('placebo', 2)];

  it('keeps nobody from comparing the others, whose differences are those of a trial without it', async () => {
    const without = analyseTrial(await read(two)).areas[0];
    const data = await read([...two, row('T1', 'thin', 12, 150, 160), row('T1', 'thin', 24, 150, 170)]), area = analyseTrial(data).areas[0];
    expect(without.primary).toMatchObject({ method: 'mixedModel', differences: [{ arm: 'drug' }], armsLeftOut: [] });
    expect(area.primary).toEqual({ ...without.primary, armsLeftOut: [{ arm: 'thin', refused: 'Fewer than 2 subjects of the arm thin have a value at week 12.' }] });
    expect(area.visits[0].ancova).toMatchObject({ differences: [{ arm: 'drug' }], armsLeftOut: [{ arm: 'thin' }] });
    expect(words(data)).toContain('["thin","not given: Fewer than 2 subjects of the arm thin have a value at week 12."');
  });

  it('at an early visit alone is compared at the last one, where it has enough', async () => {
    const late = Array.from({ length: 4 }, (_, at) => row(`L${at}`, 'late', 24, 140 + at, 150 + 3 * (at % 3)));
    const { primary, mixedModel } = analyseTrial(await read([...two, ...late])).areas[0];
    expect(mixedModel).toMatchObject({ armsLeftOut: [{ arm: 'late' }] });
    expect(primary).toMatchObject({ method: 'ancova', differences: [{ arm: 'drug' }, { arm: 'late' }], armsLeftOut: [] });
  });

  it('none of whom came back at a visit is named in the odds of the score, which compare the others as in a trial without it', async () => {
    const scored = (arm: string, scores: readonly number[], week: number): string[] => scores.map((score, at) => row(`${arm}${at}`, arm, week, 120 + 7 * ((at * 3) % 10), (120 + 7 * ((at * 3) % 10)) * (1 + 0.15 * score), score));
    const placebo = [0, 0, 0, 1, 0, -1, 0, 1, 0, 0], drug = [1, 1, 0, 2, 1, 2, 0, 1, 1, 2], at24 = [...scored('placebo', placebo, 24), ...scored('drug', drug, 24)];
    const oddsOf = async (rows: string[]) => analyseTrial(await read(rows)).areas[0].visits.find(({ visit }) => visit === 'week 24')!.computedScore.proportionalOdds;
    const without = await oddsOf(at24) as { oddsRatios: object[]; n: number };
    expect(without).toMatchObject({ oddsRatios: [{ arm: 'drug', oddsRatio: expect.any(Number) as number }], n: 20 });
    expect(await oddsOf([...at24, ...scored('high', drug, 12)])).toEqual({ ...without, oddsRatios: [...without.oddsRatios, { arm: 'high', refused: 'No subject of the arm high has a value.' }] });
    expect(await oddsOf([...scored('placebo', placebo, 12), ...scored('drug', drug, 24), ...scored('high', drug, 24)])).toEqual({ refused: 'No subject of the arm placebo has a value.' });
  });

  it('is not expected of the readers of an area that nobody of it has', async () => {
    const of = (area: string, arms: readonly string[]): string[] => [0, 1, 2, 3, 4, 5].flatMap((at) => arms.map((arm) => `${arm}${at},${arm},${area},week 24,Adams,${(at + arm.length) % 3}`));
    const { ratings } = analyseTrial(await readTables({ 'ratings.csv': ['subject,arm,target_area,visit,rater,score', ...of('vertex', ['placebo', 'drug']), ...of('temple', ['placebo', 'drug', 'other'])] }));
    const armsOf = (area: string): string[] => ratings.find(({ targetArea }) => targetArea === area)!.analysis.counts.map(({ arm }) => arm);
    expect([armsOf('vertex'), armsOf('temple')]).toEqual([['placebo', 'drug'], ['placebo', 'drug', 'other']]);
  });

  it('as the control leaves nothing to compare with', async () => {
    expect(analyseTrial(await read([...armOf('drug', 20), ...armOf('other', 5), row('P1', 'placebo', 12, 150, 160)])).areas[0].primary).toMatchObject({ refused: expect.stringContaining('arm placebo') as string });
  });
});

describe('a crossover on one target area', () => {
  it('is not analysed as if its periods were arms, and every row that was left out is named with the reason', async () => {
    const rows = [1, 2, 3].flatMap((at) => [row(`S${at}`, 'drug', 12, 100, 120 + at), row(`S${at}`, 'placebo', 24, 100, 110 + at)]);
    const text = words(await read(rows));
    expect(text).toContain('6 rows were measured and left out');
    expect(text).toContain('(a crossover)');
    expect(text).toContain('["S1","drug","week 12"');
  });
});

describe('a subject who came to the late visit before the early one', () => {
  it('has the onset first and loses it at the later day', async () => {
    const rows = [1, 2].flatMap((at) => [row(`S${at}`, 'drug', 12, 100, 120, 1, 84), row(`S${at}`, 'drug', 24, 100, 121, 1, 168)]);
    const { onset } = analyseTrial(await read([...rows, row('S3', 'drug', 12, 100, 101, 0, 190), row('S3', 'drug', 24, 100, 120, 1, 100)])).areas[0];
    expect(onset[0]).toMatchObject({ withOnset: 3, medianDays: 84, keptAtLastVisit: { count: 2, n: 3 } });
  });
});

describe('an arm in which fewer than half ever had an increase', () => {
  const arm = (visits: readonly (readonly [days: number, score: number])[]): string[] => visits.map(([days, score], at) => row(`S${at}`, 'placebo', 24, 100, 100 + 15 * score, score, days));

  it('has no median time to it, although some of those who had one came last to their visit', async () => {
    const rows = arm([[171, 1], [171, 1], [168, 1], [165, 0], [165, 0], [166, 0], [169, 0], [169, 0], [170, 0], [170, 0], [171, 0]]);
    const { onset } = analyseTrial(await read([...rows, row('S11', 'placebo', 8, 100, 115, 1, 59)])).areas[0];
    expect(onset[0]).toMatchObject({ subjects: 12, withOnset: 4, medianDays: null });
    const one = analyseTrial(await read(arm(Array.from({ length: 40 }, (_, at) => [at === 39 ? 175 : 160 + (at % 14), at === 39 ? 1 : 0] as const)))).areas[0];
    expect(one.onset[0]).toMatchObject({ subjects: 40, withOnset: 1, medianDays: null });
  });

  it('has no median time to it where one of them came between the visits after the last, had one then and was the only one left to look at', async () => {
    const rows = arm(Array.from({ length: 12 }, () => [168, 0] as const)), later = row('S0', 'placebo', 24, 100, 115, 1, 200).replace('week 24', 'unscheduled');
    expect(later).toContain('unscheduled');
    expect(analyseTrial(await read([...rows, later])).areas[0].onset[0]).toMatchObject({ subjects: 12, withOnset: 1, medianDays: null });
  });

  it('has one on the usual day of the visit where half of it had an increase, whenever each of them came', async () => {
    const { onset } = analyseTrial(await read(arm([[160, 1], [165, 1], [168, 1], [170, 0], [171, 0]]))).areas[0];
    expect(onset[0]).toMatchObject({ withOnset: 3, medianDays: 168 });
  });
});

describe('treatments on two areas of each of many persons', () => {
  it('are compared within 4,000 persons in a few seconds', async () => {
    const rows = Array.from({ length: 4000 }, (_, at) => [row(`S${at}`, 'drug', 12, 100, 110 + (at % 7), 0, 84, 'left'), row(`S${at}`, 'placebo', 12, 100, 101 + (at % 5), 0, 84, 'right')]).flat();
    const data = await read(rows), started = process.cpuUsage();
    const [paired] = analyseTrial(data).paired;
    expect(paired.difference.mean).toBeCloseTo(9.9985, 4);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(8);
  });
});

describe('a p-value beside 5 %', () => {
  it('is printed with the digits that tell on which side it lies', () => {
    expect([0.0496, 0.05, 0.05004, 0.04996, 0.0488, 0.0031].map((value) => writePValue(value, formats))).toEqual(['0.0496', '0.050', '0.05004', '0.04996', '0.049', '0.0031']);
  });
});

describe('readings of many persons', () => {
  it('are analysed within 2,500 persons in a few seconds', async () => {
    const weeks = [6, 12, 18, 24], subjects = Array.from({ length: 2500 }, (_, at) => `S${at}`), arm = (at: number): string => (at % 2 === 0 ? 'drug' : 'placebo');
    const data = await readTables({
      'scores.csv': [scoreHeader, ...subjects.flatMap((subject, at) => weeks.map((week) => row(subject, arm(at), week, 100 + (at % 9), 110 + (at % 7))))],
      'ratings.csv': ['subject,arm,target_area,visit,rater,score', ...subjects.flatMap((subject, at) => weeks.map((week) => ['Adams', 'Brown'].map((rater) => `${subject},${arm(at)},vertex,week ${week},${rater},${at % 3}`))).flat()],
    });
    const started = process.cpuUsage();
    expect(analyseTrial(data).ratings.map(({ subjects: n }) => n)).toEqual(Array.from({ length: 8 }, () => 2500));
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(8);
  });
});
