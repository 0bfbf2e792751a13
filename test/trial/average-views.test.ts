import { describe, expect, it } from 'vitest';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { measurementHeader, readTables, scoreHeader } from './trial-folder.js';

const row = (subject: string, arm: string, view: string, before: number, after: number, score: number): string => `${subject},${arm},vertex,${view},w24,2026-07-01,baseline,2026-01-10,172,densityPerCm2,${before},${after},,,,%,,,${score},,`;
const photographs = (subject: string, arm: string, values: number[]): string[] => values.map((density, at) => `${subject},${arm},vertex,${1 + at % 2},${at < 2 ? 'baseline' : 'w24'},${at < 2 ? '2026-01-10' : '2026-07-01'},,${density},`);
const tables = {
  'scores.csv': [scoreHeader, row('A', 'drug', '1', 100, 120, 1), row('A', 'drug', '2', 104, 134, 2), row('B', 'drug', '1', 90, 95, 0), row('B', 'drug', '2', 94, 101, 0),
    row('C', 'placebo', '1', 110, 108, 0), row('C', 'placebo', '2', 106, 108, 0), row('D', 'placebo', '1', 80, 82, 0), row('D', 'placebo', '2', 80, 82, 0).replace(',80,82,,,,%,,,0,,', ',,,,,,%,,,,,photo.blurred')],
  'measurements.csv': [measurementHeader, ...photographs('A', 'drug', [100, 104, 120, 134]), ...photographs('B', 'drug', [90, 94, 95, 101]), ...photographs('C', 'placebo', [110, 106, 108, 108]), ...photographs('D', 'placebo', [80, 82])],
};

describe('repeat photographs of one place at one visit', () => {
  it('are two areas of their own unless they are said to be repeats, and then one, with their mean', async () => {
    const data = await readTables(tables);
    expect(analyseTrial(data).areas.map(({ view }) => view)).toEqual(['1', '2']);
    const { areas, remarks } = analyseTrial(data, { averageViews: true }), [{ subjects, visits, measures }] = areas;
    expect(areas.length).toBe(1);
    // A: (100 + 104) / 2 = 102 before, (120 + 134) / 2 = 127 after; scores 1 and 2 are 1. Of D one pair could be compared.
    expect(subjects.map(({ subject, points: [point] }) => [subject, point.before, point.after, point.change, point.supported])).toEqual([['A', 102, 127, 25, 1], ['B', 92, 98, 6, 0], ['C', 108, 108, 0, 0], ['D', 80, 82, 2, 0]]);
    expect(visits[0].arms.map(({ arm, measured, expected, change }) => [arm, measured, expected, change.mean])).toEqual([['placebo', 2, 2, 1], ['drug', 2, 2, 15.5]]);
    expect(measures[0].arms[1].measures['density_per_cm2'].n).toBe(4);
    expect(remarks[0]).toContain('their mean is analysed');
  });

  it('have one score of the panel, the middle one, and one baseline, their mean, for whoever scored them', async () => {
    const read = (subject: string, arm: string, scores: [number | '', number | '']): string[] => scores.map((score, at) => `${subject},${arm},vertex,${at + 1},w24,2026-07-01,${score}`);
    const panel = ['subject,arm,target_area,view,visit,date,final', ...read('A', 'drug', [1, 2]), ...read('B', 'drug', [-1, 0]), ...read('C', 'placebo', ['', 1]), ...read('D', 'placebo', ['', ''])];
    const rating = (subject: string, arm: string, score: number): string => `${subject},${arm},vertex,w24,Dr,${score}`;
    const data = await readTables({ ...tables, 'panel.csv': panel, 'ratings.csv': ['subject,arm,target_area,visit,rater,score', rating('A', 'drug', 1), rating('B', 'drug', 1), rating('C', 'placebo', 0), rating('D', 'placebo', 1)] });
    const options = { control: 'placebo', primaryOutcome: 'panel' as const, averageViews: true }, result = analyseTrial(data, options), { primary, visits, cases } = result.panel!;
    expect(analyseTrial(data, { ...options, averageViews: false }).panel!.primary.length).toBe(2);
    expect([primary.length, visits.length, visits[0].view, cases.agreed, cases.notJudged]).toEqual([1, 1, '', 5, 3]);
    // A: 1 and 2 are 1; B: −1 and 0 are 0; C has one; D none.
    expect(visits[0].arms.map(({ arm, expected, scored, score }) => [arm, expected, scored, score.mean])).toEqual([['placebo', 2, 1, 1], ['drug', 2, 2, 0.5]]);
    expect([visits[0].withoutBaseline, visits[0].strata, visits[0].agreement]).toEqual([0, 'thirds of the baseline', expect.objectContaining({ n: 3, onlyFirst: 1 })]);
    // D 80, B 92, A 102 and C 108: no third of the baselines has both arms.
    expect(result.ratings[0].analysis.vanElteren[0]).toEqual({ arm: 'drug', refused: 'No stratum has subjects of both arms.' });
  });

  it('are not a close-up and the head, which are not averaged', async () => {
    const head = (subject: string, arm: string): string => row(subject, arm, 'head', 0.6, 0.65, 1).replace('densityPerCm2', 'coverage').replace(',%,', ',percentage points,');
    const data = await readTables({ ...tables, 'scores.csv': [...tables['scores.csv'], head('A', 'drug'), head('C', 'placebo')] });
    expect(analyseTrial(data).areas.length).toBe(3);
    expect(() => analyseTrial(data, { averageViews: true })).toThrow('The views of the target area "vertex" are no repeats of one place: coverage was compared in "head", densities of hair in "1", "2".');
  });

  it('tell how well one photograph repeats, within visits and not between them', async () => {
    // exp(sqrt(sum of the squared differences of the logarithms / 2 / 7 pairs)) − 1, worked out by hand: 0.0398…
    const pairs = [[100, 104], [120, 134], [90, 94], [95, 101], [110, 106], [108, 108], [80, 82]], cv = Math.expm1(Math.sqrt(pairs.reduce((sum, [a, b]) => sum + Math.log(a / b) ** 2 / 2, 0) / 7));
    const [remark] = analyseTrial(await readTables(tables), { averageViews: true }).remarks;
    expect(remark).toContain(`from 14 of them at 7 visits: ${(100 * cv).toFixed(1)} %`);
  });
});
