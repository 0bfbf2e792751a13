import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { boxHeight, boxWidth, clipBox, growBox, uniteBoxes } from './geometry.js';
import type { Glyph } from './text-glyphs.js';

/** Letters in a row. */
export interface TextLine {
  /** The letters and, where there is one, the box behind them. */
  readonly box: PixelWindow;
  readonly glyphs: number;
  /** Height of the tallest letter. */
  readonly letterHeight: number;
  readonly boxed: boolean;
  /** In a colour that neither hair nor skin has. */
  readonly vivid: boolean;
}

const vividSpread = 90;

/**
 * Joins patches to lines of text: letters stand on one line to a fraction of a pixel, have one colour and one or two heights,
 * and follow one another closely. Three clipped hairs side by side may do the first and the last, four hardly ever all of it.
 *
 * @param glyphs  From `findGlyphs`.
 * @returns Lines of three letters or more; whether three are enough is for the caller to say.
 */
export function findTextLines(image: RasterImage, inner: PixelWindow, glyphs: readonly Glyph[]): TextLine[] {
  const sorted = [...glyphs].sort((a, b) => a.box.left - b.box.left);
  const used = new Uint8Array(sorted.length);
  const lines: TextLine[] = [];
  // Long lines first, so that a letter joins its word and not a chance neighbour.
  const candidates = sorted.map((_, index) => followLine(sorted, index)).filter((members) => members.length >= 3).sort((a, b) => b.length - a.length);
  for (const members of candidates) {
    if (members.some((index) => used[index])) continue;
    const letters = members.map((index) => sorted[index]);
    if (!looksWritten(letters)) continue;
    const text = letters.map(({ box }) => box).reduce(uniteBoxes);
    if (!standsFree(image, inner, text)) continue;
    for (const index of members) used[index] = 1;
    // A letter with a shadow stands out both ways and is found twice.
    if (lines.some(({ box }) => box.top <= text.top && box.bottom >= text.bottom && box.left <= text.left && box.right >= text.right)) continue;
    const letterHeight = Math.max(...letters.map(({ box }) => boxHeight(box)));
    const frame = findBoxAround(image, inner, text, letterHeight);
    const margin = Math.max(2, Math.round(letterHeight * 0.25));
    lines.push({ box: frame ? growBox(frame, 2) : clipBox(growBox(text, margin), inner), glyphs: letters.length, letterHeight, boxed: frame !== null, vivid: letters.every(({ colour }) => Math.max(...colour) - Math.min(...colour) >= vividSpread) });
  }
  return lines;
}

/** From one letter to the right, each time the nearest that stands on the same line in the same colour. */
function followLine(sorted: readonly Glyph[], start: number): number[] {
  const members = [start];
  let last = sorted[start];
  let right = last.box.right;
  let tallest = boxHeight(last.box);
  for (let index = start + 1; index < sorted.length; index++) {
    const next = sorted[index];
    const gap = next.box.left - right;
    if (gap > 1.1 * tallest + 2) break;
    if (gap < -2 || next.polarity !== last.polarity || !sameColour(last, next)) continue;
    if (sameLine(last, next, tallest)) last = next;
    else if (members.length < 2 || !hangsBelow(last, next, tallest)) continue;
    members.push(index);
    right = next.box.right;
    if (next === last) tallest = Math.max(tallest, boxHeight(next.box));
  }
  return members;
}

function sameLine(a: Glyph, b: Glyph, tallest: number): boolean {
  const ratio = boxHeight(b.box) / boxHeight(a.box);
  return Math.abs(a.box.bottom - b.box.bottom) <= Math.max(1, 0.06 * tallest) && ratio >= 0.5 && ratio <= 2;
}

/** A letter that reaches below the line, like µ or y: it begins within the line's height and ends a little below. */
function hangsBelow(line: Glyph, next: Glyph, tallest: number): boolean {
  const below = next.box.bottom - line.box.bottom;
  return below > 0 && below <= 0.45 * tallest && next.box.top >= line.box.bottom - 1.15 * tallest && next.box.top < line.box.bottom - 0.35 * tallest;
}

function sameColour(a: Glyph, b: Glyph): boolean {
  return a.colour.every((value, channel) => Math.abs(value - b.colour[channel]) <= 38);
}

/** The picture above or below a line of text is at most so busy, as a share of the text itself. */
const busiest = 0.5;

/** Whether there is calm above or below the text. Between many hairs gaps can look like letters, but then it is busy all around. */
function standsFree(image: RasterImage, inner: PixelWindow, text: PixelWindow): boolean {
  const height = boxHeight(text);
  const within = busyness(image, text);
  const gap = Math.max(2, Math.round(height * 0.35));
  const beside = [
    { ...text, top: text.top - gap - height, bottom: text.top - gap },
    { ...text, top: text.bottom + gap, bottom: text.bottom + gap + height },
  ].map((box) => clipBox(box, inner)).filter((box) => boxHeight(box) >= 3);
  return beside.length === 0 || beside.some((box) => busyness(image, box) <= busiest * within);
}

