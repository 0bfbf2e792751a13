/** What is kept of photographs, what was measured on them, and their comparisons. */

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
