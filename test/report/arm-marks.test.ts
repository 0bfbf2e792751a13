import { describe, expect, it } from 'vitest';
import { armDash, drawArmLegend, drawArmPoint } from '../../src/report/trial/arm-marks.js';
import { drawScoreBars } from '../../src/report/trial/draw-score-bars.js';
import { createNumberFormats } from '../../src/report/view/number-formats.js';

const greyOnly = (source: string): string => source.replace(/ class="[^"]*"| fill="#[^"]*"| stroke="#[^"]*"/g, '');

describe('the figures of a trial, printed in grey', () => {
  it('tell twenty arms apart by dash and point alone', () => {
    const looks = Array.from({ length: 20 }, (_, at) => armDash(at) + greyOnly(drawArmPoint(at, 0, 0).source));
    expect(new Set(looks).size).toBe(20);
  });

  it('tell a decrease from an increase of the same size by its hatching', () => {
    const bars = (score: string): string => drawScoreBars([{ visit: 'week 12', counts: [{ arm: 'drug', n: 4, counts: { '-3': 0, '-2': 0, '-1': 0, '0': 0, '1': 0, '2': 0, '3': 0, [score]: 4 } }] }], createNumberFormats('en')).source;
    expect(greyOnly(bars('-1'))).not.toBe(greyOnly(bars('1')));
  });

  it('write of a name that is longer than the figure what fits, whole letters only', () => {
    expect(drawArmLegend(['minoxidil 5 %', '安'.repeat(59) + '😀b'], 52, 36).source).toMatch(/>minoxidil 5 %<.*>安{59}…</s);
    expect(drawArmLegend([`${'a'.repeat(58)}😀bc`], 52, 36).source).toContain(`${'a'.repeat(58)}😀…<`);
  });
});
