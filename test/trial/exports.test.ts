import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/phantom/random.js';
import { buildFhirBundle } from '../../src/trial/export/build-fhir-bundle.js';
import { buildRedcap } from '../../src/trial/export/build-redcap.js';
import { buildSdtm } from '../../src/trial/export/build-sdtm.js';
import type { Domain } from '../../src/trial/export/sdtm-domain.js';
import { readFhirFigures, readFindingsAbout, readRedcapFigures, type ReturnedFigure } from './read-exports.js';
import { collectVisits, figures } from '../../src/trial/export/visit-figures.js';
import { writeDefineXml } from '../../src/trial/export/write-define-xml.js';
import { writeDatasetJson, writeDomainCsv } from '../../src/trial/export/write-sdtm.js';
import { defaultPlan, simulateTrial } from '../../src/trial/simulate-trial.js';
import type { RatingRow, TrialData } from '../../src/trial/trial-data.js';

const study = { studyId: 'HAIR-1', created: '2026-12-01T00:00:00Z', version: '0.1.0' };

function trial(): TrialData {
  const { data } = simulateTrial({ ...defaultPlan, arms: [{ arm: 'placebo', subjects: 8, effect: 0 }, { arm: '=needling & "minoxidil"', subjects: 8, effect: 15 }], sessionEveryDays: 14, sessions: 3, readers: 1, unusable: 0.1 }, createRandom(11));
  data.ratings!.push(...data.ratings!.filter(({ occasion }) => occasion === 1).map((row) => ({ ...row, rater: 'Nisha', role: 'patient' as const })));
  data.treatments!.push({ subject: data.measurements[0].subject, date: '2026-02-01', endDate: '2026-05-01', treatment: 'minoxidil 5 %', kind: 'drug', dose: 1, doseUnit: 'mL', needleLengthMm: null });
  return data;
}

