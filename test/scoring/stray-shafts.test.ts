import { describe, expect, it } from 'vitest';
import type { Issue, TimepointResult } from '../../src/domain/result.js';
import { compareTimepoints } from '../../src/scoring/compare-timepoints.js';
import { makeTimepoint } from './make-timepoint.js';

function withIssue(result: TimepointResult, code: string): TimepointResult {
  const issue: Issue = { code, field: 'measurements.hairCount', message: 'Some of it is no hair.' };
  return { ...result, issues: [...result.issues, issue] };
}

const codesOf = (warnings: readonly Issue[]): string[] => warnings.map(({ code }) => code);

describe('a pair of photographs of which one shows scratches that are counted as hair', () => {
  const [before, after] = [makeTimepoint({ name: 'a.png', count: 100 }), makeTimepoint({ name: 'b.png', count: 150 })];

  it.each([[before, withIssue(after, 'hair.bloodRed'), 'the follow-up'], [withIssue(before, 'hair.bloodRed'), after, 'the baseline']] as const)('has no change, and it is said which one (%#)', (one, two, side) => {
    const { change, globalAssessment, warnings } = compareTimepoints(one, two);
    expect([change, globalAssessment]).toEqual([null, null]);
    expect(warnings[0]).toMatchObject({ code: 'comparison.strayOnOneSide', message: expect.stringContaining(side) });
    expect(codesOf(warnings)).toContain('comparison.strayShafts');
  });

  it('has a change, with a warning for each, where both show them, as hair dyed red does', () => {
    const { change, warnings } = compareTimepoints(withIssue(before, 'hair.bloodRed'), withIssue(after, 'hair.bloodRed'));
    expect(change).not.toBeNull();
    expect(codesOf(warnings).filter((code) => code === 'comparison.strayShafts')).toHaveLength(2);
  });
});