/** Mean step from column to column, all channels together. */
function busyness({ data, width }: RasterImage, { top, left, bottom, right }: PixelWindow): number {
  let steps = 0;
  for (let row = top; row < bottom; row++) {
    for (let at = (row * width + left + 1) * 3, end = (row * width + right) * 3; at < end; at++) steps += Math.abs(data[at] - data[at - 3]);
  }
  return steps / Math.max(1, (bottom - top) * (right - left - 1));
}

/**
 * Whether letters look written: those that stand on the line have the heights of tall and small letters, few of them exactly
 * two heights, strokes of one width, and not all are bars: a tuft of parallel hairs is all bars.
 */
function looksWritten(letters: readonly Glyph[]): boolean {
  const bottoms = letters.map(({ box }) => box.bottom).sort((a, b) => a - b);
  const line = bottoms[bottoms.length >> 1];
  const standing = letters.filter(({ box }) => Math.abs(box.bottom - line) <= Math.max(1, 0.06 * boxHeight(box)));
  if (standing.length < Math.max(3, letters.length * 0.6)) return false;
  const heights = standing.map(({ box }) => boxHeight(box));
  const tallest = Math.max(...heights);
  if (standing.length >= 5) {
    if (heights.filter((height) => height >= 0.6 * tallest).length < standing.length * 0.85) return false;
  } else {
    const near = (height: number, to: number): boolean => Math.abs(height - to) <= Math.max(1, 0.09 * to);
    const small = heights.filter((height) => height < 0.85 * tallest);
    const common = small.length === 0 ? 0 : Math.max(...small.map((height) => small.filter((other) => near(other, height)).length));
    if (heights.filter((height) => near(height, tallest)).length + common < standing.length * 0.75) return false;
  }
  const strokes = standing.map(({ strokeWidth }) => strokeWidth).sort((a, b) => a - b);
  const usual = strokes[strokes.length >> 1];
  if (strokes.filter((stroke) => stroke >= usual / 1.6 && stroke <= usual * 1.6).length < strokes.length * 0.8) return false;
  const shaped = letters.filter(({ box, area }) => boxWidth(box) >= 0.35 * boxHeight(box) && area < 0.85 * boxWidth(box) * boxHeight(box));
  return shaped.length >= Math.max(2, letters.length * 0.4);
}

/** The plain rectangle that text is often laid on: straight edges all along, close above, below, left and right of it. */
function findBoxAround(image: RasterImage, inner: PixelWindow, text: PixelWindow, letterHeight: number): PixelWindow | null {
  const reach = Math.round(1.2 * letterHeight) + 2;
  const top = edgeNear(image, inner, 'row', text.top - 1, -1, reach, text.left, text.right);
  const bottom = edgeNear(image, inner, 'row', text.bottom, 1, reach, text.left, text.right);
  const left = edgeNear(image, inner, 'column', text.left - 1, -1, reach, text.top, text.bottom);
  const right = edgeNear(image, inner, 'column', text.right, 1, reach, text.top, text.bottom);
  const found = [top, bottom, left, right].filter((edge) => edge !== null).length;
  if (found < 3 || top === null || bottom === null) return null;
  return { top: top + 1, bottom, left: left === null ? text.left - reach : left + 1, right: right ?? text.right + reach };
}

/** First line, going away from the text, beyond which nearly all pixels step in the same direction; null when there is none. */
function edgeNear(image: RasterImage, inner: PixelWindow, kind: 'row' | 'column', start: number, step: 1 | -1, reach: number, from: number, to: number): number | null {
  const { data, width } = image;
  const limit = kind === 'row' ? { low: inner.top + 1, high: inner.bottom - 2 } : { low: inner.left + 1, high: inner.right - 2 };
  for (let line = start; Math.abs(line - start) <= reach; line += step) {
    if (line < limit.low || line > limit.high) return line;
    for (let channel = 0; channel < 3; channel++) {
      let up = 0, down = 0, count = 0;
      for (let across = Math.max(0, from); across < to; across++) {
        const inside = kind === 'row' ? (line - step) * width + across : across * width + line - step;
        const outside = kind === 'row' ? (line + step) * width + across : across * width + line + step;
        const difference = data[outside * 3 + channel] - data[inside * 3 + channel];
        count++;
        if (difference >= 10) up++;
        else if (difference <= -10) down++;
      }
      if (Math.max(up, down) >= count * 0.85) return line;
    }
  }
  return null;
}
