import { describe, expect, it } from 'vitest';
import { pageColours, type PageColour } from '../../src/report/charts/palette.js';
import { scorePaints } from '../../src/report/trial/draw-score-bars.js';

/** Relative luminance of an sRGB colour, WCAG 2.2. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

/** A colour that lets so much of the ground through. */
function laid(colour: string, ground: string, opacity: number): string {
  const [over, under] = [colour, ground].map((one) => [1, 3, 5].map((at) => Number.parseInt(one.slice(at, at + 2), 16)));
  return `#${over!.map((value, at) => Math.round(value * opacity + under![at]! * (1 - opacity)).toString(16).padStart(2, '0')).join('')}`;
}

describe('the colours in which hair is reported', () => {
  for (const theme of ['light', 'dark'] as const) {
    const of = (name: PageColour): string => pageColours[name][theme];

    it(`let every text be read on every ground it stands on (${theme})`, () => {
      for (const text of ['ink', 'quiet', 'after'] as const) {
        for (const ground of ['paper', 'tint', 'moreTint', 'lessTint'] as const) expect(contrast(of(text), of(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    });

    it(`let the number of subjects be read in the bar of every score (${theme})`, () => {
      for (const [score, { fill, opacity, text }] of Object.entries(scorePaints)) expect(contrast(of(text), laid(of(fill), of('paper'), opacity)), score).toBeGreaterThanOrEqual(4.5);
    });

    it(`let bars, lines and marks be seen (${theme})`, () => {
      for (const line of ['before', 'after', 'more', 'less', 'same'] as const) expect(contrast(of(line), of('paper')), line).toBeGreaterThanOrEqual(3);
    });
  }
});
