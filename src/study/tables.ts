/** The tables as SQLite and PostgreSQL hold them. Dates are ISO text, lists and objects JSON text. */

export interface PhotographRow {
  /** Of the original's bytes; its name in the folder of originals. */
  sha256: string;
  /** File name at its first upload, without folder. */
  name: string;
  format: string;
  bytes: number;
  width: number;
  height: number;
  captured_at: string | null;
  uploaded_at: string;
}

/** One measurement of one photograph by the program. Rows are never changed; what people correct is kept beside them. */
export interface MeasurementRow {
  id: string;
  /** sha256 over the photograph, the scale, the options, the method version and the model. */
  fingerprint: string;
  /** Always 1: later versions are corrections. */
  version: number;
  photograph: string;
  result: string;
  /** Always null. */
  reason: string | null;
  made_by: string;
  made_at: string;
}

/** A person's correction of a measurement. Rows are never changed: another correction, or its undoing, is a row with the next version. */
export interface CorrectionRow {
  id: string;
  /** Of the measurement that was corrected. */
  fingerprint: string;
  /** Whose version it is: `study:ID`, or `account:ID` of who compares without a study. */
  holder: string;
  /** From 2; 1 is what the program measured. */
  version: number;
  photograph: string;
  /** What was changed, against version 1. */
  correction: string;
  result: string;
  reason: string;
  /** The version whose result this is again; null for a new correction. */
  restores: number | null;
  made_by: string;
  made_at: string;
}

export interface ComparisonRow {
  /** sha256 over the request and the method version: the same question has one answer. */
  id: string;
  request: string;
  /** Null until its job is done. */
  result: string | null;
  asked_at: string;
}

export const jobStates = ['queued', 'running', 'done', 'failed'] as const;
export type JobState = (typeof jobStates)[number];

export interface JobRow {
  /** The comparison that it computes. */
  id: string;
  /** Order in the queue; a clock may step back, this does not. */
  place: number;
  state: JobState;
  /** How often it was begun. */
  attempts: number;
  /** Refusal as JSON: code, message, hint. */
  error: string | null;
  queued_at: string;
  finished_at: string | null;
  /** For whom it is done, `study:ID` or `account:ID`; nobody's jobs keep the others' waiting. */
  holder: string;
  /** Grows by one whenever somebody takes it; only who took it last may finish it. */
  lease: number;
  /** Grows while somebody works on it. */
  beat: number;
  /** How far it is, as JSON; null before it is begun. */
  progress: string | null;
}

/** An entry of the audit trail: who did what, when, to what. Each entry holds the hash of the one before it. */
export interface AuditRow {
  number: number;
  at: string;
  actor: string;
  action: string;
  /** Kind and id, e.g. `photograph:3fa9…`. */
  object: string;
  before: string | null;
  after: string | null;
  previous_hash: string;
  hash: string;
}

/** @property archived_at  Since when it is put away as finished; null while it is not. */
export interface StudyRow { id: string; name: string; added_at: string; archived_at: string | null }

export interface SubjectRow {
  id: string;
  study: string;
  /** Never a name: what the study calls the person. */
  pseudonym: string;
  added_at: string;
}

/** A registered patch of skin, the same at every timepoint. */
export interface TargetAreaRow { id: string; subject: string; name: string; added_at: string; kind: AreaKind }

/** What the photographs of a target area show: close-ups of skin, or whole heads. */
export const areaKinds = ['closeup', 'global'] as const;
export type AreaKind = (typeof areaKinds)[number];

/** One session of one target area: its day and its photograph. */
export interface TimepointRow {
  id: string;
  target_area: string;
  /** `YYYY-MM-DD`. */
  date: string;
  photograph: string;
  /** File name of the photograph as it was added. */
  name: string;
  /** How its scale is known, as JSON; null when nobody knows. */
  calibration: string | null;
  added_at: string;
  /** The region of a head that was drawn on it, as JSON; it counts while this is the earliest photograph. Null for all of the scalp, and for close-ups. */
  region: string | null;
}

/** What a person says of their own hair on a day. */
export interface AssessmentRow { id: string; subject: string; date: string; score: number; improvement: string | null; added_at: string }

export interface TreatmentRow {
  id: string;
  subject: string;
  kind: string;
  /** `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`. */
  date: string;
  /** What belongs to its kind, as JSON. */
  details: string;
  added_at: string;
}

