import { describe, expect, it } from 'vitest';
import { alignConstellations } from '../../src/registration/align-constellations.js';
import type { Alignment } from '../../src/registration/align-constellations.js';
import type { Constellation, HairRoot } from '../../src/registration/constellation.js';
import { measureShaftGap, measureShown } from '../../src/registration/shaft-gap.js';

const side = 5;
const outline = [{ x: 0, y: 0 }, { x: side, y: 0 }, { x: side, y: side }, { x: 0, y: side }];
/** Twelve hairs that lie nowhere alike, leaning down to the right. */
const places = [[0.7, 0.6], [1.9, 0.9], [3.4, 0.5], [4.3, 1.2], [0.9, 1.9], [2.6, 1.7], [3.9, 2.5], [1.4, 2.9], [2.9, 3.1], [0.6, 3.8], [2.1, 4.2], [4.1, 3.9]] as const;
const hair = (id: number, x: number, y: number, given: Partial<HairRoot> = {}): HairRoot =>
  ({ id, x, y, directionRadians: 0.6, lengthMm: 0.5, diameterUm: 70, confidence: 0.97, counted: true, ...given });
const all = places.map(([x, y], i) => hair(i + 1, x, y));
const field = (roots: readonly HairRoot[], traces: readonly HairRoot[] = []): Constellation => ({ roots, traces, outline, holes: [] });
const align = (baseline: Constellation, followUp: Constellation): Alignment => {
  const alignment = alignConstellations(baseline, followUp);
  if (!alignment.aligned) throw new Error(alignment.reason.code);
  return alignment;
};
const isKept = ({ kept }: Alignment, id: number): boolean => kept.some(({ baseline }) => baseline === id);
const change = (id: number, given: Partial<HairRoot>): HairRoot[] => all.map((one) => (one.id === id ? { ...one, ...given } : one));

describe('a hair that both photographs show', () => {
  it('is kept where the edge of one of them cuts it too short to count', () => {
    expect(isKept(align(field(all), field(change(6, { counted: false }))), 6)).toBe(true);
    expect(isKept(align(field(change(6, { counted: false })), field(all)), 6)).toBe(true);
  });

  it('is kept where its exit was taken for its tip in one of them, and not where another hair points back at it', () => {
    const { x, y } = all[5]!, [dx, dy] = [0.5 * Math.cos(0.6), 0.5 * Math.sin(0.6)];
    expect(isKept(align(field(all), field(change(6, { x: x + dx, y: y + dy, directionRadians: 0.6 + Math.PI }))), 6)).toBe(true);
    expect(isKept(align(field(all), field(change(6, { x: x + dx, y: y + dy, directionRadians: 0.6 }))), 6)).toBe(false);
  });
});

describe('hairs that stand close', () => {
  const beside = (given: Partial<HairRoot>): HairRoot => hair(31, 2.6, 1.7, given), { x } = all[5]!;

  it('find each the one that leans alike, though another lies a little nearer', () => {
    const neighbour = { directionRadians: -0.5, counted: true };
    const before = [...all, beside({ x: x + 0.08, ...neighbour })], after = [...change(6, { x: x + 0.05 }), beside({ x: x + 0.03, ...neighbour })];
    const { kept } = align(field(before), field(after));
    expect(kept).toEqual(expect.arrayContaining([expect.objectContaining({ baseline: 6, followUp: 6 }), expect.objectContaining({ baseline: 31, followUp: 31 })]));
  });

  it('leave the doubtful one alone, not the sure one, where only one has a partner', () => {
    const { kept, unclear } = align(field([...change(6, { x: x + 0.03 }), beside({ confidence: 0.3 })]), field(all));
    expect(kept.some(({ baseline, followUp }) => baseline === 6 && followUp === 6)).toBe(true);
    expect(unclear.baseline.map(({ id }) => id)).toEqual([31]);
  });
});

describe('a hair that the other photograph shows only the wrong way round', () => {
  it('is kept where the frame cuts the shaft that lies there', () => {
    const { x, y } = all[5]!, turned = hair(6, x + 0.5 * Math.cos(0.6), y + 0.5 * Math.sin(0.6), { directionRadians: 0.6 + Math.PI, counted: false });
    const others = all.filter(({ id }) => id !== 6);
    expect(isKept(align(field(all), field(others, [turned])), 6)).toBe(true);
    expect(isKept(align(field(all), field([...others, turned])), 6)).toBe(true);
    expect(isKept(align(field(all), field(others, [{ ...turned, directionRadians: 0.6 }])), 6)).toBe(false);
  });
});

describe('photographs with too few hairs to tell the place', () => {
  const few = all.slice(4, 8), further = [all[0]!, all[2]!, all[8]!, all[10]!].map((one) => ({ ...one, counted: false, confidence: 0.25 }));
  const lonely = [hair(21, 4.4, 0.6), hair(22, 3.3, 4.4), hair(23, 0.5, 4.6), hair(24, 4.5, 3.2)];

  it('are recognised with the help of the faint traces that both show', () => {
    expect(alignConstellations(field([...few, ...lonely]), field(few.slice(0, 3))).aligned).toBe(false);
    const aligned = align(field([...few, ...lonely], further), field(few.slice(0, 3), further));
    expect(aligned.kept.map(({ baseline }) => baseline)).toEqual([5, 6, 7]);
    expect(aligned.lost.length + aligned.unclear.baseline.length).toBe(5);
  });
});

describe('the gap between shafts', () => {
  it('is that of the lines, not of the exits, and small only where they run side by side', () => {
    const along = hair(1, 1, 1, { directionRadians: 0, lengthMm: 1 }), gapTo = (...others: HairRoot[]): number => measureShaftGap(along, along, 0, others);
    expect(gapTo(hair(2, 0.5, 1.1, { directionRadians: 0, lengthMm: 2 }))).toBeCloseTo(0.1, 12);
    expect(gapTo(hair(2, 0.5, 1, { directionRadians: 0, lengthMm: 2 }))).toBeCloseTo(0, 12);
    const crossing = hair(2, 1.5, 0.5, { directionRadians: Math.PI / 2, lengthMm: 1 });
    expect(gapTo(crossing)).toBeGreaterThan(0.1);
    expect(gapTo(crossing)).toBeLessThan(gapTo());
    expect(measureShaftGap(along, along, Math.PI / 2, [crossing])).toBeGreaterThan(gapTo(crossing));
    expect(gapTo()).toBeCloseTo(0.15, 12);
  });

  it('leaves of a hair at the edge what the field shows of its shaft', () => {
    const field = { depth: (x: number) => 1.2 - x }, pointing = (radians: number): HairRoot => hair(1, 1, 1, { directionRadians: radians, lengthMm: 1 });
    expect(measureShown(pointing(0), pointing(0), 0, field)).toBeCloseTo(0.2, 1);
    expect(measureShown(pointing(0), pointing(0), Math.PI, field)).toBe(Infinity);
  });
});
