import type { PixelWindow } from '../../raster/pixel-window.js';
import type { ExcludedPart } from './excluded-part.js';

/** More patches than this are writing or a pattern: one drawing. */
const mostSigns = 12;
/** Pixels around the ink that its blur and JPEG's coarser colours still reach. */
const margin = 4;

/**
 * Small boxes, a few pixels each, that follow the strokes of each sign.
 * @param patches  Indices of the pixels of each.
 * @param known    Parts that were found already: a patch that mostly lies in one, such as a coloured circle or date, is its.
 */
export function coverSigns(patches: readonly (readonly number[])[], width: number, known: readonly ExcludedPart[]): PixelWindow[][] {
  const signs = patches.filter((patch) => patch.filter((at) => isKnown(known, Math.floor(at / width), at % width)).length <= patch.length / 2).map((patch) => patch.map((at) => {
    const row = Math.floor(at / width), column = at % width;
    return { top: row - margin, left: column - margin, bottom: row + margin + 1, right: column + margin + 1 };
  }));
  return signs.length > mostSigns ? [signs.flat()] : signs;
}

function isKnown(known: readonly ExcludedPart[], row: number, column: number): boolean {
  return known.some(({ shapes }) => shapes.some((shape) => {
    if (shape.kind === 'box') return row >= shape.box.top - margin && row < shape.box.bottom + margin && column >= shape.box.left - margin && column < shape.box.right + margin;
    return shape.kind === 'ring' && Math.abs(Math.hypot(row - shape.circle.row, column - shape.circle.column) - shape.circle.radius) <= shape.halfWidth + margin;
  }));
}
