import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/phantom/random.js';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { buildFhirBundle } from '../../src/trial/export/build-fhir-bundle.js';
import { buildRedcap } from '../../src/trial/export/build-redcap.js';
import { buildSdtm } from '../../src/trial/export/build-sdtm.js';
import { defaultPlan, simulateTrial } from '../../src/trial/simulate-trial.js';
import type { TrialData } from '../../src/trial/trial-data.js';
import { measurementHeader, readTables, scoreHeader } from './trial-folder.js';

describe('visits and areas that are named differently', () => {
  it('are said to be taken for two', async () => {
    const change = '2026-03-30,baseline,2026-01-05,84,densityPerCm2,100,130,30,20,40,%,0.04,2,2,moderately increased,';
    const { remarks } = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, `S1,drug,vertex,closeup,week 12,${change}`, `S2,placebo,vertex,closeup,week 12,${change}`], 'ratings.csv': ['subject,visit,rater,score', 'S1,W12,panel,1'] }));
    expect(remarks.join(' ')).toContain('The visits "week 12" and "W12" are taken for two');
    const places = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, `S1,drug,vertex,left,week 12,${change}`, `S2,placebo,Vertex,Left,week 12,${change}`] })).remarks.join(' ');
    expect(places).toContain('The target areas "vertex" and "Vertex" are taken for two');
    expect(places).toContain('The views "left" and "Left" are taken for two');
  });
});

describe('the arm in the table of subjects', () => {
  const change = 'week 12,2026-03-30,baseline,2026-01-05,84,densityPerCm2,100,130,30,20,40,%,0.04,2,2,moderately increased,';
  const scores = [scoreHeader, `S1,drug,vertex,closeup,${change}`, `S2,placebo,vertex,closeup,${change}`];
  const noArms = [scoreHeader, ...['S1', 'S2'].map((subject) => `${subject},,vertex,closeup,week 12,2026-03-30,week 0,2026-01-05,84,terminalDensityPerCm2,100,120,20,10,31,%,0.04,1,1,slightly increased,`)];

  it('is that of photographs and ratings which name none', async () => {
    const data = await readTables({ 'scores.csv': noArms, 'ratings.csv': ['subject,visit,rater,score', 'S1,week 12,panel,1', 'S3,week 12,panel,0'], 'subjects.csv': ['subject,arm', 'S1,drug', 'S2,placebo', 'S3,drug'] });
    expect([...data.scores, ...data.ratings!].map(({ subject, arm }) => `${subject} ${arm}`)).toEqual(['S1 drug', 'S2 placebo', 'S1 drug', 'S3 drug']);
  });

  it('is refused where photographs say another, every subject at once with both rows', async () => {
    const subjects = ['subject;arm;site', 'S2;drug;Pune', 'S1;"placebo";Pune'];
    await expect(readTables({ 'scores.csv': scores, 'subjects.csv': subjects })).rejects.toThrow(/subjects\.csv, row 2, column arm: the subject "S2" .*\nsubjects\.csv, row 3, column arm: the subject "S1" is in the arm "placebo" here and in "[^"]+" in scores\.csv, row 2, column arm\./);
    await expect(readTables({ 'scores.csv': noArms, 'subjects.csv': ['subject,arm', 'S1,drug', 'S1,drug'] })).rejects.toThrow(/subjects\.csv, row 3, column subject: the row is for the same subject as row 2/);
  });

  it('calls nobody missing in a trial of ratings alone', async () => {
    const { arms, remarks, people } = analyseTrial(await readTables({ 'ratings.csv': ['subject,visit,rater,score', 'S1,week 12,panel,1', 'S2,week 12,panel,0'], 'subjects.csv': ['subject,arm,sex', 'S1,drug,F', 'S2,placebo,M', 'S3,drug,F'] }));
    expect(arms.map(({ arm, subjects, neverPhotographed }) => [arm, subjects, neverPhotographed])).toEqual([['placebo', 1, 0], ['drug', 1, 0]]);
    expect(remarks.join(' ')).not.toContain('never photographed');
    expect(people!.map(({ sexes }) => sexes.female)).toEqual([0, 1]);
  });

  it('counts who was never photographed as expected and missing in the arm of the assignment, and as not responding', async () => {
    const data = simulateTrial({ ...defaultPlan, dropOut: 0, unusable: 0, arms: [{ arm: 'placebo', subjects: 12, effect: 0 }, { arm: 'active', subjects: 12, effect: 30 }] }, createRandom(3)).data;
    const before = analyseTrial(data), [responding] = before.areas[0].visits[2].computedScore.responders;
    data.subjects!.push(...['S0901', 'S0902', 'S0903'].map((subject) => ({ subject, arm: 'active', site: '', sex: 'M' as const, ageYears: null, stratum: '' })));
    const { arms, areas: [area], remarks } = analyseTrial(data), { arms: [placebo, active], computedScore } = area.visits[2], [share] = computedScore.responders;
    expect(arms.map(({ subjects, neverPhotographed }) => [subjects, neverPhotographed])).toEqual([[12, 0], [15, 3]]);
    expect([placebo, active].map(({ expected, measured, missing }) => [expected, measured, missing])).toEqual([[12, 12, []], [15, 12, [{ reason: 'never photographed', subjects: 3 }]]]);
    expect(share.arms.map((arm) => arm.share)).toEqual(responding.arms.map((arm) => arm.share));
    expect(share.arms[1].shareOfExpected).toMatchObject({ count: share.arms[1].share!.count, n: 15 });
    expect(share.differencesOfExpected[0].difference).toBeLessThan(share.differences[0].difference);
    expect(area.visits[2].ancova).toEqual(before.areas[0].visits[2].ancova);
    expect(remarks.join(' ')).toContain('3 subjects were assigned to an arm (subjects.csv) and never photographed');
    expect(buildSdtm(data, { studyId: 'H', country: 'IND' }).find(({ name }) => name === 'DM')!.rows.slice(-3).map((row) => [row['ARM'], row['ARMNRS']])).toEqual(Array.from({ length: 3 }, () => ['active', null]));
  });
});

