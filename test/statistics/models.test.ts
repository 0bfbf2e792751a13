import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/phantom/random.js';
import { fitAncova, type ArmDifference } from '../../src/statistics/ancova.js';
import { chiSquaredUpperTail } from '../../src/statistics/chi-squared.js';
import { adjustHolm } from '../../src/statistics/holm.js';
import { estimateSurvival, medianTime } from '../../src/statistics/kaplan-meier.js';
import { weighKappa } from '../../src/statistics/kappa.js';
import { fitMixedModel, type RepeatedChange } from '../../src/statistics/mmrm.js';
import { noncentralTUpperTail } from '../../src/statistics/noncentral-t.js';
import { fitProportionalOdds } from '../../src/statistics/proportional-odds.js';
import { differenceOfProportions, estimateProportion } from '../../src/statistics/proportions.js';
import { isRefused, type Refusal } from '../../src/statistics/refusal.js';
import { powerOfTrial, subjectsPerArm } from '../../src/statistics/sample-size.js';
import { normalQuantile, normalTwoSided, studentTTwoSided } from '../../src/statistics/student-t.js';
import { testVanElteren } from '../../src/statistics/van-elteren.js';
import { testPairedT, testSignedRank } from '../../src/statistics/within-arm.js';

// Made by test/trial/reference/make_reference.R and make_reference.py.
const read = (name: string) => JSON.parse(readFileSync(new URL(`../trial/reference/${name}`, import.meta.url), 'utf8'));
const models = read('models-reference.json');
const distributions = read('distributions-reference.json');
// Made by test/trial/reference/make_score_test_reference.R.
const scoreTests = read('score-test-reference.json');
// Made by test/trial/reference/make_exact_reference.py.
const exact = read('exact-reference.json');

/** Six significant digits. */
function expectSame(value: number, reference: number): void {
  expect(Math.abs(value - reference), `${value} against ${reference}`).toBeLessThanOrEqual(5e-7 * Math.abs(reference) + 1e-300);
}

function given<T extends object>(value: T): Exclude<T, Refusal> {
  if (isRefused(value)) throw new Error(value.refused);
  return value as Exclude<T, Refusal>;
}

