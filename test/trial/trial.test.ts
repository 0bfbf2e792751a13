import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrialResult } from '../../src/domain/trial-result.js';
import { createRandom } from '../../src/phantom/random.js';
import { renderTrialReport } from '../../src/report/trial/render-trial-report.js';
import { writeAgreement } from '../../src/cli/text/agreement-text.js';
import { analyseAgreement } from '../../src/trial/analyse-agreement.js';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { chooseArms } from '../../src/trial/choose-arms.js';
import { itemOf, readReadings } from '../../src/trial/read-ratings.js';
import { readTrialFolder } from '../../src/trial/read-trial-folder.js';
import { defaultPlan, simulateTrial, type SimulationPlan } from '../../src/trial/simulate-trial.js';
import type { TrialData } from '../../src/trial/trial-data.js';
import { writeTrialTables } from '../../src/trial/write-trial-tables.js';
import { writeTrial } from '../../src/cli/text/trial-text.js';

const twoArms: SimulationPlan = { ...defaultPlan, arms: [{ arm: 'placebo', subjects: 30, effect: 0 }, { arm: 'active', subjects: 30, effect: 20 }], sessionEveryDays: 7, readers: 2 };
const simulate = (plan: Partial<SimulationPlan> = {}, seed = 5): TrialData => simulateTrial({ ...twoArms, ...plan }, createRandom(seed)).data;
const folders: string[] = [];

