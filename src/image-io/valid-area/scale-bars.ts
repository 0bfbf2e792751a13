import type { PixelWindow } from '../../raster/pixel-window.js';
import { boxesTouch, boxHeight, boxWidth, growBox } from './geometry.js';
import { leastLoneLength, type DrawnLine } from './drawn-lines.js';

/** A scale bar or another drawing of straight lines, with its labels. */
export interface LineDrawing {
  readonly lines: readonly PixelWindow[];
  readonly ticks: readonly PixelWindow[];
  /** Stretches between the end of a line and the label that it points at, where the line fades over hair. */
  readonly bridges: readonly PixelWindow[];
  readonly labels: readonly PixelWindow[];
}

/** Share of a lone line that must have been traced as exactly straight. */
const leastTraced = 0.7;

/** Text or a box that may belong to a drawing. */
export interface Label {
  readonly box: PixelWindow;
  readonly letterHeight: number;
}

/**
 * Groups straight lines that touch, with the text and boxes beside them. Lines count when they are vivid or have a label,
 * and otherwise when they are long or crossed, straight nearly all along, and end abruptly: part of a hair can be as straight
 * as a line, but then the rest of the hair goes on from it.
 *
 * @returns The drawings, and the labels that belong to none of them.
 */
export function groupLineDrawings<L extends Label>(lines: readonly DrawnLine[], labels: readonly L[]): { drawings: LineDrawing[]; otherLabels: L[] } {
  const groups: DrawnLine[][] = [];
  for (const line of lines) {
    const touching = groups.filter((group) => group.some((other) => boxesTouch(growBox(line.box, 8), other.box)));
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push([line, ...touching.flat()]);
  }
  const taken = new Set<L>();
  const drawings: LineDrawing[] = [];
  for (const group of groups) {
    const own = labels.filter((label) => group.some((line) => isBeside(label, line) || bridgeTo(label.box, line) !== null));
    const crossed = group.some(({ direction }) => direction !== group[0].direction);
    const longest = Math.max(...group.map(({ box }) => Math.max(boxWidth(box), boxHeight(box))));
    const vivid = group.some((line) => line.vivid);
    if (!vivid && own.length === 0 && !(looksDrawn(group) && (crossed || longest >= leastLoneLength))) continue;
    for (const label of own) taken.add(label);
    drawings.push({ lines: group.map(({ box }) => box), ticks: group.flatMap(({ ticks }) => ticks), labels: own.map(({ box }) => box), bridges: group.flatMap((line) => own.flatMap(({ box }) => bridgeTo(box, line) ?? [])) });
  }
  return { drawings, otherLabels: labels.filter((label) => !taken.has(label)) };
}

/** Whether lines of a plain colour without a label are drawn and not shafts that happen to be straight and upright. */
function looksDrawn(group: readonly DrawnLine[]): boolean {
  return group.every(({ tracedShare, ends }) => tracedShare >= leastTraced && ends.fading === 0) && group.some(({ ends }) => ends.abrupt > 0);
}

function isBeside({ box, letterHeight }: Label, line: DrawnLine): boolean {
  return boxesTouch(growBox(box, Math.round(1.5 * letterHeight)), line.box);
}

/** The stretch from a level line's end to a label at its height, when that is less than four tenths of the line. */
function bridgeTo(label: PixelWindow, { direction, box }: DrawnLine): PixelWindow | null {
  if (direction !== 'row' || label.top > box.top || label.bottom < box.bottom) return null;
  const reach = 0.4 * boxWidth(box);
  if (label.left > box.right && label.left - box.right <= reach) return { ...box, left: box.right, right: label.left };
  if (label.right < box.left && box.left - label.right <= reach) return { ...box, left: label.right, right: box.left };
  return null;
}

/**
 * Whether a lone drawing is the bar that telephones draw over the middle of a screen's lower edge.
 *
 *     │                  │
 *     │     ━━━━━━━      │
 *     └──────────────────┘
 */
export function isHomeIndicator({ lines, labels }: LineDrawing, inner: PixelWindow): boolean {
  if (lines.length !== 1 || labels.some((label) => boxHeight(label) > 2 * boxHeight(lines[0]) + 8)) return false;
  const [bar] = lines;
  const share = boxWidth(bar) / boxWidth(inner);
  const offCentre = Math.abs((bar.left + bar.right) / 2 - (inner.left + inner.right) / 2);
  return share > 0.15 && share < 0.6 && offCentre < 0.05 * boxWidth(inner) && inner.bottom - bar.bottom < 0.06 * boxHeight(inner);
}
