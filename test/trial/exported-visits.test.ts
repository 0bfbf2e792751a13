import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { buildFhirBundle } from '../../src/trial/export/build-fhir-bundle.js';
import { buildRedcap } from '../../src/trial/export/build-redcap.js';
import { buildSdtm } from '../../src/trial/export/build-sdtm.js';
import type { TrialData } from '../../src/trial/trial-data.js';
import { measurementHeader, readTables, scoreHeader } from './trial-folder.js';

const findings = (data: TrialData) => buildSdtm(data, { studyId: 'H', country: 'IND' }).find(({ name }) => name === 'FA')!.rows;
const resources = (data: TrialData) => (buildFhirBundle(data, { studyId: 'H', created: '2026-12-01T00:00:00Z' })['entry'] as unknown as { resource: Record<string, any> }[]).map(({ resource }) => resource);
const redcapRows = (data: TrialData) => parse(buildRedcap(data).data, { columns: true }) as Record<string, string>[];
const refused = (visit: string, date: string, code: string): string => `S3,active,vertex,closeup,${visit},${date},baseline,2026-01-05,,,,,,,,,,,,,${code}`;
const compared = (subject: string, visit: string, date: string, days: number | ''): string => `${subject},active,vertex,closeup,${visit},${date},baseline,2026-01-05,${days},densityPerCm2,100,130,30,20,40,%,0.04,2,2,moderately increased,`;