describe('trials analysed as R analyses them, to six digits', () => {
  it.each(models.ancova as any[])('adjusts the change of hair density for the baseline: $name', (reference) => {
    const fit = given(fitAncova(reference.rows, reference.arms));
    fit.adjustedMeans.forEach((mean, at) => {
      expectSame(mean.estimate, reference.means[at]);
      expectSame(mean.standardError, reference.meanErrors[at]);
      expectSame(mean.interval95[0], reference.meanLower[at]);
    });
    fit.differences.forEach((difference, at) => {
      expectSame(difference.estimate, reference.differences[at]);
      expectSame(difference.standardError, reference.errors[at]);
      expectSame(difference.interval95[0], reference.lower[at]);
      expectSame(difference.interval95[1], reference.upper[at]);
      expectSame(difference.pValue, reference.pValues[at]);
      expect(difference.freedom).toBe(reference.freedom);
    });
    expectSame(fit.residualStandardDeviation, reference.residual);
    expectSame(fit.slope.estimate, reference.slope);
  });

  it.each(models.mixed as any[])('models all visits of a trial together: $name', (reference) => {
    const fit = given(fitMixedModel(reference.rows as RepeatedChange[], reference.arms, reference.visits));
    fit.covariance.flat().forEach((value, at) => expectSame(value, reference.covariance.flat()[at]));
    const compare = (own: Omit<ArmDifference, 'reference' | 'arm' | 'pValue'>, other: any): void => {
      expectSame(own.estimate, other.estimate);
      expectSame(own.standardError, other.error);
      expectSame(own.freedom, other.freedom);
      expectSame(own.interval95[0], other.lower);
      expectSame(own.interval95[1], other.upper);
    };
    fit.visits.forEach((visit, at) => {
      visit.adjustedMeans.forEach((mean, arm) => compare(mean, reference.means[at][arm]));
      visit.differences.forEach((difference, arm) => {
        compare(difference, reference.differences[at][arm]);
        expectSame(difference.pValue, reference.differences[at][arm].pValue);
      });
    });
  });

  it.each(models.mixed as any[])('finds the covariance of the visits where nlme::gls finds it: $name', (reference) => {
    // gls stops earlier, so this holds to fewer digits.
    reference.glsCovariance.flat().forEach((value: number, at: number) => expect(reference.covariance.flat()[at] / value).toBeCloseTo(1, 3));
  });

  it.each(models.vanElteren as any[])('ranks scores within strata: $name', (reference) => {
    const [first, second] = [...new Set<string>(reference.rows.map((row: any) => row.arm))].sort();
    const test = given(testVanElteren(reference.rows, first, second));
    expectSame(test.z, reference.z);
    // coin gives the normal curve's; of these sizes the program counts every way.
    expectSame(normalTwoSided(test.z), reference.pValue);
    expect(test.exact).toBe(true);
    expectSame(test.pValue, exact.rankTestsOfModels[models.vanElteren.indexOf(reference)]);
    const reversed = given(testVanElteren(reference.rows, second, first));
    expect(reversed.z).toBeCloseTo(-test.z, 12);
    expect(reversed.probabilityHigher).toBeCloseTo(1 - test.probabilityHigher, 12);
  });

  it.each((exact.rankTests as any[]).map((each, at) => [at + 1, each] as const))('ranks scores of few subjects, and of many with few increases, by counting every way to deal them to the arms, table %i', (_, { rows, pValue }) => {
    const test = given(testVanElteren(rows, 'drug', 'placebo'));
    expect(test.exact).toBe(true);
    expectSame(test.pValue, pValue);
    expectSame(given(testVanElteren(rows, 'placebo', 'drug')).pValue, pValue);
  });

  it('finds nothing in 4 of 6 who increased against none of 6, which chance gives in 6 of 100, and takes the normal curve where there are too many ways', () => {
    const dealt = (perArm: number, value: (at: number) => number): { arm: string; stratum: string; value: number }[] => Array.from({ length: 2 * perArm }, (__, at) => ({ arm: at < perArm ? 'drug' : 'placebo', stratum: '', value: value(at) }));
    expectSame(given(testVanElteren(dealt(6, (at) => Number(at < 4)), 'drug', 'placebo')).pValue, 30 / 495);
    const many = given(testVanElteren(dealt(150, (at) => (at * 7919) % 1009), 'drug', 'placebo'));
    expect(many.exact).toBe(false);
    expectSame(many.pValue, normalTwoSided(many.z));
    expect(given(testVanElteren(dealt(400, (at) => Number(at < 4)), 'drug', 'placebo')).exact).toBe(true);
    // Thirds of 70 subjects who all differ, and 35 against 35 with every other rank shared.
    expect(given(testVanElteren(dealt(35, (at) => (at * 11) % 70).map((row, at) => ({ ...row, stratum: `third ${at % 3}` })), 'drug', 'placebo')).exact).toBe(true);
    expect(given(testVanElteren(dealt(35, (at) => Math.max(1, (at * 11) % 70)), 'drug', 'placebo')).exact).toBe(true);
  });

  it('gives the same exact p whichever of two unequal arms is the control', () => {
    const rows = Array.from({ length: 70 }, (_, at) => ({ arm: at < 46 ? 'larger' : 'smaller', stratum: '', value: Math.max(1, (at * 11) % 70) }));
    const [one, other] = [given(testVanElteren(rows, 'larger', 'smaller')), given(testVanElteren(rows, 'smaller', 'larger'))];
    expect([one.exact, other.exact]).toEqual([true, true]);
    expect(other.pValue).toBeCloseTo(one.pValue, 14);
    expect(other.z).toBeCloseTo(-one.z, 12);
  });

  it.each((exact.signedRanks as any[]).map((each, at) => [at + 1, each] as const))('counts every pattern of signs, where changes are alike or 0, too, list %i', (_, { changes, statistic, pValue }) => {
    const signed = given(testSignedRank(changes));
    expect([signed.statistic, signed.exact]).toEqual([statistic, true]);
    expectSame(signed.pValue, pValue);
  });

  it.each(models.proportionalOdds as any[])('gives the odds of a higher score: $name', (reference) => {
    const fit = given(fitProportionalOdds(reference.rows, reference.arms));
    fit.oddsRatios.map(given).forEach((ratio, at) => {
      expectSame(ratio.logOddsRatio!, reference.logOddsRatios[at]);
      expectSame(ratio.standardError!, reference.errors[at]);
      expectSame(normalTwoSided(ratio.z), scoreTests.find(({ name }: any) => name === reference.name).pValues[at]);
      if (!ratio.exact) expectSame(ratio.pValue, normalTwoSided(ratio.z));
    });
    expectSame(fit.baselineSlope!, reference.baselineSlope);
    expectSame(fit.logLikelihood!, reference.logLikelihood);
  });

  it.each(models.withinArm as any[])('tests whether the hair of one arm changed at all: $changes.length subjects, exact $exact', (reference) => {
    const signed = given(testSignedRank(reference.changes));
    expect(signed.statistic).toBe(reference.statistic);
    // Below 50 changes R counts only where none are alike or 0.
    expect(signed.exact).toBe(reference.changes.length < 50);
    if (signed.exact === reference.exact) expectSame(signed.pValue, reference.pValue);
    const paired = given(testPairedT(reference.changes));
    expectSame(paired.estimate, reference.mean);
    expectSame(paired.standardError, reference.error);
    expectSame(paired.pValue, reference.tValue);
    expectSame(paired.interval95[0], reference.lower);
    expectSame(paired.interval95[1], reference.upper);
  });

  it('estimates how long it takes until an increase is seen', () => {
    const { rows, time, without, atRisk, median } = models.survival;
    const steps = estimateSurvival(rows).filter((step) => time.includes(step.time));
    steps.forEach((step) => {
      expectSame(step.without, without[time.indexOf(step.time)]);
      expect(step.atRisk).toBe(atRisk[time.indexOf(step.time)]);
    });
    expect(medianTime(steps)).toBe(median);
  });

  it('takes the middle of the time in which exactly half had an increase, as R does', () => {
    // median of survfit(Surv(time, happened) ~ 1) in R 4.2: 2.5, 3, 2, 5, none.
    const waits = (times: number[], happened: number[]) => medianTime(estimateSurvival(times.map((time, at) => ({ time, happened: happened[at] === 1 }))));
    expect([waits([1, 2, 3, 4], [1, 1, 1, 1]), waits([1, 2, 3, 4], [1, 1, 0, 1]), waits([1, 2, 3, 4], [1, 1, 0, 0]), waits([5, 5, 5, 5], [1, 1, 0, 0]), waits([1, 2, 3, 4], [1, 0, 0, 0])]).toEqual([2.5, 3, 2, 5, null]);
  });

  it('knows the power of a planned trial and the subjects it needs', () => {
    for (const { power, perArm, ...plan } of models.power) expectSame(powerOfTrial(plan, perArm), power);
    for (const { perArm, power, ...plan } of models.size) expect(subjectsPerArm(plan, power)).toBe(perArm);
  });

  it('adjusts for several comparisons as Holm did', () => {
    for (const { pValues, adjusted } of models.holm) adjustHolm(pValues).forEach((value, at) => expectSame(value, adjusted[at]));
  });
});

