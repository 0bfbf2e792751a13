/** What waits to be computed, and whose turn it is; and what waits to be removed. */

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
  /** Versions of the method that it was asked for by; empty where an earlier program asked. */
  method: string;
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

/** A photograph that was erased and whose files are still to be removed: its row is gone as soon as they are. */
export interface RemovalRow {
  sha256: string;
  noted_at: string;
}
