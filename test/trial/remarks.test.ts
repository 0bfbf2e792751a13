import { describe, expect, it } from 'vitest';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { buildSdtm } from '../../src/trial/export/build-sdtm.js';
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

  it('names people who were treated and stand in no other table, but not those of the table of subjects', async () => {
    const { remarks } = analyseTrial(await readTables({
      'scores.csv': [scoreHeader, row('S1', 'drug', 110), row('S2', 'placebo', 104)], 'subjects.csv': ['subject,arm', 'S3,drug'],
      'treatments.csv': ['subject,date,treatment', 'S1,2026-01-05,needling', 'S01,2026-01-12,needling', 'S3,2026-01-12,needling'],
    }));
    expect(remarks.join(' ')).toContain('treatments.csv names a subject who is in no other table: "S01".');
  });

  it('counts a photograph that was compared with itself as missing, not as no change', async () => {
    const { areas: [area] } = analyseTrial(await readTables({ 'scores.csv': [`${scoreHeader},warnings`, `${row('S1', 'drug', 100)},comparison.early comparison.samePhotograph`, `${row('S2', 'drug', 120)},`, `${row('S3', 'placebo', 104)},`] }));
    expect(area.visits[0].arms.find(({ arm }) => arm === 'drug')).toMatchObject({ expected: 2, measured: 1, change: { mean: 20 }, missing: [{ reason: 'comparison.samePhotograph', subjects: 1 }] });
  });

  it('exports nothing of a photograph that was compared with itself but that its change was not done, and compares no rater with it', async () => {
    const data = await readTables({ 'scores.csv': [`${scoreHeader},warnings`, `${row('S1', 'drug', 100)},comparison.samePhotograph`] });
    const findings = buildSdtm(data, { studyId: 'H', country: 'IND' }).find(({ name }) => name === 'FA')!.rows;
    expect(findings).toMatchObject([{ FATESTCD: 'CHGPCT', FAORRES: null, FASTAT: 'NOT DONE', FAREASND: 'comparison.samePhotograph' }]);
    expect(joinComputed(data.scores, []).size).toBe(0);
  });

  it('refuses tables without a row instead of reporting on nobody', async () => {
    const nobody = await readTables({ 'scores.csv': [scoreHeader] });
    expect(() => analyseTrial(nobody)).toThrow(/no row below their header/);
  });
});
