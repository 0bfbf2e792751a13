import { describe, expect, it } from 'vitest';
import { progressResultSchema } from '../../src/domain/result.js';
import { renderJsonReport } from '../../src/report/render-json-report.js';
import { exampleIncrease, exampleNotComparable, exampleThreeVisits, exampleUncalibrated } from '../support/example-results.js';

describe('the report for programs', () => {
  it('is the result itself, whether hair grew, cannot be compared or has no scale', () => {
    for (const progress of [exampleIncrease(), exampleUncalibrated(), exampleNotComparable(), exampleThreeVisits()]) {
      const read: unknown = JSON.parse(renderJsonReport(progress));
      expect(read).toEqual(progress);
      expect(progressResultSchema.parse(read)).toEqual(progress);
    }
  });

  it('is the same to the byte every time the same hairs are reported', () => {
    expect(renderJsonReport(exampleIncrease())).toBe(renderJsonReport(exampleIncrease()));
  });

  it('says whose hair it is and when it was photographed, as the page does', () => {
    const progress = exampleThreeVisits(), failed = [{ schemaVersion: progress.schemaVersion, photo: { name: 'c.jpg' }, error: { code: 'photo.empty', message: 'This file is empty.', hint: 'Copy it again.' } }];
    const read = JSON.parse(renderJsonReport(progress, { generatedAt: null, subject: 'S-01', dates: ['2026-01-12', null, '2026-06-29'], failedPhotos: failed })) as Record<string, unknown>;
    expect(read).toMatchObject({ report: { subject: 'S-01', clinicName: null, targetArea: null, dates: ['2026-01-12', progress.followUps[0]!.measurement.photo.capturedAt, '2026-06-29'] }, failed });
    expect(progressResultSchema.parse(read)).toEqual(progress);
  });

  it('refuses a density that is no number', () => {
    const progress = exampleIncrease();
    progress.followUps[0]!.measurement.measurements.densityPerCm2 = Number.POSITIVE_INFINITY;
    expect(() => renderJsonReport(progress)).toThrow();
  });
});
