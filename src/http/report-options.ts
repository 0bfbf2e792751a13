import type { ReportOptions } from '../index.js';
import type { ComparisonRequest } from '../jobs/comparison-request.js';

/** What a report says beside the result: what the sender typed. No time of making, so that the same result gives the same bytes. */
export function reportOptionsOf({ baseline, followUps, labels = {} }: ComparisonRequest): ReportOptions {
  return { generatedAt: null, ...labels, dates: [baseline, ...followUps].map(({ date }) => date ?? null) };
}
