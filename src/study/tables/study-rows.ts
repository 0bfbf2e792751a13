/** Studies, their people by pseudonym, and what was done with them on which day. */

/** @property archived_at  Since when it is put away as finished; null while it is not. */
export interface StudyRow { id: string; name: string; added_at: string; archived_at: string | null }

export interface SubjectRow {
  id: string;
  study: string;
  /** Never a name: what the study calls the person. */
  pseudonym: string;
  added_at: string;
}

/** What the photographs of a target area show: close-ups of skin, or whole heads. */
export const areaKinds = ['closeup', 'global'] as const;
export type AreaKind = (typeof areaKinds)[number];

/** A registered patch of skin, the same at every timepoint. */
export interface TargetAreaRow { id: string; subject: string; name: string; added_at: string; kind: AreaKind }

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

/** How long things are kept. Without a row they are kept without limit. */
export interface RetentionRow {
  /** `study:ID`, or `noStudy` for photographs that belong to none. */
  scope: string;
  /** After the last day on which anything was done with them. */
  days: number;
  set_at: string;
}
