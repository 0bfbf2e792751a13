import { describe, expect, it } from 'vitest';
import { judgeWidths } from '../../src/measurement/judge-widths.js';
import type { ShaftWidths } from '../../src/measurement/shaft-widths.js';

/** Shafts, in pixels, of a photograph on which one pixel truly shows 2.76 µm. */
const shafts = (medianUm: number, count: number): number[] => Array.from({ length: count }, (_, k) => ((0.8 + (0.4 * k) / (count - 1)) * medianUm) / 2.76);
const look = (medianUm: number, { confidence = 0.97, count = 9 } = {}): ShaftWidths => ({ confidence, taken: shafts(medianUm, count), sure: shafts(medianUm, count) });
/** What the network makes of hair that is far too wide for it: thin pieces of its borders, none of them sure. */
const ragged = look(45, { confidence: 0.6 });

describe('the widths of the shafts of a photograph', () => {
  it('say nothing against a true scale, be the hair vellus or as thick as hair can be', () => {
    for (const medianUm of [25, 50, 75, 100]) expect(judgeWidths(look(medianUm), look(medianUm), 2.76)).toBeNull();
  });

  it('rule out a scale at which hair of usual width would be twice as thick as hair, and say which scales would not', () => {
    const doubt = judgeWidths(ragged, look(75), 2 * 2.76)!;
    expect(doubt.isImpossible).toBe(true);
    const [, width] = /more than ([\d.]+) µm wide/.exec(doubt.message)!, [, least, most] = /it would have ([\d.]+) to ([\d.]+) µm per pixel, not 5.52\./.exec(doubt.message)!;
    expect(Number(width)).toBeGreaterThan(130);
    expect(Number(width)).toBeLessThan(150);
    expect(Number(least)).toBeLessThan(2.76);
    expect(Number(most)).toBeGreaterThan(2.76);
  });

  it('rule it out, too, where the network follows thick hair for all that, and where there are too many shafts to be hairs that touch each other', () => {
    expect(judgeWidths(look(75), look(75), 2 * 2.76)?.isImpossible).toBe(true);
    expect(judgeWidths(look(40), look(75, { count: 20 }), 2 * 2.76)?.isImpossible).toBe(true);
  });

  it('make a scale that is half as coarse again doubtful, as long as thick hair could have them', () => {
    expect(judgeWidths(look(70, { confidence: 0.82 }), look(76), 1.5 * 2.76)).toMatchObject({ isImpossible: false, message: expect.stringContaining('check the scale') });
  });

  it('are not believed where few hairs that touch each other look like thick ones, and the given scale shows them apart', () => {
    expect(judgeWidths(look(95), look(140, { count: 5 }), 2.76)).toBeNull();
    expect([3, 5].map((count) => judgeWidths(look(130, { count }), look(152, { count: 6 }), 2.76)?.isImpossible ?? null)).toEqual([null, true]);
    expect(judgeWidths(ragged, look(75, { count: 4 }), 2 * 2.76)).toBeNull();
    expect(judgeWidths(ragged, { confidence: 0, taken: [], sure: [] }, 2 * 2.76)).toBeNull();
  });

  it('cannot tell thin hair at a scale that is twice too coarse from thick hair', () => {
    expect(judgeWidths(look(45), look(45), 2 * 2.76)).toBeNull();
  });
});
