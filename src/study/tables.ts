import type { AccountRow, HoldingRow, MembershipRow, SessionRow, TokenRow } from './tables/account-rows.js';
import type { AuditRow, ClinicRow } from './tables/installation-rows.js';
import type { ComparisonRow, CorrectionRow, MeasurementRow, PhotographRow } from './tables/photograph-rows.js';
import type { ReadingCaseRow, ReadingItemRow, ReadingReaderRow, ReadingRow } from './tables/reading-rows.js';
import type { AssessmentRow, RetentionRow, StudyRow, SubjectRow, TargetAreaRow, TimepointRow, TreatmentRow } from './tables/study-rows.js';
import type { ErrandRow, JobRow, RemovalRow, TurnRow } from './tables/work-rows.js';

/** The tables as SQLite and PostgreSQL hold them. Dates are ISO text, lists and objects JSON text. */
export interface StudyTables {
  clinic: ClinicRow;
  accounts: AccountRow;
  sessions: SessionRow;
  tokens: TokenRow;
  memberships: MembershipRow;
  holdings: HoldingRow;
  retention: RetentionRow;
  readings: ReadingRow;
  reading_cases: ReadingCaseRow;
  reading_readers: ReadingReaderRow;
  reading_items: ReadingItemRow;
  studies: StudyRow;
  subjects: SubjectRow;
  target_areas: TargetAreaRow;
  timepoints: TimepointRow;
  treatments: TreatmentRow;
  assessments: AssessmentRow;
  photographs: PhotographRow;
  measurements: MeasurementRow;
  corrections: CorrectionRow;
  comparisons: ComparisonRow;
  jobs: JobRow;
  turns: TurnRow;
  audit: AuditRow;
  errands: ErrandRow;
  removals: RemovalRow;
}
