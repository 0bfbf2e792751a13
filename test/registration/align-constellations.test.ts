import { describe, expect, it } from 'vitest';
import { alignConstellations } from '../../src/registration/align-constellations.js';
import type { Alignment } from '../../src/registration/align-constellations.js';
import type { Constellation } from '../../src/registration/constellation.js';
import { createRandom } from '../../src/phantom/random.js';
import { checkStatements, hardPair, makePair, placeErrorUm, smallPair, truePercent } from '../support/constellation-pairs.js';
import type { PairConditions } from '../support/constellation-pairs.js';

function alignPairs(conditions: Omit<PairConditions, 'seed'>, count: number, firstSeed = 1) {
  return Array.from({ length: count }, (_, k) => {
    const pair = makePair({ ...conditions, seed: firstSeed + k });
    const errsNowhere = conditions.missRate === 0 && conditions.falseRate === 0 ? { detector: { missedSure: 0, missedPerDoubt: 0, openShare: 0, falseOdds: 0, sameExitOdds: 0, takenExitOdds: 0 } } : {};
    return { pair, alignment: alignConstellations(pair.baseline.constellation, pair.followUp.constellation, errsNowhere) };
  });
}

const isAligned = <T extends { alignment: { aligned: boolean } }>(result: T): result is T & { alignment: Alignment } => result.alignment.aligned;
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function frame(roots: { x: number; y: number }[], widthMm: number, heightMm: number): Constellation {
  return {
    roots: roots.map(({ x, y }, i) => ({ id: i + 1, x, y, directionRadians: null, diameterUm: null, confidence: 0.9, counted: true })),
    outline: [{ x: 0, y: 0 }, { x: widthMm, y: 0 }, { x: widthMm, y: heightMm }, { x: 0, y: heightMm }], holes: [],
  };
}

function mirror(constellation: Constellation): Constellation {
  const width = Math.max(...constellation.outline.map((corner) => corner.x));
  return {
    ...constellation,
    roots: constellation.roots.map((root) => ({ ...root, x: width - root.x, directionRadians: root.directionRadians === null ? null : Math.PI - root.directionRadians })),
  };
}

describe('one square centimetre of scalp, months later, turned, shifted, tilted, stretched and recombed', () => {
  const results = alignPairs(hardPair, 24);
  const aligned = results.filter(isAligned);

  it('is recognised by its hair roots', () => {
    expect(aligned.length).toBeGreaterThanOrEqual(23);
    for (const { alignment } of aligned) expect(alignment.confidence).toBeGreaterThan(0.99);
  });

  it('is laid onto the baseline to within the error of single roots', () => {
    const errors = aligned.map(({ pair, alignment }) => placeErrorUm(pair, alignment));
    expect(Math.max(...errors)).toBeLessThan(80);
    expect(mean(errors)).toBeLessThan(30);
    expect(mean(aligned.map(({ alignment }) => alignment.residualUm))).toBeLessThan(40);
  });

  it('has the turn and scale it was photographed with, and the skin in common', () => {
    for (const { pair, alignment } of aligned) {
      const [, visit] = pair.visits;
      const off = alignment.pose.rotationDegrees - (visit.rotation * 180) / Math.PI;
      expect(Math.abs(off - 360 * Math.round(off / 360))).toBeLessThan(5);
      // Tilt and stretching take part in the mean scale.
      expect(Math.abs(Math.log(alignment.pose.scale / visit.scale))).toBeLessThan(0.06);
      expect(alignment.overlapShare).toBeGreaterThan(0.3);
    }
  });
});

describe('the same, seen by a detector that errs nowhere', () => {
  const aligned = alignPairs({ ...hardPair, missRate: 0, falseRate: 0 }, 16, 100).filter(isAligned);

  it('tells kept, lost and gained hairs apart', () => {
    const statements = aligned.map(({ pair, alignment }) => checkStatements(pair, alignment));
    expect(mean(statements.map((count) => count.true / count.said))).toBeGreaterThan(0.95);
  });

  it('gives the true change to about half a percent', () => {
    const errors = aligned.map(({ pair, alignment: { kept, lost, gained } }) =>
      Math.abs(100 * ((kept.length + gained.length) / (kept.length + lost.length) - 1) - truePercent(pair)));
    expect(aligned).toHaveLength(16);
    expect(mean(errors)).toBeLessThan(1.2);
  });
});

