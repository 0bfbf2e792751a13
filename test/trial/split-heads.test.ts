import { describe, expect, it } from 'vitest';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { buildFhirBundle } from '../../src/trial/export/build-fhir-bundle.js';
import { buildSdtm } from '../../src/trial/export/build-sdtm.js';
import { writeDefineXml } from '../../src/trial/export/write-define-xml.js';
import { writeDatasetJson } from '../../src/trial/export/write-sdtm.js';
import type { TrialData } from '../../src/trial/trial-data.js';
import { measurementHeader, readTables, scoreHeader } from './trial-folder.js';

const study = { studyId: 'H', created: '2026-12-01T00:00:00Z', version: '0' };
const change = 'week 12,2026-03-30,baseline,2026-01-05,84,densityPerCm2,100,130,30,20,40,%,0.04,2,2,moderately increased,';
/** S1 has the drug on the left half of the head, S2 on the right one. The last row of each subject is in the other arm than the first. */
const scores = [scoreHeader, `S1,drug,left,closeup,${change}`, `S1,placebo,right,closeup,${change}`, `S2,placebo,left,closeup,${change}`, `S2,drug,right,closeup,${change}`];
const read = (ratings: string[], more: Record<string, string[]> = {}): Promise<TrialData> => readTables({ 'scores.csv': scores, 'ratings.csv': ratings, ...more });

interface Resource { resourceType: string; status?: string; assignedArm?: string; identifier?: { value: string }[]; bodySite?: { text: string }; component?: { code: { coding: { code: string }[] }; valueString?: string }[] }
const resourcesOf = (data: TrialData): Resource[] => (buildFhirBundle(data, study)['entry'] as unknown as { resource: Resource }[]).map(({ resource }) => resource);

describe('a trial that treats the halves of one head differently', () => {
  it('counts a rating of the left half for the treatment of the left half', async () => {
    const data = await read(['subject,target_area,visit,rater,score', 'S1,left,week 12,panel,3', 'S1,right,week 12,panel,0', 'S2,left,week 12,panel,0', 'S2,right,week 12,panel,3']);
    expect(data.ratings!.map(({ subject, targetArea, arm }) => `${subject} ${targetArea} ${arm}`)).toEqual(['S1 left drug', 'S1 right placebo', 'S2 left placebo', 'S2 right drug']);
    const responders = analyseTrial(data).ratings.flatMap(({ analysis }) => analysis.responders[0].arms.map(({ arm, share }) => [arm, share?.count]));
    expect(responders).toEqual([['placebo', 0], ['drug', 1], ['placebo', 0], ['drug', 1]]);
  });

  it('refuses a rating of the whole head that does not say which treatment it is of', async () => {
    await expect(read(['subject,visit,rater,score', 'S1,week 12,panel,3'])).rejects.toMatchObject({ code: 'trial.invalid', message: expect.stringMatching(/S1 at week 12 by panel may belong to any of the arms "drug", "placebo", .* in a column target_area/) });
    expect((await read(['subject,arm,visit,rater,score', 'S1,drug,week 12,panel,3'])).ratings![0].arm).toBe('drug');
  });

  it('refuses a rating of a half under another treatment than the photographs of that half', async () => {
    await expect(read(['subject,arm,target_area,visit,rater,score', 'S1,placebo,left,week 12,panel,3'])).rejects.toThrow(/S1 at week 12 by panel is given to the arm "placebo", but the photographs are in the arm "drug"/);
  });

  it('refuses a rating or a score of the panel that leaves the half open and names an arm in which neither half is', async () => {
    const both = /S1 at week 12( by panel)? is given to the arm "drgu", but the photographs are in the arms "drug", "placebo"\./;
    await expect(read(['subject,arm,visit,rater,score', 'S1,drgu,week 12,panel,3'])).rejects.toThrow(both);
    await expect(readTables({ 'scores.csv': scores, 'panel.csv': ['subject,arm,visit,final', 'S1,drgu,week 12,3'] })).rejects.toThrow(both);
    // Photographs whose arm nobody wrote down may be of any.
    const open = scores.map((row) => row.replace('S1,placebo', 'S1,'));
    expect((await readTables({ 'scores.csv': open, 'ratings.csv': ['subject,arm,visit,rater,score', 'S1,placebo,week 12,panel,3'] })).ratings![0].arm).toBe('placebo');
  });

  it('takes the arm of who was only photographed at the baseline from that photograph', async () => {
    const data = await read(['subject,target_area,visit,rater,score', 'S3,left,week 12,patient,1'], { 'measurements.csv': [measurementHeader, 'S3,drug,left,closeup,baseline,2026-01-05,40,90,'] });
    expect(data.ratings![0].arm).toBe('drug');
  });

  it('says of how many persons only one half could be compared, whether the other failed or never came back, and counts nobody of whom neither was', async () => {
    const row = (subject: string, arm: string, area: string, after: number | null): string => `${subject},${arm},${area},closeup,week 12,2026-03-30,baseline,2026-01-05,84,densityPerCm2,100,${after ?? ''},,,,,,${after === null ? ',,,photo.unusable' : '0,0,no detectable change,'}`;
    const both = [0, 1, 2, 3, 4].flatMap((at) => [row(`S${at}`, 'drug', 'left', 120 + 3 * at), row(`S${at}`, 'placebo', 'right', 105 + at)]);
    const rows = [...both, row('failed', 'drug', 'left', 120), row('failed', 'placebo', 'right', null), row('neither', 'drug', 'left', null), row('neither', 'placebo', 'right', null), row('gone', 'drug', 'left', 121), row('gone too', 'placebo', 'right', 101)];
    const baselines = ['S0', 'S1', 'S2', 'S3', 'S4', 'failed', 'neither', 'gone', 'gone too', 'never back'].flatMap((subject) => [`${subject},drug,left,closeup,baseline,2026-01-05,40,100,`, `${subject},placebo,right,closeup,baseline,2026-01-05,40,100,`]);
    const { paired } = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...rows], 'measurements.csv': [measurementHeader, ...baselines] }));
    expect(paired).toMatchObject([{ visit: 'week 12', difference: { n: 5 }, incomplete: 3 }]);
  });

  it('exports each person under both treatments, and each finding and rating under its own', async () => {
    const data = await read(['subject,target_area,visit,rater,role,score', 'S1,left,week 12,panel,,3', 'S2,right,week 12,panel,Patient,2'], {
      'measurements.csv': [measurementHeader, 'S1,drug,left,closeup,week 12,2026-03-30,55,130,', 'S1,placebo,right,closeup,week 12,2026-03-30,50,120,', 'S3,drug,left,closeup,week 12,2026-03-30,50,120,'],
    });
    const domains = buildSdtm(data, { studyId: 'H', country: 'IND' });
    const rows = (name: string) => domains.find((one) => one.name === name)?.rows ?? [];
    expect(rows('DM').map((row) => [row['SUBJID'], row['ARM']])).toEqual([['S1', 'left: drug; right: placebo'], ['S3', 'drug'], ['S2', 'left: placebo; right: drug']]);
    expect(new Set(rows('DM').map((row) => row['ARMCD'])).size).toBe(3);
    const armOf = new Map(rows('SUPPFA').map((row) => [`${row['USUBJID']} ${row['IDVARVAL']}`, row['QVAL']]));
    const densities = rows('FA').filter((row) => row['FATESTCD'] === 'HAIRDENS').map((row) => [row['USUBJID'], row['FALOC'], armOf.get(`${row['USUBJID']} ${row['FASEQ']}`)]);
    expect(densities).toEqual([['H-S1', 'left', 'drug'], ['H-S1', 'right', 'placebo'], ['H-S3', 'left', undefined]]);
    expect(rows('SUPPFA').length).toBe(rows('FA').filter((row) => row['USUBJID'] !== 'H-S3').length);
    expect([rows('SUPPRS'), rows('SUPPQS')].map(([row]) => [row['USUBJID'], row['QVAL']])).toEqual([['H-S1', 'drug'], ['H-S2', 'drug']]);
    expect(writeDefineXml(domains, study)).toContain('Name="SUPPFA"');
    expect(JSON.parse(writeDatasetJson(domains.find(({ name }) => name === 'SUPPFA')!, study))).toMatchObject({ records: rows('SUPPFA').length });
    const observations = resourcesOf(data).filter(({ resourceType }) => resourceType === 'Observation');
    expect(observations.length).toBeGreaterThan(10);
    const arms = new Set(observations.map(({ bodySite, component }) => `${bodySite!.text} ${component!.find(({ code }) => code.coding[0].code === 'ARM')?.valueString}`));
    expect([...arms].sort()).toEqual(['left drug', 'left placebo', 'right drug', 'right placebo']);
    expect(resourcesOf(data).filter(({ resourceType }) => resourceType === 'ResearchSubject').map(({ assignedArm }) => assignedArm)).toEqual(['left: drug; right: placebo', 'drug', 'left: placebo; right: drug']);
  });
});

