import { describe, expect, it } from 'vitest';
import type { TimepointResult } from '../../src/domain/result.js';
import { createRandom } from '../../src/phantom/random.js';
import { alignConstellations } from '../../src/registration/align-constellations.js';
import type { Constellation } from '../../src/registration/constellation.js';
import { constellationOfTimepoint } from '../../src/registration/constellation-of-timepoint.js';
import { recogniseOtherwise } from '../../src/registration/recognise-otherwise.js';
import { registerTimepoints } from '../../src/registration/register-timepoints.js';
import { compareTimepoints } from '../../src/scoring/compare-timepoints.js';
import { hardPair, makePair, type PairConditions } from '../support/constellation-pairs.js';
import { measured } from '../support/measured-sighting.js';

const umPerPixel = 5, pxPerMm = 1000 / umPerPixel, side = 10 * pxPerMm;

/** The photograph with a circle drawn in it: only the hairs inside count, the others are still seen. */
function drawCircle(result: TimepointResult, { x, y, radius }: { x: number; y: number; radius: number }): TimepointResult {
  const isInside = ({ row, column }: { row: number; column: number }): boolean => Math.hypot(column - x * pxPerMm, row - y * pxPerMm) <= radius * pxPerMm;
  const outline = Array.from({ length: 64 }, (_, k) => ({ row: (y + radius * Math.sin((k * Math.PI) / 32)) * pxPerMm, column: (x + radius * Math.cos((k * Math.PI) / 32)) * pxPerMm }));
  return {
    ...result, photo: { ...result.photo, width: side, height: side },
    targetArea: { ...result.targetArea, shape: 'circle', areaCm2: (Math.PI * radius * radius) / 100, countingAreaCm2: (Math.PI * radius * radius) / 100, outline },
    hairs: result.hairs.map((hair) => (isInside(hair.root) ? hair : { ...hair, counted: false, unit: null, notCountedBecause: 'outsideTargetArea' })),
  };
}

const visits: Omit<PairConditions, 'seed'> = { ...hardPair, densityPerCm2: [80, 160], change: [-0.3, 0.4], shift: 0.08, rotation: 0.2 };
const photograph = (pair: ReturnType<typeof makePair>): [TimepointResult, TimepointResult] => {
  const named = (result: TimepointResult, name: string): TimepointResult => ({ ...result, photo: { ...result.photo, name, sha256: name.padEnd(64, '0') } });
  return [named(measured(pair.baseline, umPerPixel), 'a'), named(measured(pair.followUp, umPerPixel), 'b')];
};

const place = { x: 0, y: 0 };

describe('photographs of one scalp with an area drawn on both', () => {
  it.each([4, 3, 2, 1.2])('are compared hair by hair, however small the area is that was drawn (radius %s mm)', (radius) => {
    for (let seed = 1; seed <= 3; seed++) {
      const made = makePair({ ...visits, seed }), [before, after] = photograph(made);
      // Drawn around the same place of the skin, as whoever looks at both photographs does.
      const drawn = [drawCircle(before, { ...made.baseline.toPhoto(place), radius }), drawCircle(after, { ...made.followUp.toPhoto(place), radius })] as const;
      const { registration, reason, toFollowUp } = registerTimepoints(...drawn);
      expect(reason).toBeNull();
      expect(registration.overlapShare).toBeGreaterThan(0.75);
      const [from, to] = [made.baseline, made.followUp].map((sighting) => sighting.toPhoto(place)), carried = toFollowUp!({ row: from!.y * pxPerMm, column: from!.x * pxPerMm });
      expect(Math.hypot(carried.row / pxPerMm - to!.y, carried.column / pxPerMm - to!.x)).toBeLessThan(0.05);
    }
  });

  it('change and score exactly the opposite way when they are exchanged', () => {
    for (const [one, other] of [[3, 3], [2.5, 3.5], [1.2, 1.2]]) {
      const [before, after] = photograph(makePair({ ...visits, seed: 4 }));
      const a = drawCircle(before, { x: 5, y: 5, radius: one! }), b = drawCircle(after, { x: 5, y: 5, radius: other! });
      const there = registerTimepoints(a, b), back = registerTimepoints(b, a);
      expect(there.hairs!.kept.length).toBeGreaterThan(2);
      expect(back.hairs!.kept.map(({ baseline, followUp }) => [followUp, baseline]).sort()).toEqual(there.hairs!.kept.map(({ baseline, followUp }) => [baseline, followUp]).sort());
      expect([back.hairs!.lost, back.hairs!.gained]).toEqual([there.hairs!.gained, there.hairs!.lost]);
      expect(back.commonAreaCm2).toBe(there.commonAreaCm2);
      const forth = compareTimepoints(a, b), reverse = compareTimepoints(b, a);
      expect(forth.change).not.toBeNull();
      expect(reverse.change!.logRatio).toBe(0 - forth.change!.logRatio!);
      expect(reverse.globalAssessment!.supported).toBe(0 - forth.globalAssessment!.supported);
    }
  });

  it('are compared where the hairs of the area alone would not tell the place, by those around it', () => {
    const made = makePair({ ...visits, seed: 6 }), [before, after] = photograph(made), radius = 0.9;
    const areas = [drawCircle(before, { ...made.baseline.toPhoto(place), radius }), drawCircle(after, { ...made.followUp.toPhoto(place), radius })] as const;
    const insideOnly = areas.map((result) => ({ ...result, hairs: result.hairs.filter(({ counted }) => counted) })) as unknown as [TimepointResult, TimepointResult];
    expect(registerTimepoints(...insideOnly).hairs).toBeNull();
    expect(registerTimepoints(...areas).hairs!.kept.length).toBeGreaterThan(1);
  });
});

