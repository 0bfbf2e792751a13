import { describe, expect, it } from 'vitest';
import { alignConstellations } from '../../src/registration/align-constellations.js';
import { describeDoubt } from '../../src/registration/common-area.js';
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
