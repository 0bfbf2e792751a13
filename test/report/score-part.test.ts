import { describe, expect, it } from 'vitest';
import type { GlobalAssessmentScore } from '../../src/domain/global-assessment.js';
import type { AreaResult, TrialResult } from '../../src/domain/trial-result.js';
import { describeScores, scorePart } from '../../src/report/trial/score-part.js';
import { createNumberFormats } from '../../src/report/view/number-formats.js';
import { analyseScores, type ScoredSubject } from '../../src/trial/analyse-scores.js';

const formats = createNumberFormats('en');
const scored = (arm: string, scores: number[]): ScoredSubject[] => scores.map((score, at) => ({ arm, score: score as GlobalAssessmentScore, baseline: 100 + at, stratum: 'all' }));

/** Cells of the rows of responders at +1 or more that begin so. */
function rowsOf(subjects: ScoredSubject[], expected: Map<string, number> | null, label: RegExp): string[][] {
  const [, { rows }] = describeScores(analyseScores(subjects, ['A', 'B', 'C'], expected), 'week 12', formats);
  return rows.filter(([first]) => label.test(first) && first.startsWith('at least +1'));
}

it('says that the scores of heads are provisional, and not those of close-ups', () => {
  const sentences = (endpoint: AreaResult['endpoint']): string => scorePart({ strata: 'none' } as unknown as TrialResult, { endpoint, visits: [] } as unknown as AreaResult, formats).sentences.join(' ');
  expect(sentences('coverage')).toContain('scores of heads are provisional');
  expect(sentences('terminalDensityPerCm2')).not.toContain('provisional');
});

describe('the table of responders to a hair treatment', () => {
  const control = scored('A', [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]), third = scored('C', [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
  const ten = new Map([['A', 10], ['B', 10], ['C', 10]]);

  it('puts the difference of everybody beside that of the scored of the same arm, where nobody of an arm before it was scored', () => {
    const [second, last] = rowsOf([...control, ...third], ten, / − A$/);
    expect(second[0]).toBe('at least +1: B − A');
    expect(second[1]).toBe('not given');
    expect(second[2]).toMatch(/^−30 points/);
    expect(last[0]).toBe('at least +1: C − A');
    expect(last[1]).toMatch(/^\+50 points/);
    expect(last[2]).toBe(last[1]);
  });

  it('says so where nobody of the control was scored, and where nobody of an arm was expected', () => {
    expect(rowsOf(third, ten, / − A$/).map((row) => row[1])).toEqual(['not given', 'not given']);
    const [last] = rowsOf([...control, ...third], new Map([['A', 10], ['B', 0], ['C', 0]]), / − A$/);
    expect([last[0], last[2]]).toEqual(['at least +1: C − A', 'not given']);
  });

  it('has one column of shares where nobody knows how many were expected', () => {
    expect(rowsOf([...control, ...third], null, /C/).map((row) => row.length)).toEqual([3, 3]);
  });

  it('gives the odds of one arm, and says why another has none', () => {
    const [, { rows }] = describeScores(analyseScores([...scored('A', [0, 0, 0, 0, 0, 0]), ...scored('B', [0, 0, 0, 0, 0, 0]), ...scored('C', [1, 2, 1, 2, 2, 1])], ['A', 'B', 'C'], null), 'week 12', formats);
    const odds = rows.filter(([first]) => first.startsWith('Odds'));
    expect(odds.map(([first, value]) => [first, value])).toEqual([
      ['Odds of a higher score: B', 'not given: All subjects have the same value.'],
      ['Odds of a higher score: C over A', 'not finite'],
    ]);
    expect(Number(odds[1].at(-1))).toBeLessThan(0.01);
  });

  it('writes odds to three digits, however small or large, and none as 0', () => {
    const shifted = [0, 0, 0, 0, 0, 0, 1, -1, 0, 0], more = [1, 2, 1, 2, 2, 1, 0, 3, 1, 2], oddsOf = (first: number[], second: number[]): string => {
      const [, { rows }] = describeScores(analyseScores([...scored('A', first), ...scored('B', second)], ['A', 'B'], null), 'week 12', formats);
      return rows.find(([label]) => label.startsWith('Odds'))![1];
    };
    expect(oddsOf(more, shifted)).toMatch(/^0\.0\d{2,4} \(0\.0\d+ to 0\.\d+\)$/);
    expect(oddsOf(shifted, more)).toMatch(/^\d{2} |^\d{2}\.\d /);
    for (const odds of [oddsOf(more, shifted), oddsOf(shifted, more)]) for (const [written] of odds.matchAll(/[\d.,]+/g)) expect(written.replace(/^[0.]+|[.,]|0+$/g, '').length, odds).toBeLessThanOrEqual(3);
  });

  it('marks the p-values that are the normal curve’s, and no other', () => {
    const tested = (perArm: number): string[] => {
      const subjects = ['A', 'B'].map((arm, shift) => scored(arm, Array.from({ length: perArm }, (_, at) => ((at * 5 + shift) % 7) - 3)));
      const [, { rows }] = describeScores(analyseScores(subjects.flat(), ['A', 'B'], null), 'week 12', formats);
      return rows.filter(([first]) => /^(van Elteren|Odds)/.test(first)).map((row) => row.at(-1)!);
    };
    expect(tested(12)).toEqual([expect.stringMatching(/^0\.\d+$/), expect.stringMatching(/^0\.\d+$/)]);
    expect(tested(400)).toEqual([expect.stringMatching(/^≈ 0\.\d+$/), expect.stringMatching(/^≈ 0\.\d+$/)]);
  });
});
