import type { Exclusion } from './result.js';

/** An exclusion that fills less of its rectangle than this is a thin drawing; the skin around it was seen. */
const filledShare = 0.5;
/** A larger rectangle around a sign that was drawn, as a share of the photograph, holds mostly skin that was seen. */
const largestSign = 0.05;

/** Whether what was left out lies around what is shown, as a scope's surround does; where it is known, `inside` says what is left. */
export function isSurround({ reason, inside }: Exclusion): boolean {
  return reason === 'vignette' || inside !== undefined;
}

/** Whether no hair can be seen in the rectangle of a part that was left out. A turned label, or an arrow, hides skin although it fills little of it; hairs at that rectangle's corners are passed over rather than called lost, or whole. */
export function hidesRectangle(exclusion: Exclusion, photo: { width: number; height: number }): boolean {
  const { reason, share, rows, columns } = exclusion, rectangle = ((rows[1] - rows[0]) * (columns[1] - columns[0])) / (photo.width * photo.height);
  return !isSurround(exclusion) && rectangle > 0 && (reason === 'paperLabel' || (reason === 'drawing' && rectangle <= largestSign) || share / rectangle >= filledShare);
}
