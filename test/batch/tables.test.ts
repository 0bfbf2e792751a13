import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { ArmSummaries, armColumns } from '../../src/batch/output/arms-table.js';
import { measurementColumns } from '../../src/batch/output/measurements-table.js';
import { closeBatchPage, openBatchPage, writePageRow } from '../../src/batch/output/report-page.js';
import type { RowOutcome } from '../../src/batch/output/row-outcome.js';
import { scoreColumns } from '../../src/batch/output/scores-table.js';
import { Sheet, writeWorkbook } from '../../src/batch/output/workbook.js';
import { assessCoverageChange, measureCoverageChange } from '../../src/scoring/coverage-change.js';
import { compareTimepoints } from '../../src/scoring/compare-timepoints.js';
import { readEscapedText, writeLine } from '../../src/tables/write-table.js';
import { makeTimepoint } from '../scoring/make-timepoint.js';

const nasty = '=HYPERLINK("http://x","<script>")';

function outcomeOf(subject: string, arm: string, densities: readonly [number, number], at: 0 | 1): RowOutcome {
  const [baseline, followUp] = densities.map((count, visit) => makeTimepoint({ count, name: `${visit}.png` }));
  const { change, globalAssessment, warnings } = compareTimepoints(baseline, followUp);
  return {
    row: { row: 2 + at, subject, arm, targetArea: 'vertex', visit: ['week 0', 'week 24'][at], date: ['2026-01-05', '2026-06-22'][at], photo: `${subject}.jpg`, view: '', kind: null, calibration: null },
    baseline: { row: 2, visit: 'week 0', date: '2026-01-05', photo: `${subject}.jpg` },
    fromOtherBaseline: false,
    measured: { result: at === 0 ? baseline : followUp, thumbnail: '' }, refusal: null,
    comparison: at === 0 ? { state: 'baseline' }
      : { state: 'compared', stored: { change, globalAssessment, warnings, hairs: null, registration: { method: 'none', overlapShare: null, residualUm: null, matchedHairs: null } } },
  };
}

const failed: RowOutcome = { ...outcomeOf(nasty, '', [100, 100], 0), measured: null, refusal: { code: 'photo.damaged', message: 'This file is damaged.', hint: 'Copy it again.' } };