describe('hairs that went between two visits', () => {
  it('are lost as surely where their shafts reach out of the area that somebody drew: the photograph goes on there', () => {
    const [before, after] = photograph(makePair({ ...visits, densityPerCm2: [200, 200], change: [-0.35, -0.35], turnover: 0, logScale: 0, tilt: 0, stretchMm: 0, missRate: 0, falseRate: 0, seed: 3 })).map((result) => ({ ...result, photo: { ...result.photo, width: side, height: side } })) as [TimepointResult, TimepointResult];
    const whole = registerTimepoints(before, after), radius = 3, exitToBorderMm = 0.06;
    const surelyLost = whole.hairs!.lost.filter(({ probability }) => probability > 0.9).map(({ id }) => before.hairs.find((hair) => hair.id === id)!)
      .filter(({ root }) => Math.hypot(root.row - side / 2, root.column - side / 2) < 0.25 * side);
    expect(surelyLost.length).toBeGreaterThan(3);
    const chances = surelyLost.map(({ id, root, tip }) => {
      // The border of the circle crosses its shaft.
      const length = Math.hypot(tip.row - root.row, tip.column - root.column), back = (radius - exitToBorderMm) * pxPerMm / length;
      const centre = { row: root.row - back * (tip.row - root.row), column: root.column - back * (tip.column - root.column) }, there = whole.toFollowUp!(centre);
      const draw = (result: TimepointResult, { row, column }: { row: number; column: number }): TimepointResult => drawCircle(result, { x: column / pxPerMm, y: row / pxPerMm, radius });
      const { hairs } = registerTimepoints(draw(before, centre), draw(after, there));
      return [...hairs!.lost, ...hairs!.unclear!.baseline].find((hair) => hair.id === id)?.probability ?? 0;
    });
    // What is left is the doubt on which side of the border they stood.
    expect(Math.min(...chances)).toBeGreaterThan(0.6);
    expect(chances.reduce((sum, chance) => sum + chance, 0) / chances.length).toBeGreaterThan(0.85);
  });
});

/** Few hairs and faint traces on 3.54 × 2.83 mm, an area drawn just inside the frame; other seeds are other skin. */
function drawSparse(skin: number, visit: number, hairs: number): Constellation {
  const random = createRandom(skin * 7919), seen = createRandom(skin * 7919 + visit), lean = random.uniform(-3, 3), corners = (gap: number) => [{ x: gap, y: gap }, { x: 3.54 - gap, y: gap }, { x: 3.54 - gap, y: 2.83 - gap }, { x: gap, y: 2.83 - gap }];
  const found = Array.from({ length: 14 }, (_, k) => ({ id: k + 1, x: random.uniform(0.25, 3.29), y: random.uniform(0.25, 2.58), directionRadians: lean + random.normal(0, 0.15), diameterUm: random.uniform(50, 90), confidence: k < 6 ? 0.97 : 0.25, counted: k < 6 }))
    .map((root) => ({ ...root, x: root.x + seen.normal(0, 0.012), y: root.y + seen.normal(0, 0.012) }));
  return { roots: found.slice(0, hairs), traces: found.slice(6), outline: corners(0.1), photograph: corners(0), holes: [] };
}

describe('photographs of sparse hair with an area drawn on both', () => {
  it('are laid over one another by the faint traces where the hairs are too few, exactly the other way when exchanged, and never if the skin is another', () => {
    for (let skin = 1; skin <= 12; skin++) {
      const before = drawSparse(skin, 1, 6), after = drawSparse(skin, 2, 3), there = alignConstellations(before, after), back = alignConstellations(after, before);
      if (!there.aligned || !back.aligned) throw new Error(`Skin ${skin} is not recognised.`);
      expect(back.kept.map(({ baseline, followUp }) => [followUp, baseline])).toEqual(there.kept.map(({ baseline, followUp }) => [baseline, followUp]));
      expect([back.evidence, back.lost, back.gained]).toEqual([there.evidence, there.gained, there.lost]);
      expect(alignConstellations(before, drawSparse(skin + 100, 2, 3)).aligned).toBe(false);
    }
  });
});

describe('photographs of different scalps with an area drawn on both', () => {
  it('are never laid over one another', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const [before, after] = photograph(makePair({ ...visits, pattern: seed % 3 === 0 ? 'regular' : 'natural', seed, different: true })), radius = [1.2, 1.6, 2, 3][seed % 4]!;
      const drawn = [before, after].map((result) => constellationOfTimepoint(drawCircle(result, { x: 5, y: 5, radius }))!);
      expect(alignConstellations(drawn[0]!, drawn[1]!)).toMatchObject({ aligned: false });
      if (seed <= 2) expect(recogniseOtherwise(drawn[0]!, drawn[1]!)).toBeNull();
    }
  });
});