describe('trials analysed as scipy and statsmodels analyse them, to six digits', () => {
  it('has the tails of the distributions behind every p-value', () => {
    for (const [x, freedom, tail] of distributions.chiSquared) expectSame(chiSquaredUpperTail(x, freedom), tail);
    for (const [t, freedom, tail] of distributions.studentTwoSided) expectSame(studentTTwoSided(t, freedom), tail);
    for (const [probability, z] of distributions.normalQuantile) expect(normalQuantile(probability)).toBeCloseTo(z, 9);
    for (const [t, freedom, shift, tail] of distributions.noncentralT) expectSame(noncentralTUpperTail(t, freedom, shift), tail);
  });

  it.each(distributions.kappa as any[])('weighs the agreement of two readers of $first.length photographs', (reference) => {
    const agreement = given(weighKappa(reference.first, reference.second, -3, 3));
    expectSame(agreement.kappa, reference.kappa);
    expectSame(agreement.interval95![0], Math.max(-1, reference.kappa - 1.959963984540054 * reference.standardError));
    expectSame(agreement.interval95![1], Math.min(1, reference.kappa + 1.959963984540054 * reference.standardError));
    expectSame(agreement.shareIdentical, reference.shareIdentical);
  });

  it.each(distributions.newcombe as any[])('bounds the difference of responders: $count of $n against $referenceCount of $referenceN', (reference) => {
    const share = estimateProportion(reference.count, reference.n);
    share.interval95.forEach((end, at) => expect(end).toBeCloseTo(reference.wilson[at], 9));
    const { interval95 } = differenceOfProportions(share, estimateProportion(reference.referenceCount, reference.referenceN));
    expect(interval95[0]).toBeCloseTo(reference.lower, 9);
    expect(interval95[1]).toBeCloseTo(reference.upper, 9);
  });
});