describe('tables of a batch', () => {
  it('hold numbers as numbers, and text that no spreadsheet takes for a formula', () => {
    const line = writeLine([-12.5, 0, null, true, nasty, '-1', '+1', '@x', '\tx', ' =1', '＝1', 'a,b', 'say "ah"', 'two\nlines', "it's"]);
    const [cells] = parse(line) as string[][];
    expect(cells).toEqual(['-12.5', '0', '', 'true', `'${nasty}`, "'-1", "'+1", "'@x", "'\tx", "' =1", "'＝1", 'a,b', 'say "ah"', 'two\nlines', "it's"]);
    expect(cells.slice(4).map(readEscapedText)).toEqual([nasty, '-1', '+1', '@x', '\tx', ' =1', '＝1', 'a,b', 'say "ah"', 'two\nlines', "it's"]);
    expect(() => writeLine([NaN])).toThrow(RangeError);
  });

  it('start no formula either where a spreadsheet parts cells by semicolons or tabs, and are read back as they were', () => {
    const typed = ['S-1;=HYPERLINK("http://x")', 'S-1;"=1+1', 'a\t @SUM(1)', 'a\n=1', ';-1', '=1;+2', 'before; after', 'week 4; 3 of 5'];
    const line = writeLine(typed), [cells] = parse(line) as string[][];
    // Whatever quotation marks do there: nothing behind a separator begins like a formula.
    for (const separator of [';', '\t', ',', '\n']) for (const piece of line.split(separator)) expect(piece.replace(/^["\s]*/, '')).not.toMatch(/^[=+\-@]/);
    expect(cells!.map(readEscapedText)).toEqual(typed);
    expect(cells!.slice(-2)).toEqual(typed.slice(-2));
    const began = performance.now();
    writeLine(['\t'.repeat(200_000)]);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('hold every interval that a result has', () => {
    const intervals: Record<string, [number, number]> = { hairCount: [50, 60], densityPerCm2: [100, 120], terminalDensityPerCm2: [90, 110], meanDiameterUm: [60, 64], coverage: [0.4, 0.5], follicularUnitDensityPerCm2: [55, 65], terminalShare: [0.8, 0.9], cumulativeThicknessMmPerCm2: [6, 8] };
    const outcome = outcomeOf('S1', 'active', [100, 160], 0), given = { ...outcome, measured: { ...outcome.measured!, result: { ...outcome.measured!.result, intervals } } };
    const limits = measurementColumns.filter(({ name }) => /_(lower|upper)$/.test(name)).map(({ of }) => of(given));
    expect(limits).toEqual(Object.values(intervals).flat());
  });

  it('have one name a column', () => {
    for (const columns of [measurementColumns, scoreColumns, armColumns]) {
      const names = columns.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('sum each arm and visit up: mean and standard deviation of density, change and percent, and the scores', () => {
    const summaries = new ArmSummaries(), pairs: [string, string, [number, number]][] = [['S1', 'active', [100, 160]], ['S2', 'active', [120, 180]], ['S3', 'placebo', [110, 110]]];
    for (const [subject, arm, densities] of pairs) for (const at of [0, 1] as const) summaries.add(outcomeOf(subject, arm, densities, at));
    summaries.add(failed);
    const rows = summaries.list().map((group) => Object.fromEntries(armColumns.map(({ name, of }) => [name, of(group)])));
    expect(rows.map(({ arm, visit }) => `${arm} ${visit}`)).toEqual(['active week 0', 'active week 24', 'placebo week 0', 'placebo week 24', ' week 0']);
    expect(rows[1]).toMatchObject({ rows: 2, measured: 2, terminal_density_per_cm2_mean: 170, terminal_density_per_cm2_sd: expect.closeTo(14.142, 3), compared: 2, change_mean: 60, change_sd: 0, change_percent_mean: expect.closeTo(55, 6), score_minus_1: 0, endpoint: 'terminalDensityPerCm2' });
    expect(rows[3]).toMatchObject({ compared: 1, change_mean: 0, change_sd: null, score_0: 1, score_plus_1: 0 });
    expect(rows[4]).toMatchObject({ rows: 1, measured: 0, hair_count_mean: null, score_plus_1: null });
  });

  it('sum no change up with the others that is from another visit than their baseline', () => {
    const summaries = new ArmSummaries();
    for (const outcome of [outcomeOf('S1', 'active', [100, 160], 1), { ...outcomeOf('S2', 'active', [150, 160], 1), fromOtherBaseline: true }]) summaries.add(outcome);
    expect(Object.fromEntries(armColumns.map(({ name, of }) => [name, of(summaries.list()[0])]))).toMatchObject({ rows: 2, measured: 2, compared: 1, change_mean: 60, score_plus_3: 1, score_0: 0 });
  });

  it('sum up neither a photograph that was compared with itself nor one exposure saved twice, as `trial` takes both for missing', () => {
    const summaries = new ArmSummaries(), slip = (subject: string, code: string): RowOutcome => {
      const outcome = outcomeOf(subject, 'active', [100, 100], 1), { comparison } = outcome;
      if (comparison.state !== 'compared') throw new Error('The pair was not compared.');
      return { ...outcome, comparison: { ...comparison, stored: { ...comparison.stored, warnings: [{ code, field: 'followUps.measurement.photo', message: 'No follow-up.' }] } } };
    };
    for (const outcome of [outcomeOf('S1', 'active', [100, 160], 1), slip('S2', 'comparison.samePhotograph'), slip('S3', 'comparison.sameExposure'), slip('S4', 'comparison.early')]) summaries.add(outcome);
    expect(Object.fromEntries(armColumns.map(({ name, of }) => [name, of(summaries.list()[0])]))).toMatchObject({ rows: 4, measured: 4, compared: 2, change_mean: 30, score_plus_3: 1, score_0: 1 });
  });

  it('give a change of the coverage of heads in percentage points, not in percent', () => {
    const change = { ...measureCoverageChange({ before: 0.6, after: 0.72 }, 1), endpoint: 'coverage' as const }, heads = outcomeOf('S1', 'active', [100, 160], 1);
    const outcome: RowOutcome = { ...heads, comparison: { ...heads.comparison, stored: { change, globalAssessment: null, warnings: [], hairs: null, registration: { method: 'head', overlapShare: 1, residualUm: null, matchedHairs: null } } } as RowOutcome['comparison'] };
    const cells = Object.fromEntries(scoreColumns.map(({ name, of }) => [name, of(outcome)]));
    expect(cells).toMatchObject({ endpoint: 'coverage', change_percent: expect.closeTo(12, 6), change_unit: 'percentage points', log_ratio: null });
    expect(Object.fromEntries(scoreColumns.map(({ name, of }) => [name, of(heads)]))).toMatchObject({ change_percent: expect.closeTo(60, 6), change_unit: '%' });
    expect(writePageRow(outcome, false)).toContain('+12.0 points');
    const summaries = new ArmSummaries();
    for (const one of [outcome, { ...heads, row: { ...heads.row, arm: 'clipped' } }, { ...heads, row: { ...heads.row, arm: 'both' } }, { ...outcome, row: { ...outcome.row, arm: 'both' } }]) summaries.add(one);
    const arms = summaries.list().map((group) => Object.fromEntries(armColumns.map(({ name, of }) => [name, of(group)])));
    expect(arms.map((row) => [row['arm'], row['endpoint'], row['change_percent_mean'], row['change_unit']])).toEqual([
      ['active', 'coverage', expect.closeTo(12, 6), 'percentage points'], ['clipped', 'terminalDensityPerCm2', expect.closeTo(60, 6), '%'], ['both', 'mixed', null, null],
    ]);
  });

  it('are the same workbook bytes whenever they are written, with text as text', async () => {
    const write = async (): Promise<Buffer> => {
      const sheet = new Sheet('Scores & more', ['subject', 'change', 'registered']);
      for (const cells of [[nasty, -12.5, true], ['-5', 0, false], ['\u0000bell\u0007', null, null], ['\ud800', 1e-7, null]]) await sheet.write(cells);
      return Buffer.from(await writeWorkbook([sheet, new Sheet('Arms', ['arm'])]));
    };
    const first = await write();
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect((await write()).equals(first)).toBe(true);
    const { default: readSheets } = await import('read-excel-file/node');
    expect(await readSheets(first)).toEqual([
      { sheet: 'Scores & more', data: [['subject', 'change', 'registered'], [nasty, -12.5, true], ['-5', 0, false], ['[U+0000]bell[U+0007]', null, null], ['[U+D800]', 1e-7, null]] },
      { sheet: 'Arms', data: [['arm']] },
    ]);
  });

  it('label the scores of heads as provisional, and only those', () => {
    const closeUp = outcomeOf('S1', 'active', [100, 160], 1), head = outcomeOf('S2', 'active', [100, 160], 1);
    const assessment = assessCoverageChange({ before: 0.4, after: 0.55 }, 2), change = measureCoverageChange({ before: 0.4, after: 0.55 }, 2);
    Object.assign((head.comparison as { stored: object }).stored, { globalAssessment: assessment, change });
    const provisional = scoreColumns.find(({ name }) => name === 'score_provisional')!;
    expect([closeUp, head, failed].map((outcome) => provisional.of(outcome))).toEqual([false, true, null]);
    expect(writePageRow(head, false)).toContain('moderately increased (provisional)');
    expect(writePageRow(closeUp, false)).not.toContain('provisional');
    const summaries = new ArmSummaries();
    summaries.add(head);
    const ofArm = armColumns.find(({ name }) => name === 'score_provisional')!, closeUps = new ArmSummaries(), nobody = new ArmSummaries();
    closeUps.add(closeUp);
    nobody.add(failed);
    expect([summaries, closeUps, nobody].map((each) => ofArm.of(each.list()[0]))).toEqual([true, false, null]);
    const facts = { manifestName: 'a.csv', rows: 2, measured: 2, failed: 0, unfit: 0, compared: 1, refused: 0, repeated: [], methodVersion: '1', terminalThresholdUm: 32.5 };
    expect(openBatchPage(facts, { failures: [], failedComparisons: [] }, summaries.list())).toContain('scores of heads are provisional');
    expect(openBatchPage(facts, { failures: [], failedComparisons: [] }, new ArmSummaries().list())).not.toContain('provisional');
  });

  it('become a page that escapes what people typed and says how to mend what failed', () => {
    const failures = [{ row: failed.row, refusal: failed.refusal! }];
    const page = openBatchPage({ manifestName: '<b>.csv', rows: 2, measured: 1, failed: 1, unfit: 1, compared: 1, refused: 1, repeated: [[2, 5], [3, 4]], methodVersion: '1', terminalThresholdUm: 32.5 }, { failures, failedComparisons: [] }, new ArmSummaries().list())
      + writePageRow(failed, true) + writePageRow(outcomeOf('S1', 'active', [100, 160], 1), true) + closeBatchPage(0);
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('<b>.csv');
    expect(page).toContain('Copy it again.');
    expect(page).toContain('<dt>Not fit to give figures</dt><dd>1</dd>');
    expect(page).toContain('<dt>Compared with a baseline</dt><dd>1</dd></div><div><dt>Could not be compared</dt><dd>1</dd>');
    expect(page).toContain('<p>2 photographs stand in several rows, the same file byte for byte: rows 2, 5; rows 3, 4. Each row');
    const nothing = { failures: [], failedComparisons: [] };
    const whole = { manifestName: 'a.csv', rows: 2, measured: 2, failed: 0, compared: 1, refused: 0, repeated: [], methodVersion: '1', terminalThresholdUm: 32.5 };
    expect(openBatchPage({ ...whole, unfit: 0 }, nothing, [])).toContain('None: every photograph was measured.');
    expect(openBatchPage({ ...whole, unfit: 1 }, nothing, [])).toMatch(/<p>None failed\.<\/p><p>One photograph is not fit to give figures: .* its row/);
    expect(page).toContain('thicker than 32.5\u00a0µm');
    expect(page).toContain('+60%');
    expect(page).toMatch(/default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-/);
  });
});