const sorted = (all: ReturnedFigure[]): ReturnedFigure[] => [...all].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe('exports of a trial', () => {
  let data: TrialData;
  let domains: Domain[];
  let expected: ReturnedFigure[];
  beforeAll(() => {
    data = trial();
    domains = buildSdtm(data, { studyId: study.studyId, country: 'IND' });
    expected = sorted(collectVisits(data).flatMap(({ subject, targetArea, view, visit, date, values }) =>
      figures.flatMap(({ name }) => (values[name] === null ? [] : [{ subject, targetArea, view, visit, date, name, value: values[name] }]))));
  });
  const domain = (name: string): Domain => domains.find((one) => one.name === name)!;

  it('bring every density and score back from SDTM, FHIR and REDCap, digit for digit', () => {
    expect(expected.length).toBeGreaterThan(300);
    expect(sorted(readFindingsAbout(writeDatasetJson(domain('FA'), study)))).toEqual(expected);
    expect(sorted(readFhirFigures(JSON.stringify(buildFhirBundle(data, study))))).toEqual(expected);
    expect(sorted(readRedcapFigures(buildRedcap(data).data))).toEqual(expected);
  });

  it('keep SDTM names short, test codes spelt as SDTM asks, and records of a domain one by one', () => {
    expect(domains.map(({ name }) => name)).toEqual(['DM', 'FA', 'RS', 'QS', 'EX', 'PR', 'SUPPPR']);
    for (const { name, variables, rows, label } of domains) {
      expect(label.length).toBeLessThanOrEqual(40);
      for (const variable of variables) {
        expect(variable.name).toMatch(/^[A-Z][A-Z0-9]{0,7}$/);
        expect(variable.label.length, variable.label).toBeLessThanOrEqual(40);
        if (variable.required) for (const row of rows) expect(row[variable.name], `${name}.${variable.name}`).not.toBeNull();
      }
      for (const row of rows) expect(Object.keys(row).sort()).toEqual(variables.map((variable) => variable.name).sort());
      const sequence = `${name}SEQ`;
      if (name !== 'DM' && name !== 'SUPPPR') expect(new Set(rows.map((row) => `${row['USUBJID']} ${row[sequence]}`)).size).toBe(rows.length);
    }
    for (const { code, label } of figures) {
      expect(code).toMatch(/^[A-Z][A-Z0-9]{0,7}$/);
      expect(label.length).toBeLessThanOrEqual(40);
    }
    expect(domain('DM').rows.length).toBe(16);
  });

  it('never pass the computed score off as a rating', () => {
    expect(domain('RS').rows.every((row) => row['RSEVALID'] === 'reader-1')).toBe(true);
    expect(domain('QS').rows.every((row) => row['QSEVALID'] === 'Nisha' && row['QSEVAL'] === 'STUDY SUBJECT')).toBe(true);
    expect(domain('FA').rows.filter((row) => row['FATESTCD'] === 'GA7SUP').every((row) => row['FADRVFL'] === 'Y')).toBe(true);
  });

  it('say of each photograph that could not be measured that it was not done, and why', () => {
    const failed = data.measurements.filter(({ errorCode }) => errorCode !== '').length;
    const missing = domain('FA').rows.filter((row) => row['FASTAT'] === 'NOT DONE');
    expect(failed).toBeGreaterThan(0);
    expect(missing.length).toBe(failed);
    expect(missing.every((row) => row['FAREASND'] === 'photo.unusable' && row['FASTRESN'] === null)).toBe(true);
    const bundle = buildFhirBundle(data, study)['entry'] as { resource: Record<string, unknown> }[];
    expect(bundle.filter(({ resource }) => 'dataAbsentReason' in resource).length).toBe(failed);
  });

  it('give the change of coverage in percentage points and that of a density in percent', () => {
    const heads: TrialData = { ...data, measurements: [], ratings: null, treatments: null, scores: [{ ...data.scores.find(({ after }) => after !== null)!, endpoint: 'coverage', changeUnit: 'percentage points', before: 0.5, after: 0.56, changePercent: 6 }] };
    const units = (of: TrialData): unknown[] => buildSdtm(of, { studyId: 'S', country: '' }).find(({ name }) => name === 'FA')!.rows.filter((row) => row['FATESTCD'] === 'CHGPCT').map((row) => row['FAORRESU']);
    expect([units(heads), [...new Set(units(data))]]).toEqual([['%{points}'], ['%']]);
    expect(JSON.stringify(buildFhirBundle(heads, study))).toContain('"value":6,"unit":"%{points}"');
    expect(buildRedcap(heads).data).toContain(',coverage,percentage points,');
  });

  it('keep the shape of Dataset-JSON: as many records as it says, as many cells as columns', () => {
    for (const one of domains) {
      const json = JSON.parse(writeDatasetJson(one, study)) as { records: number; rows: unknown[][]; columns: { length?: number; dataType: string }[]; datasetJSONVersion: string };
      expect(json.datasetJSONVersion).toBe('1.1.0');
      expect(json.rows.length).toBe(json.records);
      expect(json.rows.every((row) => row.length === json.columns.length)).toBe(true);
      expect(json.columns.every(({ length, dataType }) => (length === undefined || length >= 1) && ['string', 'integer', 'float', 'date'].includes(dataType))).toBe(true);
    }
  });

  it('refer inside the FHIR bundle only to resources that it holds, and name no resource twice', () => {
    const entries = buildFhirBundle(data, study)['entry'] as { fullUrl: string; resource: Record<string, unknown> }[];
    const urls = entries.map(({ fullUrl }) => fullUrl);
    expect(new Set(urls).size).toBe(urls.length);
    expect(urls.every((url) => /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/.test(url))).toBe(true);
    const references = [...JSON.stringify(entries).matchAll(/"reference":"([^"]+)"/g)].map(([, reference]) => reference);
    expect(references.filter((reference) => !urls.includes(reference))).toEqual([]);
  });

  it('say nothing of a treatment that nobody recorded: no end of a drug, no day, no unit, and a gap that FHIR knows where it demands a time', () => {
    const subject = data.measurements[0].subject, treatment = { subject, date: '2026-02-01', endDate: '', treatment: 'finasteride', kind: 'drug' as const, dose: 1, doseUnit: '', needleLengthMm: null };
    const own: TrialData = { ...data, treatments: [treatment, { ...treatment, date: '' }, { ...treatment, kind: 'procedure' }, { ...treatment, kind: 'procedure', date: '' }] };
    const tables = buildSdtm(own, { studyId: 'H', country: 'IND' });
    expect(tables.find(({ name }) => name === 'EX')!.rows.map((row) => [row['EXSTDTC'], row['EXENDTC'], row['EXDOSU'], row['EXDOSFRM']])).toEqual([['2026-02-01', null, null, null], [null, null, null, null]]);
    const entries = buildFhirBundle(own, study)['entry'] as { resource: Record<string, unknown> }[];
    const of = (type: string, key: string): unknown[] => entries.filter(({ resource }) => resource['resourceType'] === type).map(({ resource }) => resource[key]);
    expect(of('MedicationAdministration', 'effectivePeriod')).toEqual([{ start: '2026-02-01' }, { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] }]);
    expect(of('MedicationAdministration', 'status')).toEqual(['unknown', 'unknown']);
    expect(of('Procedure', 'performedPeriod')).toEqual([{ start: '2026-02-01', end: '2026-02-01' }, undefined]);
    expect(JSON.stringify(entries)).not.toMatch(/:""|:\{\}|:\[\]/);
  });

  it('give every column that SDTM expects of a treatment, a questionnaire and a qualifier, and those of a finding in its order', () => {
    const names = (name: string): string[] => domain(name).variables.map((variable) => variable.name);
    expect(names('EX')).toEqual(expect.arrayContaining(['EXDOSE', 'EXDOSU', 'EXDOSFRM', 'EXSTDTC', 'EXENDTC']));
    expect(names('SUPPPR').at(-1)).toBe('QEVAL');
    expect(names('FA').filter((name) => /LOC|METHOD|DRVFL|REPNUM/.test(name))).toEqual(['FALOC', 'FAMETHOD', 'FADRVFL', 'FAREPNUM']);
    expect(names('RS')).not.toContain('RSLOBXFL');
  });

  it('label the columns of each domain as the implementation guide 3.4 does', () => {
    const labels = (name: string, ...suffixes: string[]): string[] => suffixes.map((suffix) => domain(name).variables.find((variable) => variable.name === `${name}${suffix}`)!.label);
    expect(labels('FA', 'DTC', 'DY')).toEqual(['Date/Time of Collection', 'Study Day of Collection']);
    expect(labels('RS', 'TESTCD', 'TEST', 'CAT', 'ORRES', 'STRESN', 'DTC', 'DY')).toEqual(['Assessment Short Name', 'Assessment Name', 'Category for Assessment', 'Result or Finding in Original Units', 'Numeric Result/Finding in Standard Units', 'Date/Time of Assessment', 'Study Day of Assessment']);
    expect(labels('QS', 'TESTCD', 'TEST', 'CAT', 'ORRES', 'STRESN', 'DTC', 'DY')).toEqual(['Question Short Name', 'Question Name', 'Category of Question', 'Finding in Original Units', 'Numeric Finding in Standard Units', 'Date/Time of Finding', 'Study Day of Finding']);
    expect(labels('EX', 'STDTC', 'ENDTC', 'STDY')).toEqual(['Start Date/Time of Treatment', 'End Date/Time of Treatment', 'Study Day of Start of Treatment']);
    expect(labels('PR', 'STDTC', 'ENDTC', 'STDY')).toEqual(['Start Date/Time of Procedure', 'End Date/Time of Procedure', 'Study Day of Start of Procedure']);
  });

  it('carry the amount of a procedure, as of plasma injected, and have no column for it where none is recorded', () => {
    const injection = { subject: data.measurements[0].subject, date: '2026-02-01', endDate: '', treatment: 'platelet-rich plasma', kind: 'procedure' as const, dose: 4, doseUnit: 'mL', needleLengthMm: 1.5 };
    const own: TrialData = { ...data, treatments: [injection, { ...injection, dose: null, doseUnit: '' }] };
    expect(buildSdtm(own, { studyId: 'H', country: 'IND' }).find(({ name }) => name === 'PR')!.rows.map((row) => [row['PRDOSE'], row['PRDOSU']])).toEqual([[4, 'mL'], [null, null]]);
    const entries = buildFhirBundle(own, study)['entry'] as { resource: Record<string, unknown> }[];
    expect(entries.flatMap(({ resource }) => (resource['resourceType'] === 'Procedure' ? [resource['note']] : []))).toEqual([[{ text: 'Dose 4 mL' }, { text: 'Needle length 1.5 mm' }], [{ text: 'Needle length 1.5 mm' }]]);
    expect(domain('PR').variables.map(({ name }) => name)).not.toContain('PRDOSE');
  });

  it('name no actual arm of who was assigned and never came, where the treatments of the arm are recorded, and keep that of whoever was seen', () => {
    const [{ subject, arm }] = data.measurements, session = { subject, date: '2026-02-01', endDate: '', treatment: 'finasteride', kind: 'drug' as const, dose: 1, doseUnit: 'mg', needleLengthMm: null };
    const assigned = (name: string, own: string) => ({ subject: name, arm: own, site: '', sex: '' as const, ageYears: null, stratum: '' }), subjects = [assigned('A', arm), assigned('B', 'waiting list'), assigned('C', 'waiting list')];
    const demographics = (treatments: TrialData['treatments']) => buildSdtm({ ...data, subjects, treatments }, { studyId: 'H', country: 'IND' })[0].rows;
    const rows = demographics([session]);
    expect(rows.slice(-3).map((row) => [row['ARM'], row['ACTARM'], row['ARMNRS']])).toEqual([[arm, null, 'ASSIGNED, NOT TREATED'], ['waiting list', 'waiting list', null], ['waiting list', 'waiting list', null]]);
    expect(rows.slice(0, -3).every((row) => row['ACTARM'] === row['ARM'] && row['ACTARMCD'] === row['ARMCD'])).toBe(true);
    expect(demographics(null).every((row) => row['ARMNRS'] === null)).toBe(true);
  });

  it('flag the last answer of a patient before the first dose of a drug, and say in whose role others judged as the table says it, whatever they are called', () => {
    const { subject, arm } = data.measurements[0], score = { subject, arm, targetArea: 'vertex', view: '', visit: 'screening', occasion: 1, score: 0 as const };
    const rated = (rater: string, date: string, role: RatingRow['role'] = 'patient'): TrialData['ratings'] => [{ ...score, rater, date, role }];
    const own = buildSdtm({ ...data, ratings: [...rated('patient', '2026-01-30')!, ...rated('patient', '2026-01-20')!, ...rated('patient', '2026-02-01')!, ...rated('panel 2', '2026-01-30', 'independent assessor')!, ...rated('reader', '', 'adjudicator')!, ...rated('Dr. Sen', '', 'investigator')!, ...rated('patient 7', '', '')!] }, { studyId: 'H', country: 'IND' });
    expect(own.find(({ name }) => name === 'QS')!.rows.map((row) => [row['QSDTC'], row['QSLOBXFL']])).toEqual([['2026-01-30', 'Y'], ['2026-01-20', null], ['2026-02-01', null]]);
    expect(own.find(({ name }) => name === 'RS')!.rows.map((row) => row['RSEVAL'])).toEqual(['INDEPENDENT ASSESSOR', 'ADJUDICATOR', 'INVESTIGATOR', null]);
    // A course whose beginning nobody recorded: that it was over on a day tells no first dose.
    const course = { subject, date: '', endDate: '2026-02-20', treatment: 'finasteride', kind: 'drug' as const, dose: 1, doseUnit: 'mg', needleLengthMm: null };
    const undated = buildSdtm({ ...data, treatments: [course], ratings: rated('patient', '2026-01-20')! }, { studyId: 'H', country: 'IND' });
    expect(undated.find(({ name }) => name === 'QS')!.rows[0]!['QSLOBXFL']).toBeNull();
    expect(undated[0].rows.find((row) => row['SUBJID'] === subject)).toMatchObject({ RFXSTDTC: null, RFXENDTC: '2026-02-20' });
  });

  it('keep a treatment of which the site knows the month or the year only as it is known, and make no study day of it', () => {
    const { subject } = data.measurements[0], drug = { subject, date: '2026-03', endDate: '2026', treatment: 'finasteride', kind: 'drug' as const, dose: 1, doseUnit: 'mg', needleLengthMm: null };
    const own: TrialData = { ...data, treatments: [drug, { ...drug, date: '2026-03-15', endDate: '2026-04-02' }, { ...drug, kind: 'procedure', endDate: '' }] };
    const tables = buildSdtm(own, { studyId: 'H', country: 'IND' }), exposure = tables.find(({ name }) => name === 'EX')!;
    expect(exposure.rows.map((row) => [row['EXSTDTC'], row['EXENDTC'], typeof row['EXSTDY']])).toEqual([['2026-03', '2026', 'object'], ['2026-03-15', '2026-04-02', 'number']]);
    // The first dose was in March, nobody knows on which day; the last one some time in that year.
    expect(tables[0].rows.find((row) => row['SUBJID'] === subject)).toMatchObject({ RFXSTDTC: '2026-03', RFXENDTC: '2026' });
    expect(writeDefineXml(tables, study)).toContain('Name="EXSTDTC" SASFieldName="EXSTDTC" DataType="partialDate">');
    const { columns } = JSON.parse(writeDatasetJson(exposure, study)) as { columns: { name: string }[] };
    expect(columns.find(({ name }) => name === 'EXSTDTC')).toMatchObject({ dataType: 'string', length: 10 });
    const entries = buildFhirBundle(own, study)['entry'] as { resource: Record<string, unknown> }[];
    expect(entries.map(({ resource }) => resource['performedPeriod']).find((period) => period !== undefined)).toEqual({ start: '2026-03', end: '2026-03' });
  });

  it('refuse a text that no column of SDTM has room for, naming it, and write age in whole years', () => {
    const [{ subject }] = data.measurements, person = { subject, arm: '', site: '', sex: 'M' as const, ageYears: 45.9, stratum: '' };
    expect(buildSdtm({ ...data, subjects: [person] }, { studyId: 'H', country: 'IND' })[0].rows[0]).toMatchObject({ AGE: 45, AGEU: 'YEARS' });
    expect(() => buildSdtm({ ...data, subjects: [{ ...person, site: 'x'.repeat(201) }] }, { studyId: 'H', country: 'IND' })).toThrow(/"x{60}…" has 201 characters; SITEID of DM takes 200 at most in SDTM/);
  });

  it('list in the REDCap dictionary every field that the data use, and no event twice', () => {
    const { dictionary, events, data: table } = buildRedcap(data);
    const fields = dictionary.trim().split('\n').slice(1).map((line) => line.split(',')[0]);
    const columns = table.split('\n')[0].split(',').filter((name) => !name.startsWith('redcap_'));
    expect(fields).toEqual(columns);
    const names = events.trim().split('\n').slice(1).map((line) => line.split(',')[2]);
    expect(new Set(names).size).toBe(4);
  });

  it('hold in the CSV of SDTM what Dataset-JSON holds, a decrease with its minus and nothing before it', () => {
    for (const one of domains.filter(({ name }) => name === 'FA' || name === 'RS')) {
      const [header, ...rows] = parse(writeDomainCsv(one)) as string[][], texts = rows.map((row) => row[header.indexOf(`${one.name}STRESC`)]);
      const json = JSON.parse(writeDatasetJson(one, study)) as { rows: (string | number | null)[][] };
      expect(rows).toEqual(json.rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))));
      expect(texts.some((text) => /^-\d/.test(text))).toBe(one.name === 'FA' || one.rows.some((row) => Number(row['RSSTRESN']) < 0));
    }
  });

  it('start no formula in a spreadsheet, and are the same bytes each time', () => {
    const csv = domains.map(writeDomainCsv).join('\n') + buildRedcap(data).data;
    expect(csv).toContain("'=needling");
    expect(csv).not.toMatch(/(^|,)"?=needling/m);
    expect(JSON.stringify(buildFhirBundle(trial(), study))).toBe(JSON.stringify(buildFhirBundle(trial(), study)));
    expect(writeDefineXml(buildSdtm(trial(), { studyId: 'HAIR-1', country: 'IND' }), study)).toBe(writeDefineXml(domains, study));
  });
});
