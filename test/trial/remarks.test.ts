import { describe, expect, it } from 'vitest';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { buildSdtm } from '../../src/trial/export/build-sdtm.js';
import { missingTable } from '../../src/report/trial/subject-parts.js';
import { joinComputed } from '../../src/trial/join-computed.js';
import { readTables, scoreHeader } from './trial-folder.js';

const row = (subject: string, arm: string, after: number): string =>
  `${subject},${arm},vertex,closeup,week 12,2026-03-30,week 0,2026-01-05,84,terminalDensityPerCm2,100,${after},${after - 100},,,%,,0,0,no detectable change,`;

describe('what the reader of a trial is told of its tables', () => {
  it('says which visit stands in scores.csv twice, and takes the mean', async () => {
    const { remarks, areas: [area] } = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, row('S1', 'drug', 110), row('S1', 'drug', 130), row('S2', 'placebo', 104)] }));
    expect(area.subjects[0].points).toMatchObject([{ before: 100, after: 120 }]);
    expect(remarks.join(' ')).toContain('One visit has several rows in scores.csv ("S1", "vertex", "week 12" has 2): their mean is used.');
  });

  it('says where nobody of an area has the control, because what is compared there is not what is compared elsewhere', async () => {
    const front = (subject: string, arm: string, after: number): string => row(subject, arm, after).replace(',vertex,', ',frontal,');
    const vertex = [row('S1', 'placebo', 104), row('S2', 'low', 110), row('S3', 'high', 120)], scores = [scoreHeader, ...vertex, front('S2', 'low', 110), front('S3', 'high', 120)];
    const told = 'Nobody of the control "placebo" was measured at "frontal", "closeup": differences there are taken between the arms that are';
    expect(analyseTrial(await readTables({ 'scores.csv': scores })).remarks.join(' ')).toContain(told);
    expect(analyseTrial(await readTables({ 'scores.csv': [...scores, front('S1', 'placebo', 100)] })).remarks.join(' ')).not.toContain('Nobody of the control');
    // None of A, B and C is called a control.
    const unnamed = [row('S1', 'A', 104), row('S2', 'B', 110), row('S3', 'C', 120), front('S2', 'B', 110), front('S3', 'C', 120)], said = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...unnamed] })).remarks.join(' ');
    expect(said).toContain('Nobody of the arm "A" was measured at "frontal", "closeup"');
    expect(said).not.toContain('of the control');
  });

  it('names people who were treated and stand in no other table, but not those of the table of subjects', async () => {
    const { remarks } = analyseTrial(await readTables({
      'scores.csv': [scoreHeader, row('S1', 'drug', 110), row('S2', 'placebo', 104)], 'subjects.csv': ['subject,arm', 'S3,drug'],
      'treatments.csv': ['subject,date,treatment', 'S1,2026-01-05,needling', 'S01,2026-01-12,needling', 'S3,2026-01-12,needling'],
    }));
    expect(remarks.join(' ')).toContain('treatments.csv names a subject who is in no other table: "S01".');
  });

  it('names people who are written differently in two tables: the second name is one more of the arm, and never photographed', async () => {
    const people = ['s-001,drug', 'S2,placebo', 'S 10,drug', 'S1,drug'], scores = [scoreHeader, row('S001', 'drug', 110), row('S2', 'placebo', 104), row('S100', 'placebo', 104)];
    const told = analyseTrial(await readTables({ 'scores.csv': scores, 'subjects.csv': ['subject,arm', ...people] })).remarks.filter((remark) => remark.startsWith('The subjects '));
    expect(told.map((remark) => remark.slice(0, 45))).toEqual(['The subjects "S001" and "s-001" are taken for', 'The subjects "S001" and "S1" are taken for tw']);
    const many = Array.from({ length: 9 }, (_, at) => `s${at + 1},drug`), capital = many.map((_, at) => row(`S${at + 1}`, 'drug', 110));
    expect(analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...capital], 'subjects.csv': ['subject,arm', ...many] })).remarks.join(' ')).toContain('4 more pairs of subjects differ only in how they are written.');
  });

  it('names people who were rated and are in no other table, but not where nobody was photographed, nor those of the table of subjects', async () => {
    const ratings = ['subject,arm,visit,rater,score', 'S1,drug,week 12,A,1', 'S 2,placebo,week 12,A,1', 'S3,drug,week 12,A,0'];
    const tables = { 'scores.csv': [scoreHeader, row('S1', 'drug', 110), row('S2', 'placebo', 104)], 'subjects.csv': ['subject,arm', 'S3,drug'], 'ratings.csv': ratings };
    expect(analyseTrial(await readTables(tables)).remarks.join(' ')).toContain('ratings.csv names a subject who is in no other table: "S 2". Their ratings are counted, and they as subjects of their arm; correct the names if they are misspelt.');
    expect(analyseTrial(await readTables({ 'ratings.csv': ratings })).remarks.join(' ')).not.toContain('in no other table');
  });

  it('counts a photograph that was compared with itself as missing, not as no change', async () => {
    const { areas: [area] } = analyseTrial(await readTables({ 'scores.csv': [`${scoreHeader},warnings`, `${row('S1', 'drug', 100)},comparison.early comparison.samePhotograph`, `${row('S2', 'drug', 120)},`, `${row('S3', 'placebo', 104)},`] }));
    expect(area.visits[0].arms.find(({ arm }) => arm === 'drug')).toMatchObject({ expected: 2, measured: 1, change: { mean: 20 }, missing: [{ reason: 'comparison.samePhotograph', subjects: 1 }] });
  });

  it('exports nothing of a photograph that was compared with itself, or of one exposure saved twice, but that its change was not done, and compares no rater with it', async () => {
    const data = await readTables({ 'scores.csv': [`${scoreHeader},warnings`, `${row('S1', 'drug', 100)},comparison.samePhotograph`, `${row('S2', 'drug', 100)},comparison.sameExposure comparison.early`] });
    const findings = buildSdtm(data, { studyId: 'H', country: 'IND' }).find(({ name }) => name === 'FA')!.rows;
    expect(findings).toMatchObject(['comparison.samePhotograph', 'comparison.sameExposure'].map((reason) => ({ FATESTCD: 'CHGPCT', FAORRES: null, FASTAT: 'NOT DONE', FAREASND: reason })));
    expect(joinComputed(data.scores, []).size).toBe(0);
  });

  it('counts a visit at which nobody could be measured as missing for everybody, and says that a later visit than the last in the statistics was planned', async () => {
    const failed = (subject: string, arm: string): string => `${subject},${arm},vertex,closeup,week 24,2026-06-22,week 0,2026-01-05,168,,,,,,,,,,,,photo.unusable`;
    const { remarks, areas: [area] } = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, row('S1', 'drug', 110), failed('S1', 'drug'), row('S2', 'placebo', 104), failed('S2', 'placebo'), failed('S3', 'placebo')] }));
    expect(area.visits.map(({ visit }) => visit)).toEqual(['week 12']);
    expect(area.unmeasuredVisits).toEqual([{ visit: 'week 24', arms: [
      { arm: 'placebo', expected: 2, missing: [{ reason: 'photo.unusable', subjects: 2 }] }, { arm: 'drug', expected: 1, missing: [{ reason: 'photo.unusable', subjects: 1 }] },
    ] }]);
    expect(missingTable(area).rows).toContainEqual(['week 24, placebo', '2', '0', '2 × photo.unusable']);
    expect(remarks.join(' ')).toMatch(/4 expected measurements are missing\..*Nobody has a change that counts at "week 24" \("vertex", "closeup"\)/);
  });

  it('gives no interval without width where all changed alike, and names what a rank test cannot rank', async () => {
    const alike = ['S1', 'S2', 'S3'].flatMap((subject) => [row(subject, 'drug', 110), row(`${subject}p`, 'placebo', 110)]);
    const { areas: [{ visits: [{ arms, computedScore }] }] } = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...alike] }));
    expect(arms.map(({ change }) => [change.mean, change.standardDeviation, change.interval95])).toEqual([[10, 0, null], [10, 0, null]]);
    expect(computedScore.vanElteren).toMatchObject([{ refused: 'All subjects have the same value, so nothing can be ranked.' }]);
  });

  const covered = (subject: string, arm: string, before: number, after: number, area = 'vertex'): string => `${subject},${arm},${area},closeup,week 12,2026-03-30,week 0,2026-01-05,84,coverage,${before},${after},${Math.round(100 * (after - before))},,,percentage points,,0,0,no detectable change,`;

  it('takes changes of coverage that are written alike for alike, whatever their last binary digit, and plans no trial from it', async () => {
    const alike = ['drug', 'placebo'].flatMap((arm) => [covered(`${arm} 1`, arm, 0.3, 0.4), covered(`${arm} 2`, arm, 0.4, 0.5), covered(`${arm} 3`, arm, 0.6, 0.7)]);
    const { areas: [{ visits: [{ arms }], samplePlan }] } = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...alike] }));
    expect(arms.map(({ change }) => [change.standardDeviation, change.interval95])).toEqual([[0, null], [0, null]]);
    expect(samplePlan).toEqual({ refused: 'The changes have no scatter.' });
  });

  it('finds no difference in persons both of whose areas gained a tenth, whatever the last binary digit of it', async () => {
    const halves = Array.from({ length: 8 }, (_, at) => [covered(`S${at}`, 'drug', 0.3, 0.4, 'left'), covered(`S${at}`, 'placebo', 0.4, 0.5, 'right')]).flat();
    const { paired: [paired] } = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...halves] }));
    expect(paired).toMatchObject({ difference: { n: 8, mean: 0 }, pairedT: { refused: 'All changes are alike, so no interval can be given.' }, signedRank: { refused: 'No subject has a change other than 0.' } });
  });

  it('ranks changes of coverage that are written alike as ties', async () => {
    const rows = [[0.3, 0.4], [0.4, 0.5], [0.5, 0.3], [0.5, 0.55]].map(([before, after], at) => covered(`S${at}`, 'drug', before, after));
    const { areas: [{ visits: [{ arms: [arm] }] }] } = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...rows] }));
    expect(arm.changeAgainstZero.signedRank).toMatchObject({ statistic: 6, n: 4, pValue: 0.875, exact: true });
  });

  it('says that the visit that decides was not named, also where nothing could be decided at it', async () => {
    const data = await readTables({ 'scores.csv': [scoreHeader, row('S1', 'drug', 110), row('S2', 'placebo', 104)] });
    expect(analyseTrial(data).multiplicity.join(' ')).toContain('The primary visit was not named beforehand');
    expect(analyseTrial(data, { primaryVisit: 'week 12' }).multiplicity.join(' ')).not.toContain('not named');
    expect(analyseTrial(await readTables({ 'scores.csv': [scoreHeader, row('S1', 'drug', 110)] })).multiplicity.join(' ')).not.toContain('not named');
  });

  it('refuses tables without a row instead of reporting on nobody', async () => {
    const nobody = await readTables({ 'scores.csv': [scoreHeader] });
    expect(() => analyseTrial(nobody)).toThrow(/no row below their header/);
  });
});