describe('the score test of the odds', () => {
  it('is the rank test of Wilcoxon where there are two arms and no baseline, to the last digit and with every tie', () => {
    const rows = Array.from({ length: 31 }, (_, at) => ({ arm: at < 14 ? 'control' : 'treated', stratum: 'all', baseline: 100, value: ((at * at * 7 + at) % 4) + (at >= 14 && at % 3 === 0 ? 1 : 0) }));
    const ranks = given(testVanElteren(rows, 'treated', 'control')), { oddsRatios: [ratio] } = given(fitProportionalOdds(rows, ['control', 'treated']));
    expect(given(ratio).z).toBeCloseTo(ranks.z, 10);
    // Of up to thirty every draw is counted.
    const few = rows.slice(1), [exactRatio] = given(fitProportionalOdds(few, ['control', 'treated'])).oddsRatios;
    expect(given(exactRatio).exact).toBe(true);
    expect(given(exactRatio).pValue).toBeCloseTo(given(testVanElteren(few, 'treated', 'control')).pValue, 12);
  });

  it.each((exact.scoreTests as any[]).map((each, at) => [at + 1, each] as const))('counts every draw of the arm, adjusted for the baseline, table %i', (_, { rows, pValue }) => {
    const test = given(given(fitProportionalOdds(rows, ['placebo', 'drug'])).oddsRatios[0]);
    expect(test.exact).toBe(true);
    expectSame(test.pValue, pValue);
  });

  it('finds nothing in one subject who increased against eight who did not, which chance gives in one of nine', () => {
    const rows = Array.from({ length: 9 }, (_, at) => ({ arm: at === 0 ? 'drug' : 'placebo', baseline: 100, value: Number(at === 0) }));
    expectSame(given(given(fitProportionalOdds(rows, ['placebo', 'drug'])).oddsRatios[0]).pValue, 1 / 9);
  });

  it('finds a difference that is none in about one of twenty trials, with eight subjects an arm as with more', () => {
    const random = createRandom(8);
    let found = 0, trials = 0;
    for (; trials < 1000; trials++) {
      const rows = Array.from({ length: 16 }, (_, at) => ({ arm: at % 2 === 0 ? 'control' : 'treated', baseline: random.normal(150, 35), value: Math.max(-1, Math.min(2, Math.round(random.normal(0.4, 0.9)))) }));
      const fit = fitProportionalOdds(rows, ['control', 'treated']);
      if (!isRefused(fit) && given(fit.oddsRatios[0]).pValue < 0.05) found++;
    }
    // Four standard errors around 5 %; information as observed gave 7 %.
    expect(found / trials).toBeGreaterThan(0.03);
    expect(found / trials).toBeLessThan(0.07);
  });
});

