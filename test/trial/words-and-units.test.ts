import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeAgreement } from '../../src/cli/text/agreement-text.js';
import { writeTrial } from '../../src/cli/text/trial-text.js';
import { renderTrialReport } from '../../src/report/trial/render-trial-report.js';
import { analyseAgreement } from '../../src/trial/analyse-agreement.js';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { itemOf, readReadings, type Readings } from '../../src/trial/read-ratings.js';
import { readTables, scoreHeader } from './trial-folder.js';

const visit = (subject: string, arm: string, week: number, cells: string): string => `${subject},${arm},vertex,closeup,week ${week},${dayAfter(7 * week)},baseline,2026-01-05,${7 * week},${cells}`;
const dayAfter = (days: number): string => new Date(Date.UTC(2026, 0, 5 + days)).toISOString().slice(0, 10);
const grown = 'densityPerCm2,100,130,30,20,40,%,0.04,2,2,moderately increased,';
const same = 'densityPerCm2,100,101,1,-6,9,%,0.04,0,0,no detectable change,';

/** Columns and rows of the page's table with this caption. */
function readPageTable(page: string, caption: string): string[][] {
  const [table] = page.slice(page.indexOf(`<caption>${caption}</caption>`)).split('</table>');
  return table.split('</tr>').map((row) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell.replace(/<[^>]+>/g, ''))).filter((row) => row.length > 0);
}

describe('a trial of photographs of heads', () => {
  // A sparse baseline: a gain of 3 points is 60 % of it.
  const coverage = (subject: string, arm: string, before: number, points: number, unit = 'percentage points'): string =>
    visit(subject, arm, 24, `coverage,${before},${before + points / 100},${points},${unit === '%' ? (points - 2) / before : points - 2},${unit === '%' ? (points + 2) / before : points + 2},${unit},1,0,0,no change,`);

  it('gives the change of coverage in points in its tables, its waterfall and its JSON, and says so', async () => {
    const rows = [coverage('S1', 'active', 0.05, 3), coverage('S2', 'active', 0.5, 5), coverage('S3', 'placebo', 0.4, -2), coverage('S4', 'placebo', 0, 3)];
    const result = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...rows] })), [area] = result.areas;
    expect(area.changeUnit).toBe('percentage points');
    const points = area.subjects.map(({ subject, points: [point] }) => [subject, point.changePercent, ...point.changePercentInterval95!]);
    expect(points).toEqual([['S1', 3, 1, 5], ['S2', 5, 3, 7], ['S3', -2, -4, 0], ['S4', 3, 1, 5]].map(([subject, ...figures]) => [subject, ...figures.map((figure) => expect.closeTo(Number(figure), 9) as unknown)]));
    expect(area.visits[0].arms.map(({ arm, changePercent }) => [arm, changePercent.mean])).toEqual([['placebo', expect.closeTo(0.5, 9)], ['active', expect.closeTo(4, 9)]]);
    const page = renderTrialReport(result);
    expect(readPageTable(page, 'Change of each subject').slice(0, 2)).toEqual([['Subject', 'Arm', 'Change, points', '95% interval, points', 'Score (provisional)'], ['S2', 'active', '+5.0', '+3.0 to +7.0', '0 no change']]);
    expect(page).toContain('>change, percentage points</text>');
    expect(page + writeTrial(result)).not.toMatch(/Change, %|change, %/);
  });

  it('turns limits that a table gives in percent of the baseline into points', async () => {
    const result = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, coverage('S1', 'active', 0.5, 3, '%')] }));
    expect(result.areas[0].subjects[0].points[0]).toMatchObject({ changePercent: expect.closeTo(3, 9), changePercentInterval95: [expect.closeTo(1, 9), expect.closeTo(5, 9)] });
  });
});

