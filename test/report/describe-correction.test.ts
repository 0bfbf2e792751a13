import { describe, expect, it } from 'vitest';
import type { CorrectionNote } from '../../src/domain/correction.js';
import type { ProgressResult } from '../../src/domain/result.js';
import { buildReportView } from '../../src/report/view-model.js';
import { exampleIncrease } from '../support/example-results.js';

const corrected = (note: Partial<CorrectionNote>): ProgressResult => {
  const progress = exampleIncrease(), [followUp] = progress.followUps, { measurement } = followUp!;
  const correction: CorrectionNote = {
    version: 2, madeBy: 'Dr B', madeAt: '2026-03-04T10:20:30.000Z', reason: 'two hairs were one', restores: null, removedHairs: 2, drawnHairs: 1, areaMoved: false,
    automatic: { ...measurement.measurements, hairCount: 99, densityPerCm2: 150 }, ...note,
  };
  return { ...progress, followUps: [{ ...followUp!, measurement: { ...measurement, correction } }] };
};

describe('hairs that a person edited, in a report', () => {
  it('are said beside the score and beside the photograph: who, when, what, why, and what the program counted alone', () => {
    const { comparisons: [comparison], quality } = buildReportView(corrected({}), { generatedAt: null });
    expect(comparison!.warnings[0]).toMatch(/^Follow-up: edited by a person, version 2, Dr B on March 4, 2026 at 10:20 UTC: 2 hairs taken out, 1 hair drawn\. Reason: two hairs were one\. The program alone counted 99 hairs \(150\sper\scm²\)\. Intervals are reckoned as for the program alone, around the edited figures: how often a person errs is not known\.$/);
    expect(quality[1]!.remarks[0]).toBe(comparison!.warnings[0]);
    expect(comparison!.warnings[1]).toContain('Only one of the two photographs was edited');
  });

  it('are no caution when the correction was undone, and the undoing is said beside the photograph', () => {
    const { comparisons: [comparison], quality } = buildReportView(corrected({ version: 3, restores: 1, removedHairs: 0, drawnHairs: 0 }), { generatedAt: null });
    expect(comparison!.warnings.join()).not.toContain('edited');
    expect(quality[1]!.remarks[0]).toContain('again what the program measured, restored by Dr B');
  });

  it('have no word on intervals where the photograph has none', () => {
    const progress = corrected({}), [followUp] = progress.followUps;
    const { comparisons: [comparison] } = buildReportView({ ...progress, followUps: [{ ...followUp!, measurement: { ...followUp!.measurement, intervals: {} } }] }, { generatedAt: null });
    expect(comparison!.warnings[0]).toMatch(/\(150\sper\scm²\)\.$/);
  });

  it('are nowhere where nobody edited', () => {
    expect(JSON.stringify(buildReportView(exampleIncrease(), { generatedAt: null }))).not.toContain('edited by a person');
  });
});
