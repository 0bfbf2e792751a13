import type { AreaRequest, Correction } from '../../../src/domain/correction.js';
import type { Hair, Position } from '../../../src/domain/hair.js';
import { cutPath, joinPaths } from './hair-paths.js';

/** A hair as it stands in the pane: found by the program, or drawn as the so manieth of the correction. */
export interface EditableHair extends Hair { readonly drawnAt: number | null }

const nameOf = ({ root, tip }: Pick<Hair, 'root' | 'tip'>): string => [root.row, root.column, tip.row, tip.column].join(' ');

/** Names a hair as long as the correction stays as it is, also when a drawn one gets its number only with its measurement. */
export function keyOf({ id, drawnAt }: EditableHair): string {
  return drawnAt === null ? `found ${id}` : `drawn ${drawnAt}`;
}

/** Numbers for hairs that were drawn a moment ago and are not measured yet; above all others. */
const pendingNumber = 1_000_000;

/**
 * The hairs of a correction: as they were measured where that is known, else as they were drawn.
 * @param measured  The last answer, perhaps to an earlier correction. @param isLatest  Whether it answers this one.
 */
export function listHairs(measured: readonly Hair[], correction: Correction, isLatest: boolean): EditableHair[] {
  const removed = new Set(correction.removed.map(nameOf));
  const found = measured.filter((hair) => hair.drawnByPerson !== true && !removed.has(nameOf(hair))).map((hair) => ({ ...hair, drawnAt: null }));
  const drawn = isLatest ? measured.filter((hair) => hair.drawnByPerson === true) : correction.drawn.map(({ path }, at) => pending(path, at));
  return [...found, ...drawn.map((hair, at) => ({ ...hair, drawnAt: at }))];
}

function pending(path: readonly Position[], at: number): Hair {
  return {
    id: pendingNumber + at, root: path[0]!, tip: path[path.length - 1]!, path: [...path], rootVisible: true, lengthMm: null, diameterUm: null, diameterIntervalUm: null,
    kind: null, unit: null, confidence: 1, counted: true, notCountedBecause: null, drawnByPerson: true,
  };
}

/** A step of a correction is a new correction; the old one stays for undoing. */
export function takeOut(correction: Correction, { root, tip, drawnAt }: EditableHair): Correction {
  if (drawnAt !== null) return { ...correction, drawn: correction.drawn.filter((_, at) => at !== drawnAt) };
  return { ...correction, removed: [...correction.removed, { root, tip }] };
}

export function drawHair(correction: Correction, path: readonly Position[]): Correction {
  return { ...correction, drawn: [...correction.drawn, { path: path.map(rounded) }] };
}

export function joinHairs(correction: Correction, first: EditableHair, second: EditableHair): Correction {
  // The later drawn one first, so that the other's number still holds.
  const [one, other] = (first.drawnAt ?? -1) > (second.drawnAt ?? -1) ? [first, second] : [second, first];
  return drawHair(takeOut(takeOut(correction, one), other), joinPaths(first.path, second.path));
}

/** @param share  Where, from 0 at the exit to 1 at the tip. */
export function splitHair(correction: Correction, hair: EditableHair, share: number): Correction {
  const [first, second] = cutPath(hair.path, share);
  return drawHair(drawHair(takeOut(correction, hair), first), second);
}

/** Exit and tip change places. */
export function turnHair(correction: Correction, hair: EditableHair): Correction {
  return drawHair(takeOut(correction, hair), [...hair.path].reverse());
}

/** A faint trace that a person takes for a hair. */
export function takeForHair(correction: Correction, hair: EditableHair): Correction {
  return drawHair(takeOut(correction, hair), hair.path);
}

export function moveArea(correction: Correction, area: AreaRequest | null): Correction {
  return { ...correction, area: area?.shape === 'frame' ? null : area };
}

const rounded = ({ row, column }: Position): Position => ({ row: Math.round(row * 100) / 100, column: Math.round(column * 100) / 100 });