describe('the words beside the score of a subject', () => {
  it('say no change only where the change was told from chance, as the photographs themselves were described', async () => {
    const words = {
      A: same, B: 'densityPerCm2,100,104,4,2,6,%,0.01,0,0,no change,', C: 'densityPerCm2,100,101,1,-6,9,%,0.04,0,0,,', D: 'densityPerCm2,100,104,4,2,6,%,0.01,0,0,,',
      E: 'densityPerCm2,100,115,15,-3,30,%,0.08,1,0,no detectable change,', F: grown, G: 'densityPerCm2,100,104,4,,,%,,0,0,,',
    };
    const result = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...Object.entries(words).map(([subject, cells]) => visit(subject, 'active', 24, cells))] }));
    expect(Object.fromEntries(result.areas[0].subjects.map(({ subject, points: [point] }) => [subject, point.words]))).toEqual({
      A: 'no detectable change', B: 'no change', C: 'no detectable change', D: 'no change', E: 'no detectable change', F: 'moderately increased', G: 'no detectable change',
    });
    const shown = new Map(readPageTable(renderTrialReport(result), 'Change of each subject').map((row) => [row[0], row[4]]));
    expect([...'ABF'].map((subject) => shown.get(subject))).toEqual(['0 no detectable change', '0 no change', '+2 moderately increased']);
  });

  it('say no detectable change of two photographs of one visit of which one shows more and one less hair', async () => {
    const lost = 'densityPerCm2,100,80,-20,-28,-12,%,0.04,-2,-2,moderately decreased,';
    const result = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, visit('S1', 'active', 24, grown), visit('S1', 'active', 24, lost)] }));
    expect(result.areas[0].subjects[0].points[0]).toMatchObject({ supported: 0, words: 'no detectable change' });
  });
});

describe('treatment sessions whose day nobody wrote down', () => {
  it('are not counted before the new hair, and who had one is left out with a sentence', async () => {
    const session = (subject: string, day: string): string => `${subject},${day},needling,1.5`;
    const data = await readTables({
      'scores.csv': [scoreHeader, ...['S1', 'S2'].flatMap((subject) => [visit(subject, 'needling', 12, grown), visit(subject, 'needling', 24, grown)])],
      'treatments.csv': ['subject,date,treatment,needle_length_mm', session('S1', '2026-01-12'), session('S1', '2026-01-19'), session('S2', '2026-01-12'), session('S2', '')],
    });
    const result = analyseTrial(data), [onset] = result.areas[0].onset;
    expect(onset).toMatchObject({ withOnset: 2, subjectsWithUndatedSessions: 1, sessions: { n: 1, median: 2 }, keptAfterTreatment: { count: 1, n: 1 } });
    expect(writeTrial(result)).toMatch(/One subject has treatment sessions whose day is not recorded/);
    expect(writeTrial(analyseTrial({ ...data, treatments: data.treatments!.slice(0, 3) }))).not.toContain('whose day is not recorded');
  });
});

describe('the figure of all subjects', () => {
  const partOf = async (arms: readonly string[]): Promise<string> => {
    const rows = arms.map((arm) => visit(`S ${arm}`, arm, 12, grown)), areas = [...rows, ...rows.slice(0, 2).map((row) => row.replace('vertex', 'left'))];
    const page = renderTrialReport(analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...areas] })));
    return page.slice(page.indexOf('<h2>left'), page.indexOf('<h2>vertex'));
  };

  it('says that each arm stands by itself where it is drawn so: in a trial of three arms also on an area of two', async () => {
    expect(await partOf(['drug', 'placebo', 'needling'])).toContain('In the figure each arm by itself.');
    expect(await partOf(['drug', 'placebo'])).not.toContain('each arm by itself');
  });
});

/** What is printed of a table of ratings. */
async function agreementOf(lines: readonly string[], computed: ReadonlyMap<string, number> = new Map()): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trichoscore-agreement-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'ratings.csv'), lines.join('\n'));
  return writeAgreement(analyseAgreement(await readReadings(join(folder, 'ratings.csv')), computed));
}

