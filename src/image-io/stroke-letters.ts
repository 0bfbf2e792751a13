import type { Point } from '../raster/draw-strokes.js';

/**
 * The few letters a legend needs, as strokes on a grid 4 wide, baseline at 0, small letters 4 high, tall ones 6.
 * Drawn like lines, so no font has to be installed and the picture is the same everywhere.
 * Each stroke is `x y` pairs from its start on; `|` begins a new stroke.
 */
const letters: Readonly<Record<string, string>> = {
  a: '4 3 3.2 4 1 4 0 3 0 1 1 0 3 0 4 1|4 4 4 0',
  c: '4 3.3 3 4 1 4 0 3 0 1 1 0 3 0 4 .7',
  d: '4 3 3 4 1 4 0 3 0 1 1 0 3 0 4 1|4 6 4 0',
  e: '0 2 4 2 4 3 3 4 1 4 0 3 0 1 1 0 3 0 3.8 .6',
  f: '3 6 2 6 1.3 5.2 1.3 0|0 4 3 4',
  i: '1 4 1 0|1 5.6 1 5.8',
  l: '1 6 1 0',
  m: '0 0 0 4|0 3.2 .8 4 1.5 4 2 3.2 2 0|2 3.2 2.7 4 3.4 4 4 3.2 4 0',
  n: '0 0 0 4|0 3 1 4 3 4 4 3 4 0',
  o: '1 0 0 1 0 3 1 4 3 4 4 3 4 1 3 0 1 0',
  r: '0 0 0 4|0 2.8 1 4 2.4 4',
  s: '3.8 3.4 3 4 1 4 .2 3.2 1 2.2 3 1.8 3.8 .9 3 0 1 0 .1 .6',
  t: '1.2 5.6 1.2 1 2 0 3 0|0 4 2.8 4',
  u: '0 4 0 1 1 0 3 0 4 1|4 4 4 0',
  v: '0 4 2 0 4 4',
  x: '0 4 4 0|0 0 4 4',
  0: '1 0 0 1 0 5 1 6 3 6 4 5 4 1 3 0 1 0',
  1: '.6 4.8 2 6 2 0',
  2: '0 5 1 6 3 6 4 5 4 4 0 0 4 0',
  3: '0 6 4 6 1.8 3.6 3 3.6 4 2.6 4 1 3 0 1 0 0 1',
  4: '3 0 3 6 0 2 4 2',
  5: '4 6 .4 6 .2 3.4 2.8 3.6 4 2.6 4 1 3 0 1 0 0 1',
  6: '3.6 6 1.4 5 0 2.6 0 1 1 0 3 0 4 1 4 2.4 3 3.4 1 3.4 .1 2.4',
  7: '0 6 4 6 1.4 0',
  8: '1 3.2 0 4 0 5 1 6 3 6 4 5 4 4 3 3.2 1 3.2 0 2.2 0 1 1 0 3 0 4 1 4 2.2 3 3.2',
  9: '.4 0 2.6 1 4 3.4 4 5 3 6 1 6 0 5 0 3.6 1 2.6 3 2.6 3.9 3.6',
};

const narrow: Readonly<Record<string, number>> = { i: 2, l: 2, f: 3.2, r: 2.8, t: 3, ' ': 3 };
const gap = 1.7;

/**
 * Lays out a line of text as strokes. Letters that are not in the table leave a space.
 *
 * @param left      Column where it begins.
 * @param baseline  Row of the baseline.
 * @param unit      Pixels a grid step; tall letters are six steps high.
 */
export function layText(text: string, left: number, baseline: number, unit: number): Point[][] {
  const strokes: Point[][] = [];
  let x = left;
  for (const letter of text) {
    for (const stroke of (letters[letter] ?? '').split('|')) {
      const numbers = stroke.split(' ').filter(Boolean).map(Number);
      const points: Point[] = [];
      for (let i = 0; i + 1 < numbers.length; i += 2) points.push({ row: baseline - numbers[i + 1] * unit, column: x + numbers[i] * unit });
      if (points.length > 0) strokes.push(points);
    }
    x += ((narrow[letter] ?? 4) + gap) * unit;
  }
  return strokes;
}

/** Width of a line of text, pixels. */
export function measureText(text: string, unit: number): number {
  let steps = 0;
  for (const letter of text) steps += (narrow[letter] ?? 4) + gap;
  return Math.max(0, steps - gap) * unit;
}
