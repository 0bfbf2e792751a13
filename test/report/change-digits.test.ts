import { describe, expect, it } from 'vitest';
import { describeChange } from '../../src/report/view/describe-change.js';
import { createNumberFormats } from '../../src/report/view/number-formats.js';
import { buildReportView } from '../../src/report/view-model.js';
import { measureCoverageChange } from '../../src/scoring/coverage-change.js';
import { exampleIncrease, exampleScore } from '../support/example-results.js';

const progress = exampleIncrease();
const view = (before: number, after: number, standardError: number) => {
  const changed = { ...progress, followUps: [{ ...progress.followUps[0]!, ...exampleScore('terminalDensityPerCm2', before, after, standardError) }] };
  const { change, score } = buildReportView(changed, { generatedAt: null }).comparisons[0]!;
  return { ...change!, score: score!.number };
};

describe('figures of a change as printed beside its score', () => {
  it('an interval that leaves out 0 does not end at 0%: the worked example of docs/scoring.md is moderately increased and ends at +0.4%', () => {
    expect(view(150, 195, 0.1317)).toMatchObject({ score: '+2', detectable: true, percent: '+30.0%', interval: '+0.4% to +68.3%' });
    expect(view(195, 150, 0.1317)).toMatchObject({ score: '−2', detectable: true, interval: '−40.6% to −0.4%' });
  });

  it('hair just short of a step of the scale does not print as that step, and hair on it does', () => {
    expect(view(150, 164.6, 0.03)).toMatchObject({ score: '0', percent: '+9.7%' });
    expect(view(150, 187, 0.05)).toMatchObject({ score: '+1', percent: '+24.7%' });
    expect(view(150, 149.99 * 1.25, 0.05)).toMatchObject({ score: '+1', percent: '+24.99%' });
    expect(view(150, 187.5, 0.05)).toMatchObject({ score: '+2', percent: '+25%' });
    expect(view(187, 150, 0.05)).toMatchObject({ score: '−1', percent: '−19.8%' });
  });

  it('hair gained or lost by more than can be detected does not print as the smallest that can', () => {
    expect(view(150, 194.6, 0.1325)).toMatchObject({ percent: '+29.73%', smallestIncrease: '+29.65%' });
  });

  it('figures of hair that contradict nothing stay as short as before', () => {
    expect(view(150, 180, 0.05)).toMatchObject({ percent: '+20%', interval: '+9% to +32%', smallestIncrease: '+10%' });
    expect(view(150, 150, 0.05)).toMatchObject({ score: '0', percent: '0%' });
  });

  it('an interval of covered scalp that leaves out 0 does not end at 0.0 points', () => {
    const change = measureCoverageChange({ before: 0.4, after: 0.45 }, 2.54);
    const described = describeChange(progress.baseline, { ...progress.followUps[0]!, change, globalAssessment: null }, createNumberFormats('en'));
    expect(described).toMatchObject({ detectable: true, percent: '+5.00 points', interval: '+0.02 to +9.98 points' });
  });
});
