import { describe, expect, it } from 'vitest';
import { alignConstellations } from '../../src/registration/align-constellations.js';
import { describeCommonSkin, describeDoubt } from '../../src/registration/common-area.js';
import { describeField } from '../../src/registration/field-of-view.js';
import type { Statement } from '../../src/registration/common-area.js';
import { makeScalp, photographScalp, plainVisit } from '../support/constellations.js';
import { checkStatements, hardPair, makePair } from '../support/constellation-pairs.js';

function said(says: Statement['says'], count: number): Statement[] {
  return Array.from({ length: count }, (_, k) => ({ says, firstX: 0.1 * k, firstY: 0, secondX: 0.1 * k, secondY: 0 }));
}

const errsNowhere = { missedSure: 0, missedPerDoubt: 0, openShare: 0, falseOdds: 0, sameExitOdds: 0, takenExitOdds: 0 };
const here = { firstX: 0.3, firstY: 0, secondX: 0.3, secondY: 0 };

describe('the skin that two photographs have in common', () => {
  it('is in doubt where hairs went, others came and hardly one stayed', () => {
    expect(describeDoubt([...said('onlyFirst', 5), ...said('onlySecond', 4), ...said('both', 2)])(here)).toBe(true);
    expect(describeDoubt([...said('onlyFirst', 5), ...said('onlySecond', 4), ...said('both', 9)])(here)).toBe(false);
  });

  it('is in no doubt where hairs only went, or only came', () => {
    expect(describeDoubt(said('onlyFirst', 9))(here)).toBe(false);
    expect(describeDoubt(said('onlySecond', 9))(here)).toBe(false);
  });

  it('includes a patch that went bald, with all its hairs lost', () => {
    const visit = { ...plainVisit, missRate: 0, falseRate: 0 };
    const before = makeScalp({ seed: 4, densityPerCm2: 180, halfSideMm: 6 });
    const after = before.filter((hair) => Math.hypot(hair.x, hair.y) > 1.5);
    const alignment = alignConstellations(photographScalp(before, visit).constellation, photographScalp(after, { ...visit, seed: 2, rotation: 0.5 }).constellation, { detector: errsNowhere });
    if (!alignment.aligned) throw new Error(alignment.reason.message);
    expect(alignment.lost.length).toBe(before.length - after.length);
    expect(alignment.gained).toHaveLength(0);
  });

  it('leaves out what cannot be followed of badly stretched skin, so that what is said of the rest is true', () => {
    let saidCount = 0, trueCount = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const pair = makePair({ ...hardPair, seed, stretchMm: 0.35, missRate: 0, falseRate: 0, densityPerCm2: [120, 200] });
      const alignment = alignConstellations(pair.baseline.constellation, pair.followUp.constellation, { detector: errsNowhere });
      if (!alignment.aligned) continue;
      const statements = checkStatements(pair, alignment);
      saidCount += statements.said;
      trueCount += statements.true;
    }
    expect(saidCount).toBeGreaterThan(400);
    expect(trueCount / saidCount).toBeGreaterThan(0.85);
  });
});

describe('a hair at the border of one photograph', () => {
  const square = { outline: [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }, { x: 0, y: 10 }], holes: [] };
  const known = { apply: (x: number, y: number) => ({ x, y }), predict: (x: number, y: number) => ({ x, y, variance: 0.02 ** 2 }), real: 1, imaginary: 0, anchor: { x: 0, y: 0 }, landing: { x: 0, y: 0 }, logLikelihood: 0, logVolume: 0 };
  const common = describeCommonSkin(describeField(square), describeField(square), known, 0.02);
  const at = (firstX: number, secondX: number) => ({ firstX, firstY: 5, secondX, secondY: 5 });

  it('counts as kept as soon as both show it, and, shown by the other one alone, for as much as it is likely to lie inside', () => {
    expect(common.contains(at(0.01, 0.01))).toBe(true);
    expect(common.contains(at(0.01, -0.01))).toBe(false);
    expect(common.chanceOfFirst(at(0.05, 0))).toBeCloseTo(0.5, 9);
    expect(common.chanceOfFirst(at(0.05, 0.03))).toBeCloseTo(0.8556, 3);
    expect(common.chanceOfFirst(at(0.05, 0.5))).toBeCloseTo(1, 9);
    expect(common.chanceOfFirst(at(0.05, -0.5))).toBe(0);
    expect(common.chanceOfSecond(at(0, 0.05))).toBeCloseTo(0.5, 9);
  });

  it('neither comes nor goes, on average, where nothing changed and places are seen with an error', () => {
    let kept = 0, came = 0, went = 0, truly = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const visit = { ...plainVisit, seed, missRate: 0, falseRate: 0, rootErrorMm: 0.03, widthMm: 4, heightMm: 4 }, scalp = makeScalp({ seed, densityPerCm2: 200, halfSideMm: 6 });
      const [one, other] = [photographScalp(scalp, visit), photographScalp(scalp, { ...visit, seed: seed + 100, centre: { x: 0.7, y: 0.4 } })];
      const alignment = alignConstellations(one.constellation, other.constellation);
      if (!alignment.aligned) continue;
      const inside = ({ x, y }: { x: number; y: number }): boolean => Math.min(x, y, 4 - x, 4 - y) >= 0;
      truly += scalp.filter((hair) => inside(one.toPhoto(hair)) && inside(other.toPhoto(hair))).length;
      kept += alignment.kept.length;
      const sum = (list: readonly { probability: number }[]): number => list.reduce((total, { probability }) => total + probability, 0);
      went += sum([...alignment.lost, ...alignment.unclear.baseline]);
      came += sum([...alignment.gained, ...alignment.unclear.followUp]);
    }
    // With a guard of 1.5 errors of place 0.933 of them.
    expect(kept / truly).toBeGreaterThan(0.975);
    expect(kept / truly).toBeLessThan(1.01);
    expect((came + went) / kept).toBeLessThan(0.01);
  });
});
