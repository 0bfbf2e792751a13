import { describe, expect, it } from 'vitest';
import { armDash, drawArmLegend, drawArmPoint } from '../../src/report/trial/arm-marks.js';
import type { AreaResult } from '../../src/domain/trial-result.js';
import { drawMeanChange } from '../../src/report/trial/draw-mean-change.js';
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

  it('write the numbers of measured subjects in a colour that is read on paper, each row beside the point of its arm', () => {
    const arms = ['placebo', '1 mg', '2 mg', '4 mg'], change = { n: 6, mean: 1.5, interval95: [0, 3] };
    const { source } = drawMeanChange({ unit: 'per cm²', visits: [{ visit: 'week 12', medianDays: 84, arms: arms.map((arm) => ({ arm, change })) }] } as unknown as AreaResult, arms, createNumberFormats('en'));
    expect([...new Set([...source.matchAll(/<text[^>]* class="([^"]*)"/g)].map(([, name]) => name))]).toEqual(['fill-quiet']);
    const rows = [...source.matchAll(/translate\(14 ([\d.]+)\)" d="([^"]+)"[^>]*\/><text[^>]* y="([\d.]+)"[^>]*>6</g)];
    expect([rows.length, new Set(rows.map(([, , shape]) => shape)).size, rows.every(([, point, , text]) => Number(text) - Number(point) === 4)]).toEqual([4, 4, true]);
  });

  it('write of a name that is longer than the figure what fits, whole letters only', () => {
    expect(drawArmLegend(['minoxidil 5 %', '安'.repeat(59) + '😀b'], 52, 36).source).toMatch(/>minoxidil 5 %<.*>安{59}…</s);
    expect(drawArmLegend([`${'a'.repeat(58)}😀bc`], 52, 36).source).toContain(`${'a'.repeat(58)}😀…<`);
  });
});
