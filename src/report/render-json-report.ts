import { type ProgressResult, progressResultSchema } from '../domain/result.js';
import type { ReportOptions } from './report-input.js';
import { datesOf } from './view/describe-visits.js';

/**
 * The facts of the report for programs: the result itself, in the order of its schema, indented by two, newline at the end.
 *
 * @param options  What the pages say besides: with it, `report` holds subject, clinic, target area and the days of the visits (baseline first; those
 *                 that were given, else the camera's; null where nobody said), and `failed` the photographs that could not be measured.
 * @throws ZodError when the object is no valid result (NaN and infinities included).
 */
export function renderJsonReport(progress: ProgressResult, options?: ReportOptions): string {
  const result = progressResultSchema.parse(progress);
  return `${JSON.stringify(options === undefined ? result : { ...result, ...describeSeries(result, options) }, null, 2)}\n`;
}

function describeSeries(progress: ProgressResult, { subject, clinicName, targetArea, dates, failedPhotos }: ReportOptions): Record<string, unknown> {
  const photographs = [progress.baseline, ...progress.followUps.map(({ measurement }) => measurement)], said = datesOf(progress);
  return {
    report: { subject: subject ?? null, clinicName: clinicName ?? null, targetArea: targetArea ?? null, dates: photographs.map(({ photo }, at) => dates?.[at] ?? said[at] ?? photo.capturedAt) },
    ...(failedPhotos === undefined || failedPhotos.length === 0 ? {} : { failed: failedPhotos }),
  };
}