async function folderOf(tables: Iterable<[string, string]>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trichoscore-trial-'));
  folders.push(folder);
  for (const [name, text] of tables) await writeFile(join(folder, name), text);
  return folder;
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

describe('a trial', () => {
  let data: TrialData;
  let result: TrialResult;
  beforeAll(() => {
    data = simulate();
    result = analyseTrial(data, { primaryVisit: 'week 24' });
  });

  it('is read back from its tables exactly as it was, to the last digit of every density', async () => {
    expect(await readTrialFolder(await folderOf(writeTrialTables(data)))).toEqual(data);
  });

  it('counts every subject who was photographed at the baseline, also those who never came back', () => {
    const [area] = result.areas;
    for (const { arms } of area.visits) {
      for (const { expected, measured, missing } of arms) {
        expect(expected).toBe(30);
        expect(measured + missing.reduce((sum, { subjects }) => sum + subjects, 0)).toBe(30);
      }
    }
    expect(result.remarks.join(' ')).toMatch(/missing\. Nothing was filled in/);
  });

  it('turns its sign, and nothing else, when the arms change places', () => {
    const swapped = analyseTrial(data, { primaryVisit: 'week 24', control: 'active' });
    const [one, other] = [result, swapped].map(({ areas: [{ primary }] }) => ('refused' in primary ? null : primary.differences[0]));
    expect(other!.estimate).toBeCloseTo(-one!.estimate, 9);
    expect(other!.pValue).toBeCloseTo(one!.pValue, 9);
  });

  it('does not depend on the order of its rows', () => {
    const shuffled = { ...data, scores: [...data.scores].reverse(), measurements: [...data.measurements] };
    const again = analyseTrial(shuffled, { primaryVisit: 'week 24' }).areas[0].visits[2].arms.map(({ change }) => change.mean!);
    result.areas[0].visits[2].arms.forEach(({ change }, at) => expect(again[at]).toBeCloseTo(change.mean!, 9));
  });

  it('counts treatment sessions before the onset, and none after it', () => {
    const active = result.areas[0].onset.find(({ arm }) => arm === 'active')!;
    expect(active.sessions!.range![1]).toBeLessThanOrEqual(12);
    expect(active.sessions!.range![0]).toBeGreaterThanOrEqual(7);
    expect(active.withOnset).toBe(active.sessions!.n);
    expect(analyseTrial({ ...data, treatments: null }).areas[0].onset[0].sessions).toBeNull();
  });

  it('says which visit decided and how many tests stand beside it', () => {
    expect(result.multiplicity.join(' ')).toMatch(/one primary comparison/);
    expect(analyseTrial(data).multiplicity.join(' ')).toMatch(/not named beforehand/);
  });

  it('describes one arm alone and compares it with nothing', () => {
    const alone = analyseTrial(simulate({ arms: [{ arm: 'needling', subjects: 12, effect: 20 }] }));
    expect(alone.areas[0].primary).toHaveProperty('refused');
    expect(alone.areas[0].visits[0].ancova).toHaveProperty('refused');
    expect(alone.areas[0].visits[0].arms[0].change.mean).not.toBeNull();
    expect(writeTrial(alone)).toMatch(/There is only one arm/);
    expect(renderTrialReport(alone)).toContain('</html>');
  });

  it('adjusts three arms after Holm', () => {
    const three = analyseTrial(simulate({ arms: ['placebo', 'low', 'high'].map((arm, at) => ({ arm, subjects: 15, effect: 10 * at })) }));
    const { primary } = three.areas[0];
    if ('refused' in primary) throw new Error(primary.refused);
    expect(primary.differences.map(({ arm, reference }) => [arm, reference])).toEqual([['high', 'placebo'], ['low', 'placebo']]);
    const [smaller, larger] = primary.differences.map(({ pValue, pValueHolm }) => [pValue, pValueHolm]).sort((a, b) => a[0] - b[0]);
    expect(smaller[1]).toBeCloseTo(Math.min(1, 2 * smaller[0]), 12);
    expect(larger[1]).toBeCloseTo(Math.max(smaller[1], larger[0]), 12);
  });

  it('gives no percent for a subject who had no hair at the baseline', () => {
    const bald = structuredClone(data);
    bald.scores[0].before = 0;
    const [area] = analyseTrial(bald).areas;
    const point = area.subjects.flatMap(({ subject, points }) => points.map((one) => ({ subject, ...one }))).find(({ before }) => before === 0)!;
    expect(point.changePercent).toBeNull();
    expect(point.change).toBeCloseTo(bald.scores[0].after!, 9);
  });

  it('leaves out a subject who is in both arms of one target area, and says so', () => {
    const both = structuredClone(data);
    const { subject } = both.scores[0];
    both.scores.push({ ...both.scores[0], arm: both.scores[0].arm === 'placebo' ? 'active' : 'placebo' });
    const [area] = analyseTrial(both).areas;
    expect(area.leftOut[0]).toMatchObject({ subject, reason: 'subjectInTwoArms' });
    expect(area.subjects.some((course) => course.subject === subject)).toBe(false);
  });

  it('names every subject and visit that was measured as another endpoint than most, with what was measured', () => {
    const mixed = structuredClone(data), row = mixed.scores.find(({ after }) => after !== null)!;
    row.endpoint = 'densityPerCm2';
    const changed = analyseTrial(mixed), [area] = changed.areas;
    expect(area.leftOut).toEqual([{ subject: row.subject, arm: row.arm, visit: row.visit, endpoint: 'densityPerCm2', before: row.before, after: row.after, reason: 'anotherEndpoint' }]);
    expect(writeTrial(changed)).toMatch(new RegExp(`${row.subject} +${row.arm} +${row.visit} +densityPerCm2`));
    expect(renderTrialReport(changed)).toContain('most rows carry terminalDensityPerCm2');
  });

  it('compares halves of one head within the person, as a paired t test and a signed-rank test do (scipy.stats.ttest_rel, wilcoxon)', () => {
    const changes = { left: [12, 7.5, 20.25, -3, 15], right: [4, 6, 9, 1, 2.5] } as const, [one] = data.scores.filter(({ after }) => after !== null);
    const halves: TrialData = {
      ...data, measurements: [], ratings: null, panel: [],
      scores: (['left', 'right'] as const).flatMap((side) => changes[side].map((_, at) => ({
        ...one, subject: `H${at}`, targetArea: side, arm: (side === 'left') === (at % 2 === 0) ? 'active' : 'vehicle', visit: 'week 24', before: 100, after: 100 + changes[(at % 2 === 0) === (side === 'left') ? 'left' : 'right'][at],
      }))),
    };
    halves.scores.push({ ...one, subject: 'H9', targetArea: 'left', arm: 'active', visit: 'week 24' }, { ...one, subject: 'H9', targetArea: 'right', arm: 'vehicle', visit: 'week 24', before: null, after: null, errorCode: 'photo.unusable' });
    const trial = analyseTrial(halves), [paired] = trial.paired;
    expect(trial.paired.length).toBe(1);
    expect(paired).toMatchObject({ arm: 'active', reference: 'vehicle', visit: 'week 24', areas: [['left', 'right'], ['left', 'right']], incomplete: 1, difference: { n: 5, mean: 5.85 } });
    expect(paired.pairedT).toMatchObject({ pValue: expect.closeTo(0.13350261144908943, 10), interval95: [expect.closeTo(-2.7960747380854496, 8), expect.closeTo(14.496074738085449, 8)] });
    expect(paired.signedRank).toMatchObject({ pValue: 0.1875, exact: true });
    expect(writeTrial(trial)).toContain('Within the same persons');
    expect(renderTrialReport(trial)).toContain('each person is its own control');
    expect(analyseTrial(data).paired).toEqual([]);
  });

  it('names arms by their doses as they rise, the control first', () => {
    const named = (names: string[]) => chooseArms(names).arms;
    expect(named(['10 mg', '2 mg', 'placebo', '0.5 mg', '0.25 mg'])).toEqual(['placebo', '0.25 mg', '0.5 mg', '2 mg', '10 mg']);
    expect(named(['Dose 12', 'Dose 2', 'B', 'a', 'A'])).toEqual(['A', 'B', 'Dose 2', 'Dose 12', 'a']);
  });

  it('takes no arm for the control of which a part is treated', () => {
    expect(chooseArms(['placebo + minoxidil', 'finasteride + placebo']).controlChosen).toBe('firstByName');
    expect(chooseArms(['placebo + minoxidil', 'placebo + sham']).arms[0]).toBe('placebo + sham');
    expect(chooseArms(['placebo (+ minoxidil)', 'finasteride [and placebo]']).controlChosen).toBe('firstByName');
    // What a control is made of is no treatment.
    expect(chooseArms(['vehicle (water and ethanol)', '5 % minoxidil']).arms[0]).toBe('vehicle (water and ethanol)');
    expect(chooseArms(['Vehicle twice daily', 'A 5 %'])).toEqual({ arms: ['Vehicle twice daily', 'A 5 %'], controlChosen: 'recognised' });
  });

  it('says of which arm it took differences from, where no name says which is the control', () => {
    const nameless = structuredClone(data);
    for (const row of [...nameless.scores, ...nameless.measurements, ...nameless.ratings!, ...nameless.panel!]) row.arm = row.arm === 'active' ? 'B' : 'A';
    expect(writeTrial(analyseTrial(nameless))).toMatch(/No control arm was named; differences are taken from A, the first by name\.\s+Use --control/);
  });

  it('makes the same page from the same tables, in which a subject cannot hide a script', () => {
    const typed = structuredClone(data);
    for (const row of [...typed.scores, ...typed.measurements]) row.arm = row.arm === 'active' ? '<script>alert(1)</script>' : row.arm;
    const page = renderTrialReport(analyseTrial({ ...typed, ratings: null, panel: [] }));
    expect(page).toBe(renderTrialReport(analyseTrial({ ...typed, ratings: null, panel: [] })));
    expect(page).not.toContain('<script>');
    expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    expect(page.match(/<svg class="chart wide"/g)!.length).toBe(4);
  });

  it('refuses tables that it cannot read, and names the line and the column', async () => {
    const tables = writeTrialTables(data);
    const broken = (from: string | RegExp, to: string) => folderOf([['scores.csv', tables.get('scores.csv')!.replace(from, to)]]);
    await expect(readTrialFolder(await broken('score_supported', 'score'))).rejects.toThrow(/scores\.csv, row 1, column score_supported: The column is missing/);
    await expect(readTrialFolder(await broken(/\d{4}-\d{2}-\d{2}/, '2026-02-30'))).rejects.toThrow(/column date/);
    await expect(readTrialFolder(await folderOf([]))).rejects.toThrow(/none of scores\.csv, ratings\.csv and panel\.csv/);
    await expect(readTrialFolder('no-such-folder')).rejects.toThrow('There is no such folder');
    expect(() => analyseTrial(data, { control: 'sham' })).toThrow(/No subject is in the arm sham/);
  });
});

describe('readers of photographs', () => {
  it('agree with themselves perfectly when their repeats are copies', async () => {
    const rows = simulate().ratings!.filter(({ rater, occasion }) => rater === 'reader-1' && occasion === 1);
    const table = ['subject,visit,rater,occasion,score', ...rows.flatMap((row) => [1, 2].map((occasion) => `${row.subject},${row.visit},${row.rater},${occasion},${row.score}`))].join('\n');
    const folder = await folderOf([['ratings.csv', table]]);
    const { pairs: [pair] } = analyseAgreement(await readReadings(join(folder, 'ratings.csv')), new Map());
    expect(pair).toMatchObject({ kind: 'repeats', n: rows.length, kappa: { kappa: 1, shareIdentical: 1 }, shareIdentical: 1, intraclassCorrelation: { value: 1 } });
    // Copies do not show that every change could be seen.
    expect(pair).toMatchObject({ standardErrorOfMeasurement: 0, smallestDetectableChange: null });
  });

  it('who gave one and the same score throughout have no kappa, and still a share of identical scores', async () => {
    const folder = await folderOf([['ratings.csv', `subject,visit,rater,score\n${['A', 'B', 'C', 'D'].map((subject) => `${subject},w24,one,1\n${subject},w24,two,1\n`).join('')}`]]);
    const { pairs: [pair] } = analyseAgreement(await readReadings(join(folder, 'ratings.csv')), new Map());
    expect(pair).toMatchObject({ kappa: { refused: expect.stringContaining('one and the same score') as string }, shareIdentical: 1, shareWithinOne: 1 });
  });

  it('may number their scale from 1 to 7, and must say so', async () => {
    const folder = await folderOf([['ratings.csv', 'subject;visit;rater;score\nA;w24;one;7\nB;w24;one;4\nC;w24;one;1\nA;w24;two;6\nB;w24;two;4\nC;w24;two;1\n']]);
    await expect(readReadings(join(folder, 'ratings.csv'))).rejects.toThrow(/not on the scale/);
    const { readings } = await readReadings(join(folder, 'ratings.csv'), '1-7');
    expect(readings.map(({ value }) => value)).toEqual([3, 0, -3, 2, 0, -3]);
  });

  it('agree over all cases, not over those alone that an adjudicator was asked about, who stands in pairs and in no median', async () => {
    const cases = Array.from({ length: 30 }, (_, at) => ({ subject: `S${at}`, one: (at % 5) - 2, disputed: at % 10 === 0 }));
    const rated = cases.map(({ subject, one, disputed }) => `${subject},w24,one,independent assessor,${one}\n${subject},w24,two,Independent assessor,${disputed ? one + 2 : one}\n${subject},w24,own view,patient,3\n`).join('');
    const adjudicated = cases.filter(({ disputed }) => disputed).map(({ subject, one }) => `${subject},w24,chief,adjudicator,${one + 1}\n`).join('');
    const computed = new Map(cases.map(({ subject, one }) => [itemOf(subject, '', 'w24'), one]));
    const analyse = async (rows: string) => analyseAgreement(await readReadings(join(await folderOf([['ratings.csv', `subject,visit,rater,role,score\n${rows}`]]), 'ratings.csv')), computed);
    const without = await analyse(rated), withChief = await analyse(rated + adjudicated);
    expect([without.allRaters!.items, withChief.allRaters]).toEqual([30, without.allRaters]);
    expect([without.adjudicators, withChief.adjudicators, withChief.raters]).toEqual([[], ['chief'], ['chief', 'one', 'own view', 'two']]);
    expect(withChief.pairs.find(({ first, second }) => first === 'chief' && second === 'one')).toMatchObject({ kind: 'readers', n: 3, onlyFirst: 0, onlySecond: 27 });
    // Of three readers there is a median; neither the patient nor the adjudicator is one.
    const median = ({ pairs }: typeof without): unknown => pairs.find(({ second }) => second === 'median of the readers');
    const third = cases.map(({ subject, one }) => `${subject},w24,three,investigator,${one}\n`).join('');
    expect([median(withChief), median(await analyse(rated + adjudicated + third))]).toMatchObject([undefined, { n: 30, shareIdentical: 1 }]);
    expect(writeAgreement(withChief)).toContain('chief adjudicated: such ratings are of the cases that others differ about');
    await expect(analyse('S1,w24,one,referee,1\n')).rejects.toThrow(/row 2, column role: .*adjudicator/);
  });

  it('count hairs, too: the standard error of measurement and the smallest detectable change come from their repeats', async () => {
    const folder = await folderOf([['counts.csv', 'subject,visit,rater,occasion,value\nA,b,one,1,100\nA,b,one,2,104\nB,b,one,1,150\nB,b,one,2,146\nC,b,one,1,120\nC,b,one,2,124\n']]);
    const { pairs: [pair] } = analyseAgreement(await readReadings(join(folder, 'counts.csv')), new Map());
    expect(pair.standardErrorOfMeasurement).toBeCloseTo(Math.sqrt(8), 12);
    expect(pair.smallestDetectableChange).toBeCloseTo(1.96 * Math.SQRT2 * Math.sqrt(8), 12);
    expect(pair.withinSubjectCvPercent).toBeCloseTo((100 * Math.sqrt(8)) / 124, 12);
    expect(pair.kappa).toBeNull();
  });
});