describe('photographs that name no arm, as of a manifest that keeps it from whoever measures', () => {
  const photograph = (subject: string, area: string, arm = '') => `${subject},${arm},${area},,week 24,2026-06-22,baseline,2026-01-05,168,densityPerCm2,100,110,10,,,%,,1,0,no detectable change,`;
  const panelOf = (...lines: string[]): string[] => ['subject,arm,target_area,visit,date,final', ...lines];
  const findDomain = (data: TrialData, domain: string) => buildSdtm(data, { studyId: 'H', country: 'IND' }).find(({ name }) => name === domain);

  it('are in the arm that the panel’s table names for their subject, in the statistics as in the exports', async () => {
    const measurements = [measurementHeader, 'S1,,vertex,,baseline,2026-01-05,50,100,', 'S2,,vertex,,baseline,2026-01-05,50,100,'];
    const data = await readTables({ 'scores.csv': [scoreHeader, photograph('S1', 'vertex'), photograph('S2', 'vertex')], 'measurements.csv': measurements, 'panel.csv': panelOf('S1,active,vertex,week 24,2026-06-22,2', 'S2,placebo,,week 24,2026-06-22,0') });
    const { arms, areas: [area], remarks } = analyseTrial(data);
    expect([arms, area.visits[0].arms].map((own) => own.map(({ arm }) => arm))).toEqual([['placebo', 'active'], ['placebo', 'active']]);
    expect(arms.map(({ subjects }) => subjects)).toEqual([1, 1]);
    expect(remarks.join(' ')).not.toContain('all subjects');
    expect(findDomain(data, 'DM')!.rows.map((row) => [row['ARM'], row['ACTARM']])).toEqual([['active', 'active'], ['placebo', 'placebo']]);
    expect(findDomain(data, 'SUPPFA')).toBeUndefined();
  });

  it('stay without one where nobody scored their area or two tables differ, which is said and makes no control of them and no arm of the exports', async () => {
    const data = await readTables({
      'scores.csv': [scoreHeader, photograph('S1', 'left'), photograph('S1', 'right'), photograph('S2', 'left'), photograph('S3', 'left', 'drug')],
      'panel.csv': panelOf('S1,drug,left,week 24,2026-06-22,2', 'S2,drug,left,week 24,2026-06-22,2'), 'ratings.csv': ['subject,arm,target_area,visit,rater,score', 'S2,vehicle in water,left,week 24,Dr A,1'],
    });
    expect(data.scores.map(({ arm }) => arm)).toEqual(['drug', 'all subjects', 'all subjects', 'drug']);
    const { arms, remarks } = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, photograph('S1', 'left'), photograph('S3', 'left', 'drug')] }));
    expect(arms.map(({ arm, control }) => [arm, control])).toEqual([['drug', true], ['all subjects', false]]);
    expect(remarks.join(' ')).toContain('Of one subject photographs are in no arm while others are in one: "S1".');
    expect(findDomain(data, 'DM')!.rows.map((row) => row['ARM'])).toEqual(['left: drug', 'left: drug; left: vehicle in water', 'drug']);
  });

  it('are exported in no arm beside another area of their subject that is in one, because they may be of its untreated half', async () => {
    const tables = { 'scores.csv': [scoreHeader, photograph('S1', 'left', 'drug'), photograph('S1', 'right'), photograph('S2', 'left', 'drug'), photograph('S2', 'right', 'placebo')] };
    const data = await readTables(tables), arms = findDomain(data, 'SUPPFA')!.rows.map((row) => [row['USUBJID'], row['QVAL']]);
    expect(findDomain(data, 'DM')!.rows.map((row) => row['ARM'])).toEqual(['left: drug', 'left: drug; right: placebo']);
    const perSubject = (subject: string): unknown[] => [...new Set(arms.filter(([one]) => String(one).endsWith(subject)).map(([, arm]) => arm))];
    expect([perSubject('S1'), perSubject('S2')]).toEqual([['drug'], ['drug', 'placebo']]);
    const [, ...rows] = buildRedcap(data).data.trim().split(/\r?\n/);
    expect(rows.map((row) => ['all subjects', 'drug', 'placebo'].find((arm) => row.includes(`,${arm},`)) ?? null)).toEqual(['drug', null, 'drug', 'placebo']);
    expect(JSON.stringify(buildFhirBundle(data, { studyId: 'H', created: '2026-12-01T00:00:00Z' }))).not.toContain('all subjects');
  });
});

