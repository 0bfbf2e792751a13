import { boxesTouch, growBox, type PixelBox } from './geometry.js';
import { leastLoneLength, type DrawnLine } from './drawn-lines.js';
import type { TextLine } from './text-lines.js';

/** A scale bar or another drawing of straight lines, with its label. */
export interface LineDrawing {
  readonly lines: readonly PixelBox[];
  readonly labels: readonly PixelBox[];
}

/**
 * Groups straight lines that touch, and the text beside them. A single line counts when it is long or has a label.
 *
 * @returns The drawings, and the text that belongs to none of them.
 */
export function groupLineDrawings(lines: readonly DrawnLine[], texts: readonly TextLine[]): { drawings: LineDrawing[]; otherTexts: TextLine[] } {
  const groups: DrawnLine[][] = [];
  for (const line of lines) {
    const touching = groups.filter((group) => group.some((other) => boxesTouch(growBox(line.box, 8), other.box)));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push([line, ...touching.flat()]);
  }
  const labelled = new Set<TextLine>();
  const drawings: LineDrawing[] = [];
  for (const group of groups) {
    const labels = texts.filter((text) => group.some(({ box }) => boxesTouch(growBox(text.box, Math.round(1.5 * text.letterHeight)), box)));
    const crossed = group.some(({ direction }) => direction !== group[0].direction);
    const longest = Math.max(...group.map(({ box }) => Math.max(box.right - box.left, box.bottom - box.top)));
    if (!crossed && labels.length === 0 && longest < leastLoneLength) continue;
    for (const label of labels) labelled.add(label);
    drawings.push({ lines: group.map(({ box }) => box), labels: labels.map(({ box }) => box) });
  }
  return { drawings, otherTexts: texts.filter((text) => !labelled.has(text)) };
}
