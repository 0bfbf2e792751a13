import { describe, expect, it } from 'vitest';
import { writeTrial } from '../../src/cli/text/trial-text.js';
import { createRandom } from '../../src/phantom/random.js';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { defaultPlan, simulateTrial } from '../../src/trial/simulate-trial.js';
import { isUnscheduled } from '../../src/trial/unscheduled-visits.js';
import { measurementHeader, readTables, scoreHeader } from './trial-folder.js';

const plan = { ...defaultPlan, arms: [{ arm: 'placebo', subjects: 14, effect: 0 }, { arm: 'drug', subjects: 14, effect: 20 }], visitDays: [84, 168], dropOut: 0, unusable: 0 };
const { data } = simulateTrial(plan, createRandom(3)), options = { primaryVisit: 'week 24', strata: 'none' as const };
/** One person comes a second time, a month after the visit that decides. */
const extra = (visit: string) => {
  const own = data.scores.find((row) => row.visit === 'week 24' && row.arm === 'drug')!;
  return { ...data, scores: [...data.scores, { ...own, visit, date: '2026-12-01', days: 200, supported: 3 as const }] };
};

describe('an unscheduled visit', () => {
  it('takes the mixed model from nobody, is expected of nobody, and is not taken for the last', () => {
    const planned = analyseTrial(data, options), result = analyseTrial(extra('Unscheduled 1'), options), [area] = result.areas;
    expect(area.mixedModel).toEqual(planned.areas[0].mixedModel);
    expect(area.primary).toEqual(planned.areas[0].primary);
    expect(area.visits.map(({ visit }) => visit)).toEqual(['week 12', 'week 24']);
    expect(area.unscheduledVisits).toEqual([{ visit: 'Unscheduled 1', arms: [{ arm: 'placebo', measured: 0 }, { arm: 'drug', measured: 1 }] }]);
    expect(result.remarks.join(' ')).not.toContain('missing');
    expect(result.remarks.join(' ')).toContain('The visit "Unscheduled 1" is taken for unscheduled');
    expect(writeTrial(result)).toContain('nobody is expected: Unscheduled 1');
    expect(analyseTrial(extra('Unscheduled 1'), { strata: 'none' }).areas[0].primary).toMatchObject({ visit: 'week 24' });
  });

  it('is one whose name says so, or one that is named, and never the one that decides', () => {
    expect(['unscheduled', 'UNS-2', 'Unplanned visit', 'unsch. 3', 'week 12', 'unsure', 'Unsworth'].map((visit) => isUnscheduled(visit, [], undefined))).toEqual([true, true, true, true, false, false, false]);
    expect(isUnscheduled('unplanned', [], 'unplanned')).toBe(false);
    expect(analyseTrial(extra('safety'), { ...options, unscheduled: ['safety'] }).areas[0].visits.length).toBe(2);
    expect(analyseTrial(extra('safety'), options).areas[0].visits.length).toBe(3);
    expect(() => analyseTrial(data, { ...options, unscheduled: ['saftey'] })).toThrow(/No follow-up has the visit saftey/);
    expect(() => analyseTrial(data, { ...options, unscheduled: ['week 24'] })).toThrow(/cannot both decide and be unscheduled/);
  });

  it('is said of a panel and of raters, too, and they have no table of it', async () => {
    const result = analyseTrial(await readTables({
      'panel.csv': ['subject,arm,visit,final', 'a1,placebo,w24,0', 'b1,drug,w24,1', 'b1,drug,UNS 1,3'],
      'ratings.csv': ['subject,arm,visit,rater,score', 'a1,placebo,w24,Dr,0', 'b1,drug,w24,Dr,1', 'b1,drug,UNS 1,Dr,3'],
    }));
    expect([result.panel!.visits.map(({ visit }) => visit), result.ratings.map(({ visit }) => visit)]).toEqual([['w24'], ['w24']]);
    expect(result.remarks.join(' ')).toContain('The visit "UNS 1" is taken for unscheduled');
    const none = await readTables({ 'panel.csv': ['subject,arm,visit,final', 'a1,placebo,UNS 1,0', 'b1,drug,UNS 1,3'] });
    expect(writeTrial(analyseTrial(none, { primaryOutcome: 'panel' })).replace(/\s+/g, ' ')).toContain('Not given. The panel scored unscheduled visits only.');
  });

  it('is in no comparison within persons, of photographs or of a panel, and not among what was measured', async () => {
    const halves = (of: (subject: string, arm: string, area: string, at: number) => string): string[] => Array.from({ length: 6 }, (_, at) => [of(`S${at}`, 'drug', 'left', at), of(`S${at}`, 'placebo', 'right', at)]).flat();
    const scores = (visit: string, days: number): string[] => halves((subject, arm, area, at) => `${subject},${arm},${area},closeup,${visit},,baseline,,${days},densityPerCm2,100,${110 + at + (arm === 'drug' ? 3 * at : 0)},,,,,,0,0,no detectable change,`);
    const result = analyseTrial(await readTables({
      'scores.csv': [scoreHeader, ...scores('week 12', 84), ...scores('Unscheduled 1', 100)],
      'measurements.csv': [measurementHeader, ...['baseline', 'week 12', 'Unscheduled 1'].flatMap((visit) => halves((subject, arm, area) => `${subject},${arm},${area},closeup,${visit},,40,100,`))],
      'panel.csv': ['subject,arm,target_area,visit,final', ...['week 12', 'Unscheduled 1'].flatMap((visit) => halves((subject, arm, area, at) => `${subject},${arm},${area},${visit},${arm === 'drug' ? at % 3 : 0}`))],
    }));
    expect(result.paired.map(({ visit, difference }) => [visit, difference.n])).toEqual([['week 12', 6]]);
    expect(result.panel!.paired.map(({ visit, difference }) => [visit, difference.n])).toEqual([['week 12', 6]]);
    expect(result.areas.map(({ measures }) => measures.map(({ visit }) => visit))).toEqual([['baseline', 'week 12'], ['baseline', 'week 12']]);
    expect(result.areas[0]!.unscheduledVisits).toMatchObject([{ visit: 'Unscheduled 1' }]);
  });

  it('says of the rank test who is in a stratum with nobody of the other arm', () => {
    const sites = data.subjects!.map((row, at) => ({ ...row, site: at < 20 ? 'Berlin' : row.subject }));
    expect(writeTrial(analyseTrial({ ...data, subjects: sites }, { ...options, strata: 'site' })).replace(/\s+/g, ' ')).toContain('of 20 of 28 subjects: the others are in strata of one arm only');
  });
});