describe('second looks of readers at photographs', () => {
  it('have whole numbers, and are named where they are not used', async () => {
    const ratings = ['subject,arm,visit,rater,score,occasion', 'S1,active,week 24,panel,1,1', 'S1,active,week 24,panel,2,2', 'S2,active,week 24,panel,1,3'];
    expect(writeTrial(analyseTrial(await readTables({ 'ratings.csv': ratings })))).toMatch(/2 ratings are second or later looks \(occasion above 1\) and not used here/);
    await expect(readTables({ 'ratings.csv': [...ratings, 'S3,active,week 24,panel,1,1.5'] })).rejects.toThrow(/row 5, column occasion: expected a whole number of at least 1, got "1\.5"/);
    const looks: Readings = { scale: 'score', readings: ['a', 'b', 'c', 'd'].flatMap((item, at) => [1, 2, 3].map((occasion) => ({ item, rater: 'one', occasion, value: at % 3 }))) };
    const agreement = analyseAgreement(looks, new Map());
    expect(agreement.notUsed).toBe(4);
    expect(writeAgreement(agreement)).toMatch(/4 readings of third or later looks are not used/);
  });

  it('of several visits of one person are no independent ones, and that is said where there are any', async () => {
    const rated = (items: readonly (readonly [subject: string, visit: string])[]): Promise<string> => agreementOf(['subject,visit,rater,score', ...items.flatMap(([subject, visit], at) => [`${subject},${visit},one,${at % 3}`, `${subject},${visit},two,${(at + 1) % 3}`])]);
    expect(await rated([['S1', 'w4'], ['S1', 'w8'], ['S2', 'w4'], ['S2', 'w8']])).toMatch(/The 4 items are of 2 persons\..*somewhat too narrow/s);
    expect(await rated([['S1', 'w4'], ['S2', 'w4'], ['S3', 'w4'], ['S4', 'w4']])).not.toContain('too narrow');
  });

  it('at visits that the batch calls otherwise are compared with no computed score, and that is said once', async () => {
    const table = ['subject,visit,rater,score', 'S1,Week 4,one,1', 'S2,Week 4,one,0', 'S3,Week 4,one,2'], computed = (visit: string) => new Map(['S1', 'S2', 'S3'].map((subject, at) => [itemOf(subject, '', visit), at]));
    expect(await agreementOf(table, computed('week 4'))).toMatch(/No reading is of a subject, target area and visit that scores\.csv has a score of\.\s+Write\s+their\s+names\s+alike/);
    expect(await agreementOf(table, computed('Week 4'))).not.toContain('No reading is of');
  });

  it('of one person who looked once are compared with nothing, and say what would be needed', () => {
    const text = writeAgreement(analyseAgreement({ scale: 'score', readings: [{ item: 'a', rater: 'one', occasion: 1, value: 0 }] }, new Map()));
    expect(text).toMatch(/^One rater: one\.\nThere is nothing to compare: agreement needs a second rater/);
  });

  it('that agree in everything, or differ by a constant on photographs all alike, are printed without a number that nobody can give', () => {
    const readings = (values: [number, number][]): Readings => ({ scale: 'score', readings: values.flatMap((pair, at) => pair.map((value, reader) => ({ item: `photograph ${at}`, rater: `reader ${reader}`, occasion: 1, value }))) });
    expect(writeAgreement(analyseAgreement(readings([[1, 2], [1, 2], [1, 2]]), new Map()))).toMatch(/reader 0 \/ reader 1: ICC\(2,1\) not given\. Each rater rated all alike/);
    const perfect = writeAgreement(analyseAgreement(readings([[1, 1], [2, 2], [0, 0]]), new Map()));
    expect(perfect).toContain('1.000 (interval not given)');
    expect(perfect).not.toMatch(/1\.000 to 1\.000|NaN/);
  });
});

describe('the p-values of a trial', () => {
  const risen = (subjects: number): string[] => Array.from({ length: subjects }, (_, at) => visit(`S${at}`, 'drug', 12, `densityPerCm2,100,${at % 3 === 0 ? 95 - at % 7 : 104 + at % 11},,,,%,,0,0,no detectable change,`));
  const signedRank = async (subjects: number): Promise<string> => readPageTable(renderTrialReport(analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...risen(subjects)] }))), 'By visit and arm, hairs per cm²')[1].at(-1)!;

  it('are marked in the tables where they are the normal curve’s, as of the signed rank of fifty changes and of no fewer', async () => {
    expect(await signedRank(49)).toMatch(/^0\.\d+$/);
    expect(await signedRank(50)).toMatch(/^≈ 0\.\d+$/);
  });

  it('are said to be exact or not also of a rater’s tables', async () => {
    const ratings = ['subject,arm,target_area,visit,rater,score', ...Array.from({ length: 12 }, (_, at) => `S${at},${at % 2 === 0 ? 'drug' : 'placebo'},vertex,week 12,Dr A,${at % 4}`)];
    const result = analyseTrial(await readTables({ 'ratings.csv': ratings }));
    for (const text of [renderTrialReport(result), writeTrial(result)]) expect(text.replace(/\s+/g, ' ')).toContain('The p of the rank test and of the odds are exact, by permutation; where ≈ stands before one it is the normal curve’s.');
  });
});
