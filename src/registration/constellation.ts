/** A place in millimetres of one photograph; x to the right, y down. */
export interface PlaceMm { readonly x: number; readonly y: number }

/** One hair as the registration sees it. Only the root decides; the rest weighs a little, because treatment and combing change it. */
export interface HairRoot extends PlaceMm {
  readonly id: number;
  /** From root to tip, radians; null where the shaft is too short to tell. */
  readonly directionRadians: number | null;
  /** From root to tip in a straight line, mm; absent or null where not known. */
  readonly lengthMm?: number | null;
  readonly diameterUm: number | null;
  /** Probability that it is a hair, 0…1. */
  readonly confidence: number;
  /** Whether it may be kept, lost or gained. A hair that does not count still helps to find the place. */
  readonly counted: boolean;
}

/** The roots of one photograph with the skin in which they were looked for. */
export interface Constellation {
  readonly roots: readonly HairRoot[];
  /**
   * Traces too faint to be hairs by themselves, and shafts whose exit the frame may hide. They tell a hair that is gone from one seen badly, and
   * help to align fields in which hairs alone do not tell the place. Absent: not known.
   */
  readonly traces?: readonly HairRoot[];
  /** Corners of the area in which hairs were looked for, in order. */
  readonly outline: readonly PlaceMm[];
  /** Corners of the photograph where `outline` is an area that somebody drew in it: roots were looked for in all of it, traces in the area only. Absent: nobody drew one. */
  readonly photograph?: readonly PlaceMm[];
  /** Parts of it in which none could be seen (text, scale bars), each by its corners. */
  readonly holes: readonly (readonly PlaceMm[])[];
}