describe('exported visits', () => {
  it('keep what was counted on a photograph that could not be compared, and say that only the change was not done', async () => {
    const data = await readTables({
      'measurements.csv': [measurementHeader, 'S3,active,vertex,closeup,baseline,2026-01-05,,,photo.unusable', 'S3,active,vertex,closeup,week 12,2026-03-30,55,130,', 'S3,active,vertex,closeup,week 24,2026-06-22,,,photo.damaged'],
      'scores.csv': [scoreHeader, refused('week 12', '2026-03-30', 'baseline.notMeasured'), refused('week 24', '2026-06-22', 'photo.damaged')],
    });
    expect(findings(data).map((row) => [row['VISIT'], row['FATESTCD'], row['FASTRESN'], row['FASTAT'], row['FAREASND']])).toEqual([
      ['baseline', 'FAALL', null, 'NOT DONE', 'photo.unusable'], ['week 12', 'HAIRCNT', 55, null, null], ['week 12', 'HAIRDENS', 130, null, null],
      ['week 12', 'CHGPCT', null, 'NOT DONE', 'baseline.notMeasured'], ['week 24', 'FAALL', null, 'NOT DONE', 'photo.damaged'],
    ]);
    const absent = resources(data).filter((resource) => 'dataAbsentReason' in resource);
    expect(absent.map((one) => [one['code'].coding[0].code, one['dataAbsentReason'].coding[0].code, one['dataAbsentReason'].text])).toEqual([['FAALL', 'error', 'photo.unusable'], ['CHGPCT', 'not-performed', 'baseline.notMeasured'], ['FAALL', 'error', 'photo.damaged']]);
    expect(redcapRows(data).map((row) => [row['visit_name'], row['hair_count'], row['error_code'], row['comparison_error_code']])).toEqual([
      ['baseline', '', 'photo.unusable', ''], ['week 12', '55', '', 'baseline.notMeasured'], ['week 24', '', 'photo.damaged', 'photo.damaged'],
    ]);
  });

  it('say that the change was not done where hair came on skin that was bare, of which nothing is a percentage', async () => {
    const data = await readTables({ 'scores.csv': [scoreHeader, 'S1,active,vertex,closeup,week 12,2026-03-30,baseline,2026-01-05,84,densityPerCm2,0,12,,,,%,,,,,'] });
    expect(findings(data).map((row) => [row['FATESTCD'], row['FASTRESN'], row['FASTAT'], row['FAREASND']])).toEqual([['CHGBEF', 0, null, null], ['CHGAFT', 12, null, null], ['CHGPCT', null, 'NOT DONE', 'comparison.notGiven']]);
    expect(redcapRows(data)[0]).toMatchObject({ change_percent: '', comparison_error_code: 'comparison.notGiven' });
  });

  it('do not say that a change was not done which a table leaves to be computed from its densities, as the statistics do', async () => {
    const data = await readTables({ 'scores.csv': [scoreHeader, 'S1,active,vertex,closeup,week 12,2026-03-30,baseline,2026-01-05,84,densityPerCm2,100,112,,,,%,,,,,'] });
    expect(findings(data).map((row) => [row['FATESTCD'], row['FASTRESN'], row['FASTAT']])).toEqual([['CHGBEF', 100, null], ['CHGAFT', 112, null]]);
    expect(redcapRows(data)[0]).toMatchObject({ comparison_error_code: '' });
  });

  it('are numbered as the statistics order them, however late one subject came to the hospital', async () => {
    const data = await readTables({
      'scores.csv': [scoreHeader, compared('S1', 'week 12', '', 84), compared('S2', 'week 12', '', 84), compared('S3', 'week 12', '', 400), compared('S1', 'week 24', '', 168), compared('S2', 'week 24', '', 168), compared('S3', 'week 24', '', 168)],
      'measurements.csv': [measurementHeader, ...['S1', 'S2', 'S3'].map((subject) => `${subject},active,vertex,closeup,baseline,2026-01-05,55,130,`)],
      'ratings.csv': ['subject,visit,date,rater,score', 'S1,month 9,2026-10-05,panel,1', 'S1,closing visit,,panel,1', 'S1,week 6,2026-02-16,panel,0'],
    });
    const events = (parse(buildRedcap(data).events, { columns: true }) as { event_name: string }[]).map(({ event_name: name }) => name);
    expect(events).toEqual(['baseline', 'week 6', 'week 12', 'week 24', 'month 9', 'closing visit']);
    expect(new Map(findings(data).map((row) => [row['VISIT'], row['VISITNUM']]))).toEqual(new Map([['baseline', 1], ['week 12', 3], ['week 24', 4]]));
    expect(analyseTrial(data).areas[0].visits.map(({ visit }) => visit)).toEqual(['week 12', 'week 24']);
  });

  it('give the standard error of a change of coverage in points, and that of a density without a unit', async () => {
    const head = 'S1,active,vertex,front,week 12,2026-03-30,baseline,2026-01-05,84,coverage,0.5,0.6,10,4,16,percentage points,3.06,1,1,slightly increased,';
    const data = await readTables({ 'scores.csv': [scoreHeader, head, compared('S2', 'week 12', '2026-03-30', 84)] });
    expect(findings(data).filter((row) => row['FATESTCD'] === 'CHGSE').map((row) => [row['FATEST'], row['FASTRESN'], row['FASTRESU']])).toEqual([['Standard Error of Change', 3.06, '%{points}'], ['Standard Error of Change', 0.04, null]]);
  });

  it('carry the 95% limits of counts, densities, diameters and coverage beside the figures that they belong to', async () => {
    const limits = ['hair_count', 'density', 'terminal_density', 'mean_diameter', 'coverage'].flatMap((name) => [`${name}_lower`, `${name}_upper`]);
    const data = await readTables({
      'measurements.csv': [`subject,arm,target_area,view,visit,date,hair_count,density_per_cm2,terminal_density_per_cm2,mean_diameter_um,coverage,${limits.join(',')}`, 'S1,active,vertex,closeup,baseline,2026-01-05,55,130,110,62,0.4,50,60,118,143,96,125,58,66,0.35,0.45'],
      'scores.csv': [scoreHeader, compared('S1', 'week 12', '2026-03-30', 84)],
    });
    const codes: Record<string, [lower: string, value: number, upper: string, low: number, high: number]> = {
      HAIRCNT: ['HCNTLOW', 55, 'HCNTUPP', 50, 60], HAIRDENS: ['DENSLOW', 130, 'DENSUPP', 118, 143], TERMDENS: ['TDENLOW', 110, 'TDENUPP', 96, 125], MEANDIAM: ['DIAMLOW', 62, 'DIAMUPP', 58, 66], COVERAGE: ['COVLOW', 0.4, 'COVUPP', 0.35, 0.45],
    };
    const values = new Map(findings(data).map((row) => [row['FATESTCD'], row['FASTRESN']])), [photograph] = redcapRows(data);
    for (const [code, [lower, value, upper, low, high]] of Object.entries(codes)) {
      expect([lower, code, upper].map((name) => values.get(name)), code).toEqual([low, value, high]);
      const observation = resources(data).find((resource) => resource['resourceType'] === 'Observation' && resource['code'].coding[0].code === code)!;
      const parts = observation['component'].filter((part: Record<string, any>) => 'valueQuantity' in part).map((part: Record<string, any>) => [part['code'].coding[0].code, part['valueQuantity'].value, part['valueQuantity'].unit]);
      expect(parts).toEqual([[lower, low, observation['valueQuantity'].unit], [upper, high, observation['valueQuantity'].unit]]);
    }
    expect(limits.map((name) => Number(photograph[name]))).toEqual([50, 60, 118, 143, 96, 125, 58, 66, 0.35, 0.45]);
  });

  it('go to REDCap whatever alphabet their names are written in, and however alike they are', async () => {
    const visits = ['Неделя', '访视', 'Week 4', 'week 4!', 'Follow-up', 'Baseline assessment: first'];
    const data = await readTables({ 'scores.csv': [scoreHeader, ...visits.map((visit, at) => compared('S1', visit, '', 28 * (at + 1)))] });
    const events = parse(buildRedcap(data).events, { columns: true }) as { event_name: string; unique_event_name: string }[];
    expect(events.map(({ event_name: name }) => name)).toEqual(visits);
    expect(events.map(({ unique_event_name: name }) => name)).toEqual(['visit_arm_1', 'visit_arm_1b', 'week_4_arm_1', 'week_4_arm_1b', 'followup_arm_1', 'baseline_assessmen_arm_1']);
    expect(redcapRows(data).map((row) => [row['visit_name'], row['redcap_event_name']])).toEqual(events.map(({ event_name: name, unique_event_name: unique }) => [name, unique]));
  });
});