describe('the sex in the table of subjects', () => {
  it('is the same on the page, in the demographics and among the patients, written as a letter or as a word', async () => {
    const written = ['F', 'female', 'Male', 'm', '', 'unknown'];
    const data = await readTables({
      'scores.csv': [scoreHeader, ...written.map((_, at) => `S${at},drug,vertex,closeup,week 12,2026-03-30,baseline,2026-01-05,84,densityPerCm2,100,130,30,20,40,%,0.04,2,2,moderately increased,`)],
      'subjects.csv': ['subject,sex', ...written.map((sex, at) => `S${at},${sex}`)],
    });
    expect(analyseTrial(data).people!.map(({ sexes }) => sexes)).toEqual([{ female: 2, male: 2, notRecorded: 2 }]);
    expect(buildSdtm(data, { studyId: 'H', country: 'IND' }).find(({ name }) => name === 'DM')!.rows.map((row) => row['SEX'])).toEqual(['F', 'F', 'M', 'M', 'U', 'U']);
    const patients = buildFhirBundle(data, { studyId: 'H', created: '2026-12-01T00:00:00Z' })['entry'] as { resource: { resourceType: string; gender?: string } }[];
    expect(patients.flatMap(({ resource }) => (resource.resourceType === 'Patient' ? [resource.gender] : []))).toEqual(['female', 'female', 'male', 'male', 'unknown', 'unknown']);
  });

  it('is refused in other words than these, because M is a woman in one language and a man in the next', async () => {
    const tables = { 'ratings.csv': ['subject,arm,visit,rater,score', 'S1,drug,week 12,Dr A,1'], 'subjects.csv': ['subject,sex', 'S1,M', 'S2,H', 'S3,weiblich'] };
    await expect(readTables(tables)).rejects.toThrow(/subjects\.csv, row 3, column sex: expected F, female, M, male, U, unknown or an empty cell, got "H"[^]*row 4, column sex: [^]*got "weiblich"/);
  });
});
