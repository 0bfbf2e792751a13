import type { Photograph, Refusal } from '../answers.js';
import type { Scale } from './build-request.js';

/** One of the two photographs on its way. */
export interface Slot {
  file: File | null;
  photograph: Photograph | null;
  date: string;
  refusal: Refusal | null;
  /** Whether the same file may be taken at another try. */
  mayPass: boolean;
}

/** Before and after. */
export type Both<Value> = readonly [Value, Value];

export const emptySlot: Slot = { file: null, photograph: null, date: '', refusal: null, mayPass: false };

/** Puts what became of a file into the slot where the file is now: they may have been swapped meanwhile, or another file chosen. */
export function fillSlot([before, after]: Both<Slot>, file: File, next: Partial<Slot>): Both<Slot> {
  const fill = (slot: Slot): Slot => (slot.file === file ? { ...slot, ...next } : slot);
  return [fill(before), fill(after)];
}

/** The scales of swapped photographs. Marked points belong to their photograph; a scale that holds for both stays where it is shown. */
export function swapScales([before, after]: Both<Scale>, shared: boolean): Both<Scale> {
  return shared && before.method !== 'twoPoint' ? [{ ...before, points: after.points }, { ...after, points: before.points }] : [after, before];
}