describe('trials from which no honest number comes', () => {
  const subject = (at: number, arm: string, baseline: number, change: number) => ({ subject: `S${at}`, arm, visit: at % 2, baseline, change });
  const refused = (value: object): string => ('refused' in value ? String(value.refused) : 'not refused');

  it('refuses to compare one arm with nothing', () => {
    const rows = [1, 2, 3, 4, 5, 6].map((at) => ({ ...subject(at, 'needling', 100 + at, at), value: at % 3 }));
    expect(refused(fitAncova(rows, ['needling']))).toMatch(/only one arm/);
    expect(refused(fitMixedModel(rows, ['needling'], 2))).toMatch(/only one arm/);
    expect(refused(fitProportionalOdds(rows, ['needling']))).toMatch(/only one arm/);
  });

  it('gives no odds ratio where every treated subject scores above every control, and tests it all the same', () => {
    const rows = Array.from({ length: 30 }, (_, at) => ({ arm: at < 15 ? 'control' : 'treated', baseline: 100 + (at * 7) % 11, value: at < 15 ? at % 2 : 2 + (at % 2) }));
    const model = given(fitProportionalOdds(rows, ['control', 'treated'])), turned = given(fitProportionalOdds(rows, ['treated', 'control']));
    expect(model).toMatchObject({ oddsRatios: [{ arm: 'treated', reference: 'control', oddsRatio: null, interval95: null }], logLikelihood: null, n: 30 });
    expect(given(model.oddsRatios[0]).pValue).toBeLessThan(1e-5);
    expectSame(given(turned.oddsRatios[0]).pValue, given(model.oddsRatios[0]).pValue);
    // One control above the lowest treated is enough for a finite value, and the p-value goes over into that smoothly.
    const [touching] = given(fitProportionalOdds([...rows, { arm: 'control', baseline: 104, value: 2 }, { arm: 'treated', baseline: 104, value: 1 }], ['control', 'treated'])).oddsRatios.map(given);
    expect(touching.oddsRatio).toBeGreaterThan(20);
    expect(touching.pValue).toBeLessThan(1e-4);
  });

  it('refuses the odds where the baselines alone tell who has which score, and does not call that no difference', () => {
    const bald = [80, 82, 83, 84, 86, 87, 89, 90], full = [220, 221, 223, 224, 226, 227, 229, 230], arms = [0, 1, 1, 0, 1, 0, 0, 1].map((at) => ['control', 'treated'][at]);
    const rows = [...bald.map((baseline, at) => ({ arm: arms[at], baseline, value: 1 })), ...full.map((baseline, at) => ({ arm: arms[at], baseline, value: 0 }))];
    expect(refused(fitProportionalOdds(rows, ['control', 'treated']))).toMatch(/^The baselines alone/);
    // One far from all others: its slope per standard deviation is small, and the odds are as unknown.
    const outlier = [...Array.from({ length: 39 }, (_, at) => ({ arm: at % 2 === 0 ? 'control' : 'treated', baseline: 100 + (at * 7) % 5, value: 0 })), { arm: 'treated', baseline: 400, value: 1 }];
    expect(refused(fitProportionalOdds(outlier, ['control', 'treated']))).toMatch(/^The baselines alone/);
    expect(refused(fitProportionalOdds(rows.map((row) => ({ ...row, baseline: row.arm === 'control' ? 100 : 120 })), ['control', 'treated']))).toMatch(/do not determine/);
  });

  describe('of three arms of which one is beyond the control', () => {
    const own = (arm: string, values: number[]) => values.map((value, at) => ({ arm, baseline: 100 + (at * 7) % 11, value }));
    const rest = [...own('control', [0, 1, 0, 1, 0, 2, 1, 0, 0, 1, 2, 0]), ...own('low', [1, 2, 0, 1, 2, 1, 0, 2, 1, 2, 1, 1])], arms = ['control', 'high', 'low'];

    it.each([['the highest score of others', [2, 2, 2, 2, 2, 2, 2, 2, 2, 2]], ['scores of its own', [3, 4, 3, 4, 4, 3, 3, 4, 3, 4]]])('compares the other as if there were two: %s', (_, values) => {
      const top = own('high', [...values]), [high, low] = given(fitProportionalOdds([...rest, ...top], arms)).oddsRatios.map(given);
      expect(high).toMatchObject({ arm: 'high', oddsRatio: null, interval95: null });
      expect(high.pValue).toBeLessThan(1e-3);
      expect(low).toEqual(given(fitProportionalOdds(rest, ['control', 'low'])).oddsRatios[0]);
      expect(low.oddsRatio).toBeGreaterThan(1);
      expect(given(given(fitProportionalOdds([...rest, ...top], ['low', 'control', 'high'])).oddsRatios[0])).toMatchObject({ arm: 'control', oddsRatio: expect.closeTo(1 / low.oddsRatio!, 6) as unknown });
    });

    it('says why the other has no odds where all its scores are those of the control', () => {
      const flat = [...own('control', [0, 0, 0, 0, 0, 0]), ...own('low', [0, 0, 0, 0, 0, 0]), ...own('high', [1, 2, 1, 2, 2, 1])];
      const [high, low] = given(fitProportionalOdds(flat, arms)).oddsRatios;
      expect(given(high)).toMatchObject({ oddsRatio: null });
      expect(low).toEqual({ arm: 'low', refused: 'All subjects have the same value.' });
    });
  });

  it('refuses a model of visits that too few subjects have together', () => {
    const rows = Array.from({ length: 24 }, (_, at) => subject(at, at % 4 < 2 ? 'control' : 'treated', 100 + at, at % 5));
    expect(refused(fitMixedModel(rows, ['control', 'treated'], 2))).toMatch(/Only 0 subjects have both/);
  });

  it('refuses changes without scatter, baselines without scatter, ranks without difference', () => {
    const flat = Array.from({ length: 12 }, (_, at) => ({ arm: at < 6 ? 'a' : 'b', stratum: 'all', baseline: 100, change: at, value: 1 }));
    expect(refused(fitAncova(flat, ['a', 'b']))).toMatch(/baselines are alike/);
    expect(refused(fitAncova(flat.map((row, at) => ({ ...row, baseline: 100 + at, change: 5 })), ['a', 'b']))).toMatch(/no scatter/);
    expect(refused(testVanElteren(flat, 'a', 'b'))).toMatch(/same value/);
    expect(refused(testPairedT([3, 3, 3]))).toMatch(/alike/);
    // 154.1 − 150.1 and 134.3 − 130.3 differ in the last digit.
    expect(refused(testPairedT([154.1 - 150.1, 134.3 - 130.3, 124.7 - 120.7]))).toMatch(/alike/);
    const steady = ['a', 'b'].flatMap((arm) => [120.7, 130.3, 150.1, 161.9].map((baseline) => ({ arm, baseline, change: baseline + 4 - baseline })));
    expect(refused(fitAncova(steady, ['a', 'b']))).toMatch(/no scatter/);
    expect(refused(weighKappa([1, 1, 1], [1, 1, 1], -3, 3))).toMatch(/one and the same score/);
  });
});
