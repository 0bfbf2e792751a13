import { describe, expect, it } from 'vitest';
import { describeAreas } from '../../src/report/trial/trial-view.js';
import { createNumberFormats } from '../../src/report/view/number-formats.js';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { buildSdtm } from '../../src/trial/export/build-sdtm.js';
import { readTables, scoreHeader } from './trial-folder.js';

const row = (subject: string, arm: string, visit: string, from: string, days: number, after: number): string =>
  `${subject},${arm},vertex,closeup,${visit},,${from},,${days},terminalDensityPerCm2,${100 + (after % 7)},${after},${100 * (after / (100 + (after % 7)) - 1)},,,%,,0,0,,`;
/** Eight subjects an arm with a baseline and two visits. */
const sound = ['drug', 'placebo'].flatMap((arm) => Array.from({ length: 8 }, (_, at) => [
  row(`${arm}${at}`, arm, 'week 12', 'baseline', 84, 110 + at + (arm === 'drug' ? 8 : 0)), row(`${arm}${at}`, arm, 'week 24', 'baseline', 168, 121 + ((at * 5) % 8) + (arm === 'drug' ? 20 : 0)),
]).flat());
const measured = (subject: string, visit: string): string => `${subject},drug,vertex,closeup,${visit},,12,150,`;
const words = (data: Parameters<typeof analyseTrial>[0]): string => JSON.stringify(describeAreas(analyseTrial(data), createNumberFormats('en')));

describe('a subject whose baseline photograph is missing', () => {
  const late = row('late', 'drug', 'week 24', 'Week-12', 84, 400);

  it('changes no mean of the trial by what grew since a later visit, and is named with that visit', async () => {
    const without = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...sound] })).areas[0], data = await readTables({ 'scores.csv': [scoreHeader, ...sound, late] });
    const { areas: [area], remarks } = analyseTrial(data), arm = area.visits[1].arms.find((one) => one.arm === 'drug')!;
    expect(area.primary).toEqual(without.primary);
    expect(area.mixedModel).toEqual(without.mixedModel);
    expect(arm).toMatchObject({ expected: 9, measured: 8, missing: [{ reason: 'compared with Week-12, not with baseline', subjects: 1 }] });
    expect(area.leftOut).toMatchObject([{ subject: 'late', visit: 'week 24', after: 400, reason: 'anotherBaseline', baselineVisit: 'Week-12' }]);
    expect(remarks.join(' ')).toContain('One subject was compared with another visit than the baseline of most ("vertex", "closeup"): "late" with "Week-12".');
    expect(words(data)).toContain('"compared with Week-12"');
  });

  it('and who has one later photograph alone, is missing for want of a baseline, not of a photograph', async () => {
    const { areas: [area] } = analyseTrial(await readTables({
      'scores.csv': [scoreHeader, ...sound], 'measurements.csv': ['subject,arm,target_area,view,visit,date,hair_count,density_per_cm2,error_code', measured('alone', 'week 24')],
    }));
    expect(area.visits[1].arms.find((one) => one.arm === 'drug')!.missing).toEqual([{ reason: 'no baseline photograph', subjects: 1 }]);
  });

  it('has no change from the baseline in the exports either', async () => {
    const domains = buildSdtm(await readTables({ 'scores.csv': [scoreHeader, ...sound, late] }), { studyId: 'H', country: 'IND' });
    const findings = domains.find(({ name }) => name === 'FA')!.rows.filter(({ USUBJID }) => String(USUBJID).endsWith('late'));
    expect(findings).toMatchObject([{ FATESTCD: 'CHGPCT', FAORRES: null, FASTAT: 'NOT DONE', FAREASND: 'compared with Week-12, not with baseline' }]);
  });
});

describe('a subject who was photographed at a screening and at the baseline', () => {
  it('makes no visit of the baseline of the others, which nobody else has, and keeps the mixed model from nothing', async () => {
    const rows = ['baseline', 'week 12', 'week 24'].map((visit, at) => row('twice', 'drug', visit, 'screening', 4 + 84 * at, 300));
    const without = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...sound] })).areas[0], { areas: [area] } = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...sound, ...rows] }));
    expect(area.visits.map(({ visit }) => visit)).toEqual(['week 12', 'week 24']);
    expect(area.unmeasuredVisits).toEqual([]);
    expect(area.primary).toEqual(without.primary);
    expect(area.leftOut).toMatchObject(['baseline', 'week 12', 'week 24'].map((visit) => ({ visit, baselineVisit: 'screening' })));
  });
});

describe('names of first visits that tell nothing', () => {
  it('leave every change where it is: a baseline that is called otherwise, and visits called by their days', async () => {
    const { areas: [called] } = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...sound, row('S', 'drug', 'week 24', 'Day 0', 168, 140)] }));
    expect([called.leftOut, called.visits[1].arms.find(({ arm }) => arm === 'drug')!.measured]).toEqual([[], 9]);
    const days = ['01', '02', '03', '04'].map((day, at) => row(`S${at}`, at < 2 ? 'drug' : 'placebo', `2026-03-0${at + 2}`, `2026-03-${day}`, 84, 130 + at));
    const { areas: [area] } = analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...days] }));
    expect([area.leftOut, area.visits.length]).toEqual([[], 4]);
    // Most came first on one day, and one joined on the day on which they came again.
    const together = [...['S0', 'S1', 'S2'].map((subject) => row(subject, 'drug', '2026-03-01', '2026-01-01', 59, 130)), row('S3', 'placebo', '2026-05-01', '2026-03-01', 61, 131)];
    expect(analyseTrial(await readTables({ 'scores.csv': [scoreHeader, ...together] })).areas[0].leftOut).toEqual([]);
  });
});
