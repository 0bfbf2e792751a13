import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitAncova } from '../../src/statistics/ancova.js';
import { testMargin } from '../../src/statistics/margin-test.js';
import { writeTrial } from '../../src/cli/text/trial-text.js';
import { createRandom } from '../../src/phantom/random.js';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { defaultPlan, simulateTrial } from '../../src/trial/simulate-trial.js';

interface Expected { arm: string; estimate: number; standardError: number; lower: number; upper: number; nonInferiority: number; equivalence: number }
const { cases } = JSON.parse(readFileSync(new URL('reference/margin-reference.json', import.meta.url), 'utf8')) as { cases: { rows: { arm: string; baseline: number; change: number }[]; margin: number; expected: Expected[] }[] };

const sixDigits = (value: number, expected: number): void => { expect(Math.abs(value - expected)).toBeLessThanOrEqual(5e-7 * Math.abs(expected)); };

describe('a new treatment against a margin', () => {
  it.each(cases.map((each, at) => [at + 1, each] as const))('gives the bounds and one-sided p-values of scipy to six digits, data set %i', (_, { rows, margin, expected }) => {
    const fit = fitAncova(rows, ['standard', ...expected.map(({ arm }) => arm)]);
    if ('refused' in fit) throw new Error(fit.refused);
    expected.forEach((own, at) => {
      const difference = fit.differences[at];
      sixDigits(difference.interval95[0], own.lower);
      sixDigits(difference.interval95[1], own.upper);
      for (const aim of ['nonInferiority', 'equivalence'] as const) sixDigits(testMargin(difference, margin, aim), own[aim]);
      // The test and the bound say the same.
      expect(testMargin(difference, margin, 'nonInferiority') < 0.025).toBe(difference.interval95[0] > -margin);
    });
  });

  it('has to have a margin above 0', () => {
    expect(() => testMargin({ estimate: 1, standardError: 1, freedom: 10 }, 0, 'equivalence')).toThrow(RangeError);
  });
});

describe('a trial of two treatments that work alike', () => {
  const arms = [{ arm: 'standard', subjects: 60, effect: 12 }, { arm: 'new', subjects: 60, effect: 12 }];
  const { data } = simulateTrial({ ...defaultPlan, arms }, createRandom(5)), visits = { control: 'standard', primaryVisit: 'week 24' };
  const first = data.scores.map(({ date }) => date).sort()[0];

  it('shows that one is not inferior where the margin was set before the first follow-up, and nothing where it was set on its day, or for a visit that nobody named', () => {
    const plan = { aim: 'nonInferiority' as const, margin: 20, setOn: '2020-01-01' };
    const { areas: [{ margin, primary }] } = analyseTrial(data, { ...visits, margin: plan });
    if (margin === null || 'refused' in margin || 'refused' in primary) throw new Error('The margin was refused.');
    expect(margin.comparisons).toMatchObject([{ arm: 'new', reference: 'standard', limits: primary.differences[0].interval95, shown: true }]);
    expect(analyseTrial(data, { ...visits, margin: { ...plan, margin: 0.5 } }).areas[0].margin).toMatchObject({ comparisons: [{ shown: false }] });
    expect(analyseTrial(data, { ...visits, margin: { ...plan, setOn: first } }).areas[0].margin).toEqual({ refused: expect.stringMatching(/was not set beforehand claims nothing/) });
    expect(analyseTrial(data, { control: 'standard', margin: plan }).areas[0].margin).toEqual({ refused: expect.stringMatching(/The visit that decides was not named/) });
  });

  it('takes the day of a follow-up without a date from the days since its baseline, and claims nothing where that has no day either', () => {
    const marginWith = (row: Partial<(typeof data.scores)[number]>, setOn: string) => {
      const at = data.scores.findIndex(({ after }) => after !== null), scores = data.scores.map((own, place) => (place === at ? { ...own, date: '', days: 60, ...row } : own));
      return analyseTrial({ ...data, scores }, { ...visits, margin: { aim: 'nonInferiority', margin: 20, setOn } }).areas[0].margin;
    };
    expect(marginWith({ baselineDate: '2024-12-01' }, '2025-01-29')).toMatchObject({ comparisons: [{ arm: 'new' }] });
    expect(marginWith({ baselineDate: '2024-12-01' }, '2025-01-30')).toEqual({ refused: expect.stringMatching(/taken on 2025-01-30: a margin/) });
    expect(marginWith({ baselineDate: '' }, '2020-01-01')).toEqual({ refused: expect.stringMatching(/^Of one follow-up the day is not known \(at most the days since a baseline without one\)/) });
  });

  it('claims nothing where nobody named the reference: by name it would be the new treatment, and the old one the one that is not inferior', () => {
    const plan = { aim: 'nonInferiority' as const, margin: 20, setOn: '2020-01-01' };
    expect(analyseTrial(data, { primaryVisit: 'week 24', margin: plan }).areas[0].margin).toEqual({ refused: expect.stringMatching(/was not named/) });
  });

  it('claims nothing of a difference that is not found without a margin', () => {
    expect(writeTrial(analyseTrial(data, visits)).replace(/\s+/g, ' ')).toContain('A difference that is not found is no equivalence');
    const text = writeTrial(analyseTrial(data, { ...visits, margin: { aim: 'equivalence', margin: 19.75, setOn: '2020-01-01' } })).replace(/\s+/g, ' ');
    expect(text).toMatch(/Equivalence .* between −19\.75 hairs per cm² and .*new − standard .* shown/);
    expect(text).not.toContain('A difference that is not found');
  });

  it('needs one unit for one margin, of heads a share, and adjusts for all its comparisons', () => {
    const heads = data.scores.map((row) => ({ ...row, targetArea: 'crown', endpoint: 'coverage', before: 0.5, after: 0.5 + (row.after ?? 0) / 10_000, changeUnit: 'percentage points' as const }));
    const plan = { aim: 'nonInferiority' as const, margin: 20, setOn: '2020-01-01' };
    expect(analyseTrial({ ...data, scores: [...data.scores, ...heads] }, { ...visits, margin: plan }).areas.map(({ margin }) => margin)).toEqual([0, 1].map(() => ({ refused: expect.stringMatching(/several units/) })));
    // Twenty percentage points of coverage are 0.2; a difference of 20 shares cannot be.
    const ofHeads = (margin: number) => analyseTrial({ ...data, scores: heads.map((row, at) => ({ ...row, before: 0.4 + (data.scores[at].before ?? 0) / 10_000 })) }, { ...visits, margin: { ...plan, margin } }).areas[0].margin;
    expect(ofHeads(20)).toEqual({ refused: expect.stringMatching(/a share from 0 to 1/) });
    expect(ofHeads(0.2)).toMatchObject({ margin: 0.2, comparisons: [{ arm: 'new' }] });
    const twice = analyseTrial({ ...data, scores: [...data.scores, ...data.scores.map((row) => ({ ...row, targetArea: 'frontal' }))] }, { ...visits, margin: plan });
    const [one] = twice.areas.map(({ margin }) => (margin === null || 'refused' in margin ? null : margin.comparisons[0]));
    expect(one!.pOneSidedHolm).toBeCloseTo(2 * one!.pOneSided, 12);
  });
});