export const roles = ['photographer', 'reader', 'analyst', 'administrator', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** Somebody who may sign in. Accounts are closed, never deleted, so that a name in the trail stays one person's. */
export interface AccountRow {
  id: string;
  name: string;
  role: Role;
  /** argon2id; null until its owner has chosen one. */
  password: string | null;
  /** sha256 of the one-time word with which a password may be chosen; null when there is none. */
  invitation: string | null;
  invited_until: string | null;
  /** When it was closed; null while it may be used. */
  closed_at: string | null;
  added_at: string;
}

/** Somebody who is signed in, where several machines serve; one machine alone keeps its sessions in memory. */
export interface SessionRow {
  /** Of the secret in the cookie, sha256. */
  hash: string;
  account: string;
  /** Seconds since 1970 by the clock of the database. */
  begun_at: number;
  used_at: number;
}

/** With what a program acts for an account. */
export interface TokenRow {
  /** Of the secret word, sha256. */
  hash: string;
  account: string;
  name: string;
  /** 1 where it may look and change nothing. */
  reads_only: number;
  until: string;
  added_at: string;
}

/** Who belongs to which study. */
export interface MembershipRow { account: string; study: string }

/** Through whom a photograph is known: the account that uploaded it, or a study that has it at a visit. */
export interface HoldingRow {
  photograph: string;
  /** `account:ID` or `study:ID`. */
  holder: string;
  /** The file name under which this holder knows it. */
  name: string;
}

/** How long things are kept. Without a row they are kept without limit. */
export interface RetentionRow {
  /** `study:ID`, or `noStudy` for photographs that belong to none. */
  scope: string;
  /** After the last day on which anything was done with them. */
  days: number;
  set_at: string;
}

/** A blinded reading of a study's photographs. */
export interface ReadingRow {
  id: string;
  study: string;
  name: string;
  /** Decides order, sides and repeats; kept from readers. */
  seed: string;
  added_at: string;
}

/** A follow-up and its baseline that are to be judged. What they are called is text: the case outlives its subject's renaming. */
export interface ReadingCaseRow {
  id: string;
  reading: string;
  place: number;
  subject: string;
  arm: string;
  target_area: string;
  view: string;
  visit: string;
  /** Day of the follow-up, `YYYY-MM-DD`. */
  date: string;
  baseline_photograph: string;
  follow_up_photograph: string;
  /** What the photographs show; `auto` where nobody said. */
  kind: 'closeup' | 'global' | 'auto';
  baseline_um_per_px: number | null;
  follow_up_um_per_px: number | null;
}

export const readerRoles = ['reader', 'adjudicator'] as const;
export type ReaderRole = (typeof readerRoles)[number];

export interface ReadingReaderRow {
  /** Random; the address of the reader's page. */
  id: string;
  reading: string;
  name: string;
  role: ReaderRole;
  /** All three null until the reader signs; nothing is changed afterwards. */
  signed_name: string | null;
  signed_at: string | null;
  /** sha256 over the answers, the name and the time. */
  signature: string | null;
}

/** One case as one reader is shown it. */
export interface ReadingItemRow {
  /** Random; the address of its pictures. */
  id: string;
  reader: string;
  place: number;
  reading_case: string;
  /** 1, or 2 for a hidden repeat. */
  occasion: number;
  baseline_side: 'left' | 'right';
  /** −3…3, the right photograph against the left one as the reader saw them; null until answered, and where it cannot be judged. */
  answer: number | null;
  /** Why it cannot be judged. */
  reason: string | null;
}

/** Who had a comparison begun when, so that everybody's turn comes. */
export interface TurnRow {
  /** As in `JobRow`. */
  holder: string;
  /** Grows by one with every comparison that is begun; a clock may step back, this does not. */
  turn: number;
}

/** A task of a batch that another machine does: its row is gone as soon as the batch has the answer. */
export interface ErrandRow {
  id: string;
  /** Of the method that it must be done with. */
  fingerprint: string;
  state: 'waiting' | 'running' | 'done';
  /** Grows by one with every taking; only the latest may answer. */
  lease: number;
  /** Grows while somebody works on it. */
  beat: number;
  /** Grows while the batch still waits for it. */
  wanted: number;
  /** JSON: what to do, with the photograph. */
  parcel: string;
  answer: string | null;
}

/** What stands above the reports of this installation; one row, or none where nothing was set. */
export interface ClinicRow {
  id: 'clinic';
  /** Both empty where nothing was typed. */
  name: string;
  address: string;
  /** Null: as is usual where the reader lives. */
  paper: 'a4' | 'letter' | null;
  /** PNG, base64; null without one, as are its sides, pixels. */
  logo: string | null;
  logo_width: number | null;
  logo_height: number | null;
  changed_at: string;
}

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
}
