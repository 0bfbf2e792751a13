import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { comparePublishedArms, derivePublishedArm, type DerivedArm, type PublishedArm } from '../../src/trial/derive-published.js';
import { describeCaseSeries } from '../../src/trial/describe-case-series.js';
import { writePublished } from '../../src/cli/text/published-text.js';
import { readCaseSeries, readPublishedArms } from '../../src/trial/read-published.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
// Made by test/trial/reference/make_published_reference.py.
const reference = JSON.parse(readFileSync(new URL('reference/published-reference.json', import.meta.url), 'utf8')) as Record<string, number | null>[];

describe('published trials', () => {
  let papers: PublishedArm[] = [];
  let arms = new Map<string, DerivedArm>();
  beforeAll(async () => {
    papers = await readPublishedArms(fixture('trials.csv'));
    arms = new Map(papers.map((paper) => [paper.id, derivePublishedArm(paper)]));
  });

  it.each(reference)('give the hairs per cm², the percent and the score of the mean that follow from $id, and nothing else', (expected) => {
    const arm = arms.get(String(expected['id']))!;
    for (const figure of ['baselinePerCm2', 'changePerCm2', 'changePercent', 'nominalScoreOfMean'] as const) {
      const own = arm[figure];
      if (expected[figure] === null) expect(own, figure).toHaveProperty('refused');
      else expect(own, figure).toBeCloseTo(expected[figure], 9);
    }
  });

  it('are all checked, and the percent is refused wherever the paper gives no baseline', () => {
    expect([...arms.keys()].sort()).toEqual(reference.map(({ id }) => String(id)).sort());
    const withoutBaseline = papers.filter(({ baselineCount }) => baselineCount === null);
    expect(withoutBaseline.length).toBe(13);
    for (const { id } of withoutBaseline) expect(arms.get(id)!.changePercent).toHaveProperty('refused');
  });

  it('convert a count on a circle of one inch by its true area of 5.067 cm²', () => {
    expect(arms.get('K98-F1')!.changePercent).toBeCloseTo(9.817, 3);
    expect(arms.get('K98-F1')!.baselinePerCm2).toBeCloseTo(876 / 5.0670747909749769, 9);
  });

  it('bring out the two-arm study of microneedling as stated: 91.4 against 22.2 hairs, 40 of 50 against none with +2 or more', () => {
    const study = comparePublishedArms(papers).find(({ trial }) => trial === 'Dhurat 2013')!;
    expect(study.differencePerCm2).toBeCloseTo(69.2, 9);
    expect(arms.get('D13-MN')!.atLeastPlus2).toMatchObject({ count: 40, n: 50, share: 0.8 });
    expect(arms.get('D13-MX')!.atLeastPlus2).toMatchObject({ count: 0, n: 44 });
    // Newcombe's interval of 40/50 − 0/44; distributions-reference.json has the same from statsmodels.
    expect(study.atLeastPlus2).toMatchObject({ difference: 0.8 });
    expect(arms.get('D13-MN')!.changePercent).toEqual({ refused: 'The paper states no baseline count.' });
  });

  it('give no share that no number of the subjects makes: 48 % of three', () => {
    const paper: PublishedArm = { id: 'X', trial: 'X', arm: 'X', n: 3, areaCm2: 1, baselineCount: null, meanChangeCount: null, sdChangeCount: null, weeks: 24, shareImproved: 0.48, shareAtLeastPlus2: 0.66 };
    expect(derivePublishedArm(paper)).toMatchObject({ improved: { refused: expect.stringMatching(/No number of 3 subjects/) as string }, atLeastPlus2: { count: 2, n: 3 } });
  });

  it('say in words why a bald baseline or a loss of more hair than there was gives no percent, and give −100 % where all hair was lost', () => {
    const paper: PublishedArm = { id: 'X', trial: 'X', arm: 'X', n: 10, areaCm2: 1, baselineCount: 100, meanChangeCount: 10, sdChangeCount: null, weeks: 24, shareImproved: null, shareAtLeastPlus2: null };
    const derive = (baselineCount: number, meanChangeCount: number): DerivedArm => derivePublishedArm({ ...paper, baselineCount, meanChangeCount });
    for (const change of [0, 20]) expect(derive(0, change)).toMatchObject({ changePercent: { refused: expect.stringMatching(/no hair at the baseline/) }, nominalScoreOfMean: { refused: expect.stringMatching(/no hair at the baseline/) } });
    expect(derive(100, -120)).toMatchObject({ changePercent: { refused: expect.stringMatching(/loss of more hair/) }, nominalScoreOfMean: { refused: expect.stringMatching(/loss of more hair/) } });
    expect(derive(100, -100)).toMatchObject({ changePercent: -100, nominalScoreOfMean: { refused: expect.stringMatching(/No hair was left/) } });
    expect(writePublished({ arms: [derive(0, 20), derive(100, -120)], comparisons: [], caseSeries: null })).not.toMatch(/undefined|NaN/);
  });

  it('bring out the case series as stated: four men, all +2 to +3, three above 75 % and with them all above 50 %, sustained at 18 months', async () => {
    const series = describeCaseSeries(await readCaseSeries(fixture('case-series.csv')));
    expect(series.subjects).toBe(4);
    expect(series.responders.find(({ atLeast }) => atLeast === 2)!.share).toMatchObject({ count: 4, n: 4 });
    expect(series.responders.find(({ atLeast }) => atLeast === 3)!.share).toHaveProperty('refused');
    expect(series.satisfaction).toEqual([{ percentAbove: 75, subjects: 3 }, { percentAbove: 50, subjects: 4 }]);
    expect(series.onsetSessions).toEqual([8, 10]);
    expect(series.sustained).toMatchObject([{ months: 18, share: { count: 4, n: 4 } }]);
    expect(series.changePercent.refused).toMatch(/no counts/);
  });

  it('read tables that name the area in cm², where 5.1 is the circle of one inch', async () => {
    const table = join(await mkdtemp(join(tmpdir(), 'published-')), 'arms.csv');
    await writeFile(table, 'id,trial,arm,n,area_cm2,baseline_count_in_area,mean_change_in_area,sd_change_in_area,weeks,share_improved,share_ge_plus2\nK,Kaufman,drug,679,5.1,876,86,,52,0.48,\nL,Lanzafame,light,22,2.85,142,86.7,57,16,,0.5\n');
    const [kaufman, lanzafame] = (await readPublishedArms(table)).map(derivePublishedArm);
    expect(kaufman.baselinePerCm2).toBeCloseTo(876 / 5.0670747909749769, 9);
    expect(kaufman.changePercent).toBeCloseTo(9.817, 3);
    expect(lanzafame).toMatchObject({ baselinePerCm2: 142 / 2.85, sdChangePerCm2: 20, nominalScoreOfMean: 2, atLeastPlus2: { count: 11, n: 22 } });
    await writeFile(table, 'id,trial,arm,n,weeks,baseline_count\nK,K,K,1,1,1\n');
    await expect(readPublishedArms(table)).rejects.toMatchObject({ code: 'trial.invalid', message: expect.stringMatching(/column count_area: .*\n.*column mean_change_count: /), hint: expect.stringContaining('fixtures/trials.csv') });
  });
});
