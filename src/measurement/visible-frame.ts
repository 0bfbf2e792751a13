import type { Exclusion } from '../domain/result.js';

/** Rows and columns of the photograph between which shafts are seen, first inclusive, last exclusive. */
export interface VisibleFrame {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The photograph without the blank strips along its sides: where the camera's picture itself ends and cuts shafts off. */
export function visibleFrame(width: number, height: number, exclusions: readonly Exclusion[]): VisibleFrame {
  const frame = { top: 0, bottom: height, left: 0, right: width };
  for (const { reason, rows, columns } of exclusions) {
    if (reason !== 'footerStrip' && reason !== 'border') continue;
    if (columns[1] - columns[0] > 0.9 * width) {
      if (rows[0] <= 0) frame.top = Math.max(frame.top, rows[1]);
      else if (rows[1] >= height) frame.bottom = Math.min(frame.bottom, rows[0]);
    }
    if (rows[1] - rows[0] > 0.9 * height) {
      if (columns[0] <= 0) frame.left = Math.max(frame.left, columns[1]);
      else if (columns[1] >= width) frame.right = Math.min(frame.right, columns[0]);
    }
  }
  return frame.bottom - frame.top > 1 && frame.right - frame.left > 1 ? frame : { top: 0, bottom: height, left: 0, right: width };
}
