import type { GlobalAssessmentScore } from '../domain/global-assessment.js';
import type { TableRow } from '../tables/table-row.js';

/** Columns of measurements.csv that hold a figure. */
export const measureColumns = [
  'hair_count', 'terminal_count', 'vellus_count', 'density_per_cm2', 'terminal_density_per_cm2', 'mean_diameter_um',
  'cumulative_thickness_mm_per_cm2', 'coverage',
] as const;
export type MeasureColumn = (typeof measureColumns)[number];

/** Columns of measurements.csv that hold a limit of a 95 % interval. */
export const limitColumns = [
  'hair_count_lower', 'hair_count_upper', 'density_lower', 'density_upper', 'terminal_density_lower', 'terminal_density_upper',
  'mean_diameter_lower', 'mean_diameter_upper', 'coverage_lower', 'coverage_upper',
] as const;
export type LimitColumn = (typeof limitColumns)[number];

/** Said for rows without an arm: photographs that belong to no trial. */
export const noArm = 'all subjects';

/** Where and when a photograph was taken, as the manifest says. */
export interface VisitKey {
  subject: string;
  arm: string;
  targetArea: string;
  view: string;
  visit: string;
  /** YYYY-MM-DD, or empty. */
  date: string;
}

/** One line of scores.csv: a photograph after the baseline, compared with it or not. */
export interface ScoreRow extends VisitKey {
  baselineVisit: string;
  baselineDate: string;
  days: number | null;
  endpoint: string;
  before: number | null;
  after: number | null;
  /** In `changeUnit`, and so are the interval and the smallest detectable change. */
  changePercent: number | null;
  changeLower: number | null;
  changeUpper: number | null;
  /** Of coverage the difference in percentage points, of everything else percent of the baseline. */
  changeUnit: '%' | 'percentage points';
  /** Of the logarithm of after over before; in percentage points where the change is. */
  standardError: number | null;
  smallestDetectableChangePercent: number | null;
  nominal: GlobalAssessmentScore | null;
  supported: GlobalAssessmentScore | null;
  words: string;
  probabilityImproved: number | null;
  registered: boolean | null;
  errorCode: string;
  errorMessage: string;
}

/** One line of measurements.csv: a photograph, measured or not. */
export interface MeasurementRow extends VisitKey {
  photo: string;
  /** Of the file; empty where it was not read, and in tables that do not say it. */
  photoSha256: string;
  umPerPx: number | null;
  measures: Record<MeasureColumn, number | null>;
  limits: Record<LimitColumn, number | null>;
  errorCode: string;
  errorMessage: string;
}

/** One line of treatments.csv: a session, or a course that lasts from one day to another. */
export interface TreatmentRow {
  subject: string;
  /** YYYY-MM-DD; YYYY-MM or YYYY where the site knows no more, empty where it knows nothing of it. */
  date: string;
  /** As `date`; empty for a single session. */
  endDate: string;
  treatment: string;
  kind: 'drug' | 'procedure';
  /** Amount and its unit, where given. */
  dose: number | null;
  doseUnit: string;
  /** Of a needle, mm. */
  needleLengthMm: number | null;
}

/** In whose role a person judged, as ratings.csv says it: no name tells. */
export const raterRoles = ['patient', 'investigator', 'independent assessor', 'adjudicator'] as const;
export type RaterRole = (typeof raterRoles)[number];

/** One line of ratings.csv: a person's score on the seven-point scale. */
export interface RatingRow {
  subject: string;
  arm: string;
  /** Empty where the rating is of the person as a whole, or of the only area. */
  targetArea: string;
  view: string;
  visit: string;
  date: string;
  rater: string;
  /** Empty where it was not recorded. */
  role: RaterRole | '';
  /** 1 for the first look; a repeat by the same person has another number. */
  occasion: number;
  score: GlobalAssessmentScore;
}

/** One line of panel.csv: what a panel of blinded readers came to for a follow-up beside its baseline. */
export interface PanelRow extends VisitKey {
  /** What each reader said at the first look, null where the pair could not be judged. Empty where the table does not tell. */
  readers: { rater: string; score: GlobalAssessmentScore | null }[];
  adjudicated: GlobalAssessmentScore | null;
  /** Why the adjudicator could not judge; empty else. */
  adjudicatorReason: string;
  /** Null where there is none: not yet adjudicated, or nobody could judge. */
  final: GlobalAssessmentScore | null;
}

/** One line of subjects.csv. */
export interface SubjectRow {
  subject: string;
  /** The arm that the person was assigned to; empty where nobody was, or where areas of the person are in different arms. */
  arm: string;
  site: string;
  /** Empty where it was not recorded. */
  sex: 'F' | 'M' | '';
  ageYears: number | null;
  stratum: string;
}

/** A row of a table with what was read from it. */
export interface LocatedRow<T> {
  readonly row: TableRow;
  readonly value: T;
}

/** A trial as it lies in a folder. */
export interface TrialData {
  scores: ScoreRow[];
  measurements: MeasurementRow[];
  /** Null where there is no such file: nothing was recorded, which is not the same as nothing happened. */
  treatments: TreatmentRow[] | null;
  ratings: RatingRow[] | null;
  /** Absent where there was no panel. */
  panel?: PanelRow[];
  subjects: SubjectRow[] | null;
  /** What has to be said of how the tables were read; absent where there is nothing. */
  remarks?: string[];
}
