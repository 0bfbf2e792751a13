import type { ComparisonRequest } from '../../src/jobs/comparison-request.js';
import type { ComparisonProgress } from '../../src/jobs/run-comparison.js';
import type { ReportCharts } from '../../src/report/draw-charts.js';
import type { ReportView } from '../../src/report/view-model.js';
import type { ProgressResult } from '../../src/domain/result.js';

/** What the service answers, as the pages use it. */
export interface Photograph {
  id: string;
  name: string;
  width: number;
  height: number;
  capturedAt: string | null;
  picture: string;
}

/** Why something was refused, in a sentence, and what to do. */
export interface Refusal { code: string; message: string; hint: string }

export interface Comparison {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed';
  progress: ComparisonProgress | null;
  error: Refusal | null;
  request: ComparisonRequest;
  result: ProgressResult | null;
  view: ReportView | null;
  charts: ReportCharts | null;
}