describe('a field of a dozen hairs, taken twice in the same way, up to half its units gone', () => {
  const results = alignPairs(smallPair, 120);
  const aligned = results.filter(isAligned);

  it('is recognised in about nine of ten cases; the rest has three units or fewer in common', () => {
    expect(aligned.length / results.length).toBeGreaterThan(0.85);
    expect(mean(aligned.map(({ alignment }) => alignment.residualUm))).toBeLessThan(30);
  });

  it('is never laid onto a wrong place', () => {
    for (const { pair, alignment } of aligned) expect(placeErrorUm(pair, alignment)).toBeLessThan(150);
  });

  it('shows itself unchanged as every hair kept', () => {
    const { constellation } = results[0].pair.baseline;
    const alignment = alignConstellations(constellation, constellation);
    if (!alignment.aligned) throw new Error(alignment.reason.message);
    expect([alignment.lost, alignment.gained]).toEqual([[], []]);
    expect(alignment.kept.length).toBeGreaterThan(5);
    for (const hair of alignment.kept) expect(hair.followUp).toBe(hair.baseline);
    expect(alignment.pose.scale).toBeCloseTo(1, 10);
    expect(alignment.residualUm).toBeLessThan(1e-6);
  });
});

describe('different skin', () => {
  const small = { ...smallPair, densityPerCm2: [60, 300] as const, rotation: Math.PI, different: true };

  it('is never aligned: 500 pairs of small fields', () => {
    expect(alignPairs(small, 500, 1000).filter(isAligned)).toEqual([]);
  });

  it('is never aligned, not even where units stand nearly in a lattice: 300 pairs of small fields', () => {
    expect(alignPairs({ ...small, pattern: 'regular' }, 300, 3000).filter(isAligned)).toEqual([]);
  });

  it('is never aligned in fields of a square centimetre', () => {
    expect(alignPairs({ ...hardPair, different: true }, 12, 5000).filter(isAligned)).toEqual([]);
    expect(alignPairs({ ...hardPair, different: true, pattern: 'regular' }, 12, 6000).filter(isAligned)).toEqual([]);
  });

  it('is what the mirror image of a photograph shows', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { constellation } = makePair({ ...smallPair, seed }).baseline;
      expect(alignConstellations(constellation, mirror(constellation)).aligned).toBe(false);
    }
  });

  it('is not taken for the same because both are an exact lattice', () => {
    const random = createRandom(5);
    const lattice = (): Constellation => {
      const turn = random.uniform(0, Math.PI), roots: { x: number; y: number }[] = [];
      for (let i = -15; i < 15; i++) for (let j = -15; j < 15; j++) {
        const u = 0.9 * (i + (j % 2 === 0 ? 0 : 0.5)) + random.normal(0, 0.02), v = 0.78 * j + random.normal(0, 0.02);
        const x = 2.5 + u * Math.cos(turn) - v * Math.sin(turn), y = 2.5 + u * Math.sin(turn) + v * Math.cos(turn);
        if (x > 0 && y > 0 && x < 5 && y < 5) roots.push({ x, y });
      }
      return frame(roots, 5, 5);
    };
    for (let k = 0; k < 40; k++) expect(alignConstellations(lattice(), lattice()).aligned).toBe(false);
  });
});