describe('subjects who were never photographed', () => {
  it('are in the demographics and among the patients when they were enrolled or treated, without an arm that nobody wrote down', async () => {
    const data = await readTables({
      'scores.csv': scores, 'subjects.csv': ['subject,sex,age_years', 'S8,F,31'],
      'treatments.csv': ['subject,date,treatment,kind', 'S9,2026-01-10,minoxidil,drug'],
    });
    const domains = buildSdtm(data, { studyId: 'H', country: 'IND' });
    const [people, exposed] = ['DM', 'EX'].map((wanted) => domains.find(({ name }) => name === wanted)!.rows);
    expect(people.map((row) => [row['SUBJID'], row['SEX']])).toEqual([['S1', 'U'], ['S2', 'U'], ['S8', 'F'], ['S9', 'U']]);
    expect(people.slice(2).map((row) => [row['ARM'], row['ARMCD'], row['ARMNRS']])).toEqual(Array.from({ length: 2 }, () => [null, null, 'NOT RECORDED']));
    expect(exposed.map((row) => row['USUBJID']).filter((id) => !people.some((row) => row['USUBJID'] === id))).toEqual([]);
    const bundle = JSON.stringify(buildFhirBundle(data, study)), urls = new Set([...bundle.matchAll(/"fullUrl":"([^"]+)"/g)].map(([, url]) => url));
    expect([...bundle.matchAll(/"reference":"([^"]+)"/g)].filter(([, url]) => !urls.has(url))).toEqual([]);
    expect(resourcesOf(data).filter(({ resourceType, assignedArm }) => resourceType === 'ResearchSubject' && assignedArm === undefined).map(({ identifier }) => identifier![0].value)).toEqual(['S8', 'S9']);
  });

  it('cannot be nobody: a treatment or a rating without a subject is refused with its line', async () => {
    await expect(readTables({ 'scores.csv': scores, 'treatments.csv': ['subject,date,treatment', ',2026-01-10,minoxidil'] })).rejects.toThrow(/treatments\.csv, row 2, column subject: The cell is empty/);
    await expect(readTables({ 'ratings.csv': ['subject,arm,visit,rater,score', 'S1,drug,week 12,,1'] })).rejects.toThrow(/ratings\.csv, row 2, column rater: The cell is empty/);
  });
});
