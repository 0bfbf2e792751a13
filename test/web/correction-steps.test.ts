import { describe, expect, it } from 'vitest';
import { noCorrection } from '../../src/domain/correction.js';
import type { Hair, Position } from '../../src/domain/hair.js';
import { drawHair, type EditableHair, joinHairs, listHairs, splitHair, takeOut, turnHair } from '../../web/src/edit/correction-steps.js';
import { cutPath, joinPaths, lengthOf, nextInDirection, shareNearest } from '../../web/src/edit/hair-paths.js';

const at = (row: number, column: number): Position => ({ row, column });
const hair = (id: number, path: Position[], more: Partial<Hair> = {}): Hair => ({
  id, root: path[0]!, tip: path.at(-1)!, path, rootVisible: true, lengthMm: 1, diameterUm: 70, diameterIntervalUm: null, kind: 'terminal', unit: 1, confidence: 0.9, counted: true, notCountedBecause: null, ...more,
});
const found = [hair(1, [at(0, 0), at(0, 10)]), hair(2, [at(0, 12), at(0, 30)]), hair(3, [at(40, 5), at(60, 5)])];
const list = (correction = noCorrection): EditableHair[] => listHairs(found, correction, false);

describe('steps of a correction', () => {
  it('take a hair out by its ends, and a drawn one by no longer drawing it', () => {
    const without = takeOut(noCorrection, list()[0]!);
    expect(list(without).map(({ id }) => id)).toEqual([2, 3]);
    const drawn = drawHair(without, [at(5, 5), at(9, 9)]);
    expect(list(drawn)).toHaveLength(3);
    expect(takeOut(drawn, list(drawn)[2]!)).toEqual(without);
  });

  it('join two hairs where they meet, drawn or found, into one from exit to tip', () => {
    const [first, second] = list(), joined = joinHairs(noCorrection, first!, second!);
    expect(joined.drawn).toEqual([{ path: [at(0, 0), at(0, 10), at(0, 12), at(0, 30)] }]);
    expect(joined.removed).toHaveLength(2);
    const halves = splitHair(noCorrection, list()[0]!, 0.5), [, , one, other] = list(halves);
    expect(joinHairs(halves, one!, other!).drawn).toHaveLength(1);
    expect(joinHairs(halves, other!, one!).drawn).toHaveLength(1);
  });

  it('split a hair at its share, and turn it round', () => {
    const [first, second] = splitHair(noCorrection, list()[2]!, 0.25).drawn;
    expect([first!.path.at(-1), second!.path[0]]).toEqual([at(45, 5), at(45, 5)]);
    expect(turnHair(noCorrection, list()[2]!).drawn).toEqual([{ path: [at(60, 5), at(40, 5)] }]);
  });

  it('leave the former correction as it was, for undoing', () => {
    splitHair(noCorrection, list()[0]!, 0.5);
    expect(noCorrection).toEqual({ removed: [], drawn: [], area: null });
  });
});

describe('lines of hairs', () => {
  it('keep their length when they are cut and joined again, whichever ends meet', () => {
    const path = [at(0, 0), at(0, 6), at(8, 6)], [first, second] = cutPath(path, 0.3);
    expect(lengthOf(first) + lengthOf(second)).toBeCloseTo(14);
    for (const [one, other] of [[first, second], [second, first], [first, [...second].reverse()], [[...first].reverse(), second]] as const) expect(lengthOf(joinPaths(one, other))).toBeCloseTo(14);
    expect(shareNearest(path, at(1, 6.4))).toBeCloseTo(0.5);
  });

  it('are gone through by arrow keys: straight ahead before the side, nowhere behind', () => {
    const things = [{ root: at(0, 20) }, { root: at(9, 10) }, { root: at(0, -5) }];
    expect(nextInDirection(things, at(0, 0), 'ArrowRight')).toBe(things[0]);
    expect(nextInDirection(things, at(0, 0), 'ArrowLeft')).toBe(things[2]);
    expect(nextInDirection(things, at(0, 0), 'ArrowUp')).toBeNull();
  });
});
