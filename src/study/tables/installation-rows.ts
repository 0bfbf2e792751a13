/** What belongs to the installation as a whole. */

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
