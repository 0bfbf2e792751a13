import type { ComparisonRequest } from '../../src/jobs/comparison-request.js';
import type { ComparisonProgress } from '../../src/jobs/run-comparison.js';
import type { TimeSeries } from '../../src/report/view/describe-visits.js';
import type { LoggedTreatment, TreatmentWarning } from '../../src/study/treatment-warnings.js';
import type { KeptAssessment } from '../../src/study/assessments.js';
import type { ReportCharts } from '../../src/report/draw-charts.js';
import type { ReportView } from '../../src/report/view-model.js';
import type { Correction } from '../../src/domain/correction.js';
import type { Measurements } from '../../src/domain/measurements.js';
import type { Calibration } from '../../src/domain/calibration.js';
import type { ProgressResult, QualityCheck, TimepointResult } from '../../src/domain/result.js';

/** What the service answers, as the pages use it. */
export interface Photograph {
  id: string;
  name: string;
  format: string;
  bytes: number;
  width: number;
  height: number;
  capturedAt: string | null;
  picture: string;
  /** Whether it was looked at already: an upload is answered before. */
  isChecked: boolean;
  /** What can be said before it is measured, taking it for a close-up; null until it was looked at. */
  quality: { usable: boolean; checks: QualityCheck[] } | null;
  /** Whether it may show a face, so that its picture shows the scalp alone; null until it was looked at. */
  isCovered: boolean | null;
}

/** A close-up checked at its scale; nothing of it is kept. */
export interface ScaleCheck { usable: boolean; checks: QualityCheck[]; calibration: Calibration | null }

/** Why something was refused, in a sentence, and what to do. */
export interface Refusal { code: string; message: string; hint: string; photograph?: { place: number; message: string } }

export interface Comparison {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed';
  progress: ComparisonProgress | null;
  /** How many come before it while it waits; else null. */
  ahead: number | null;
  error: Refusal | null;
  request: ComparisonRequest;
  result: ProgressResult | null;
  view: ReportView | null;
  charts: ReportCharts | null;
  /** That of the clinic; null where none is set. */
  paper: 'a4' | 'letter' | null;
  /** The same comparison as the program measured it alone, and as it was last corrected; null where it is this one. */
  related: { automatic: string | null; newest: string | null };
}

/** The versions of one photograph's measurement: 1 is the program's own. */
export interface MeasurementVersions {
  photograph: number;
  shown: number;
  newest: number;
  versions: { version: number; correction: Correction; measurements: Measurements; reason: string | null; restores: number | null; madeBy: string | null; madeAt: string | null }[];
}

export interface CorrectionPreview {
  measurement: TimepointResult;
  comparison: { visit: string; score: string | null; words: string; change: string | null; interval: string | null };
}

/** What stands above the reports of this installation. */
export interface Clinic { name: string; address: string; paper: 'a4' | 'letter' | null; logo: { picture: string; width: number; height: number } | null; etag: string; logoEtag: string }

export interface Study { id: string; name: string; archived_at: string | null; subjects: number }
/** `photographs` are those of all target areas of the subject, `latest` is the day of the last one. */
export interface StudyWithSubjects { id: string; name: string; archived_at: string | null; subjects: { id: string; pseudonym: string; photographs: number; latest: string | null }[] }

export interface SubjectTimepoint {
  id: string;
  date: string;
  name: string;
  photograph: string;
  picture: string;
  calibration: ComparisonRequest['baseline']['calibration'];
  /** Of a head: where hair is measured, as it was chosen on this photograph; null for all of the scalp. */
  region: ComparisonRequest['baseline']['region'] | null;
  score: string | null;
  words: string | null;
  /** Why the photograph could not be measured; null where it was, or was not tried. */
  refusal: Refusal | null;
  change: string | null;
  interval: string | null;
  value: { value: number; interval: [number, number] | null } | null;
  /** Whether a person corrected what was measured. */
  isCorrected: boolean;
}

export interface SubjectArea {
  id: string;
  name: string;
  /** What its photographs show: close-ups, or whole heads. */
  kind: 'closeup' | 'global';
  comparison: Pick<Comparison, 'id' | 'state' | 'progress' | 'ahead' | 'error'> | null;
  /** The comparison that is done of most of the visits; `without`: days of those that it leaves out. */
  done: { id: string; without: string[] } | null;
  series: TimeSeries | null;
  timepoints: SubjectTimepoint[];
}

export interface Subject {
  subject: { id: string; pseudonym: string };
  study: { id: string; name: string };
  areas: SubjectArea[];
  treatments: LoggedTreatment[];
  assessments: KeptAssessment[];
  warnings: TreatmentWarning[];
}