describe('exchanging baseline and follow-up', () => {
  it('keeps the same pairs and exchanges lost with gained, bit for bit', () => {
    const pairs = [...alignPairs(hardPair, 6, 40), ...alignPairs(smallPair, 30, 40)];
    expect(pairs.filter(isAligned).length).toBeGreaterThan(30);
    for (const { pair, alignment } of pairs) {
      const back = alignConstellations(pair.followUp.constellation, pair.baseline.constellation);
      expect(back.aligned).toBe(alignment.aligned);
      expect(back.confidence).toBe(alignment.confidence);
      if (!alignment.aligned || !back.aligned) continue;
      const turned = back.kept.map((hair) => ({ baseline: hair.followUp, followUp: hair.baseline, probability: hair.probability }));
      expect(turned.sort((a, b) => a.baseline - b.baseline)).toEqual(alignment.kept);
      expect(back.lost).toEqual(alignment.gained);
      expect(back.gained).toEqual(alignment.lost);
      expect([back.overlapShare, back.residualUm, back.commonAreaMm2]).toEqual([alignment.overlapShare, alignment.residualUm, alignment.commonAreaMm2]);
      expect(back.toFollowUp({ x: 1.3, y: 2.1 })).toEqual(alignment.toBaseline({ x: 1.3, y: 2.1 }));
      expect(back.toBaseline({ x: 1.3, y: 2.1 })).toEqual(alignment.toFollowUp({ x: 1.3, y: 2.1 }));
    }
  });

  it('undoes the way there to a few micrometres', () => {
    for (const { alignment } of alignPairs(hardPair, 6, 40).filter(isAligned)) {
      const { kept } = alignment;
      expect(kept.length).toBeGreaterThan(10);
      const there = alignment.toFollowUp({ x: 5, y: 5 }), back = alignment.toBaseline(there);
      expect(1000 * Math.hypot(back.x - 5, back.y - 5)).toBeLessThan(60);
    }
  });

  it('does not depend on the order in which hairs are listed', () => {
    const { baseline, followUp } = makePair({ ...smallPair, seed: 3 });
    const shuffled = { ...followUp.constellation, roots: [...followUp.constellation.roots].reverse() };
    expect(JSON.stringify(alignConstellations(baseline.constellation, shuffled))).toBe(JSON.stringify(alignConstellations(baseline.constellation, followUp.constellation)));
  });
});

describe('a photograph that cannot be aligned', () => {
  const some = makePair({ ...smallPair, seed: 2 }).baseline.constellation;

  it('is refused with the reason when it has too few hairs', () => {
    expect(alignConstellations(some, frame([{ x: 1, y: 1 }, { x: 2, y: 1.5 }], 3.5, 2.8))).toMatchObject({ aligned: false, reason: { code: 'registration.tooFewHairs' } });
    expect(alignConstellations(frame([], 3.5, 2.8), frame([], 3.5, 2.8))).toMatchObject({ aligned: false });
  });

  it('is refused when all its hairs leave the skin in one unit', () => {
    const unit = frame([{ x: 1, y: 1 }, { x: 1.08, y: 1 }, { x: 1.16, y: 1.02 }, { x: 1.2, y: 1.1 }], 3.5, 2.8);
    expect(alignConstellations(unit, unit)).toMatchObject({ aligned: false, reason: { code: 'registration.notFound' } });
  });

  it('is refused when the constellation repeats itself and fits in several places', () => {
    const stamp = [[0.3, 0.4], [0.9, 0.5], [0.5, 1.1], [1.1, 1.3], [0.8, 0.9], [0.35, 1.6], [1.25, 0.3]];
    const twice = stamp.flatMap(([x, y]) => [{ x, y }, { x: x + 1.8, y }]);
    const once = stamp.map(([x, y]) => ({ x: x + 0.9, y }));
    expect(alignConstellations(frame(twice, 3.6, 2), frame(once, 3.6, 2))).toMatchObject({ aligned: false, reason: { code: 'registration.ambiguous' } });
  });

  it('is a mistake of the caller when a root has no place or the outline no area', () => {
    expect(() => alignConstellations(some, frame([{ x: NaN, y: 1 }], 3, 3))).toThrow(RangeError);
    expect(() => alignConstellations(some, frame([{ x: 1, y: 1 }], 3, 0))).toThrow(RangeError);
  });
});
