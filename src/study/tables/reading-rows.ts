/** Blinded readings: pairs of photographs, dealt to readers, and their answers. */

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
  /** All three null until the reader signs; nothing is changed afterwards, but for the signature where a person is erased. */
  signed_name: string | null;
  signed_at: string | null;
  /** sha256 over the answers, the name and the time. */
  signature: string | null;
  /** When the signature was made to fit the answers that are left, because a person was erased; null where all that was signed is there. */
  renewed_at: string | null;
  /** What the reader signed, where it was renewed since. */
  first_signature: string | null;
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
