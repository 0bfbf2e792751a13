import { describe, expect, it } from 'vitest';
import type { HeadAnalysis } from '../../../src/analysis/head/analyse-head.js';
import { compareHeads } from '../../../src/analysis/head/compare-heads.js';
import { followUpResultSchema, timepointResultSchema } from '../../../src/domain/result.js';
import { identityAffine, similarity } from '../../../src/raster/affine.js';
import { analysePainted } from '../../support/head-analysis.js';
import { paintScalp, trueCoverage, type PaintedScalp } from '../../support/paint-scalp.js';

const head = paintScalp({ seed: 3 }), thinned = paintScalp({ seed: 3, bare: [{ x: 60, y: 80, radius: 24 }] });
const turned = paintScalp({ seed: 3, map: similarity(0.5, 1.1, { x: 100, y: 100 }, { x: 120, y: 118 }), width: 240, height: 236, slope: 0.5 });
const baseline = analysePainted(head), bared = analysePainted(thinned);
const forth = compareHeads(baseline, bared), withStranger = compareHeads(baseline, analysePainted(paintScalp({ seed: 5 })));

describe('a photograph of a head', () => {
  it('gets its coverage with an interval, and nothing that needs a scale', () => {
    const { result } = baseline;
    expect(timepointResultSchema.parse(result)).toEqual(result);
    expect(result.kind).toBe('global');
    expect(Math.abs(result.measurements.coverage! - trueCoverage(head))).toBeLessThan(0.01);
    expect(result.intervals['coverage']![0]).toBeLessThan(result.measurements.coverage!);
    expect(Object.entries(result.measurements).filter(([name, value]) => name !== 'coverage' && value !== null)).toEqual([]);
    expect(result.issues.filter(({ code }) => code === 'global.noScale').map(({ field }) => field)).toContain('measurements.terminalDensityPerCm2');
  });

  it('is refused when it shows no scalp', () => {
    const empty = { ...head, scalp: { ...head.scalp, data: new Float32Array(200 * 200) } };
    expect(() => analysePainted(empty)).toThrow(/No scalp/);
  });
});

describe('two photographs of one head', () => {
  it('show no detectable change when only turn, size and light differ', () => {
    const { change, globalAssessment, registration, pairQuality } = compareHeads(baseline, analysePainted(turned));
    expect(Math.abs(change!.percent)).toBeLessThan(1.5);
    expect(globalAssessment).toMatchObject({ supported: 0, words: 'no detectable change', provisional: true });
    expect(registration.head!.rotationDegrees).toBeCloseTo((0.5 * 180) / Math.PI, 0);
    expect(pairQuality!.checks.map(({ check }) => check)).toEqual(['pose', 'distance', 'parting', 'wetness', 'hairLength', 'lightDirection', 'exposure', 'colour', 'flashGlare', 'blur']);
  });

  it('show the loss that was painted, and where', () => {
    const result = compareHeads(baseline, analysePainted(thinned), { repeatabilityPoints: 1.6 }), expected = 100 * (trueCoverage(thinned) - trueCoverage(head));
    expect(followUpResultSchema.parse(result)).toEqual(result);
    expect(Math.abs(result.change!.percent - expected)).toBeLessThan(1);
    expect(result.globalAssessment!.supported).toBeLessThan(0);
    const { points, columns, top, left, cellPx } = result.changeMap!, lost = points.flatMap((value, k) => (value !== null && value < -50 ? [{ y: top + cellPx * (Math.floor(k / columns) + 0.5), x: left + cellPx * (k % columns + 0.5) }] : []));
    expect(lost.length).toBeGreaterThan(8);
    for (const { x, y } of lost) expect(Math.hypot(x - 60, y - 80)).toBeLessThan(30);
  });

  it('give exactly the opposite when they change places, and exactly 0 for one and the same', () => {
    const back = compareHeads(bared, baseline);
    expect(forth.change!.percent + back.change!.percent).toBe(0);
    expect(forth.change!.standardError).toBe(back.change!.standardError);
    expect(forth.globalAssessment!.probabilities['-2']).toBe(back.globalAssessment!.probabilities['2']);
    expect(compareHeads(baseline, baseline).change).toMatchObject({ percent: 0, logRatio: null });
  });

  it('leave open whether hair thinned or a lamp shines on it, and say so; skin that was bared is told from both', () => {
    const { width, height, data } = head.image, lamp = (at: number): number => Math.max(0, Math.min(1, (78 - Math.hypot(at % width - 60, Math.floor(at / width) - 90)) / 24));
    const lit = { ...head, image: { width, height, data: Uint8Array.from(data, (value, k) => Math.min(255, Math.round(value * (1 + 0.5 * lamp(Math.floor(k / 3)))))) } };
    const alignment = { map: identityAffine, agreement: { outline: 1, detail: 1, seen: 1 }, agreeingSpots: 0, stretch: 1 };
    const [byLight, byLoss] = [lit, thinned].map((painted) => {
      const followUp = analysePainted(painted), { view: second } = followUp.head, { change, warnings } = compareHeads(baseline, followUp, {}, { first: baseline.head.view, second, inLikeLight: second.picture, alignment });
      return { half: (change!.interval95[1] - change!.interval95[0]) / 2, isOpen: warnings.some(({ code }) => code === 'comparison.lightOrHair') };
    }) as [{ half: number; isOpen: boolean }, { half: number; isOpen: boolean }];
    expect([byLight.isOpen, byLoss.isOpen]).toEqual([true, false]);
    expect(byLight.half).toBeGreaterThan(20);
    expect(byLoss.half).toBeLessThan(14);
  });

  it('are measured in the region that was drawn on the baseline', () => {
    const region = { shape: 'ellipse', row: 80, column: 60, height: 40, width: 40, turnDegrees: 0 } as const;
    const { change, measurement } = compareHeads(analysePainted(head, { region }), analysePainted(thinned));
    expect(change!.after).toBeLessThan(0.05);
    expect(change!.before).toBeGreaterThan(0.8);
    expect(measurement.targetArea.region).toMatchObject({ name: 'drawn', source: 'carried', visibleShare: 1 });
    expect(() => analysePainted(head, { region: { ...region, row: 2, column: 2 } })).toThrow(/beside the scalp|too small/);
  });

  it('are compared in the vertex that the baseline proposes, whichever file name hashes lower, and exactly opposite where they change places', () => {
    const visit = (photograph: PaintedScalp, digit: string, options = {}): HeadAnalysis => analysePainted(photograph, options, digit.repeat(64)), vertex = { region: { shape: 'vertex' } } as const;
    const [early, late] = [['0', 'f'], ['f', '0']].map(([before, after]) => compareHeads(visit(head, before!, vertex), visit(thinned, after!)));
    for (const { change, measurement } of [early!, late!]) {
      expect(change!.before).toBeCloseTo(visit(head, '0', vertex).result.measurements.coverage!, 2);
      expect(change!.after).toBeCloseTo(visit(thinned, '0', vertex).result.measurements.coverage!, 2);
      expect(measurement.measurements.coverage).toBeCloseTo(change!.after!, 2);
      expect(measurement.targetArea.region).toMatchObject({ name: 'vertex', source: 'carried' });
    }
    expect(early!.change).toEqual(late!.change);
    // What was asked of the follow-up itself is never what is compared: a series would speak of another part at each visit.
    expect(compareHeads(visit(head, 'f', vertex), visit(thinned, '0', vertex)).change).toEqual(early!.change);
    const back = compareHeads(visit(thinned, '0'), visit(head, 'f', vertex));
    expect(back.change!.percent + early!.change!.percent).toBe(0);
    expect(back.change!.standardError).toBe(early!.change!.standardError);
    expect(back.changeMap!.cellPx).toBeCloseTo(early!.changeMap!.cellPx, 0);
  });

  it('show no coverage of another part of the head beside that of the region, where the region cannot be carried to the follow-up', () => {
    const region = { shape: 'ellipse', row: 80, column: 60, height: 40, width: 40, turnDegrees: 0 } as const;
    for (const asked of [region, { shape: 'vertex' } as const]) {
      const { change, measurement } = compareHeads(analysePainted(head, { region: asked }), analysePainted(paintScalp({ seed: 5 })));
      expect([change, measurement.measurements.coverage, measurement.intervals]).toEqual([null, null, {}]);
      expect(measurement.issues.find(({ field }) => field === 'measurements.coverage')!.message).toContain('was not carried to this photograph');
      expect(timepointResultSchema.parse(measurement)).toEqual(measurement);
    }
    // All of the scalp is all of the scalp on both.
    expect(withStranger.measurement.measurements.coverage).not.toBeNull();
  });

  it('are refused when one shows the head as in a mirror, and that is said', () => {
    const flip = <T extends { width: number; height: number; data: Uint8Array | Float32Array }>(map: T, channels: number): T => ({ ...map, data: map.data.map((_, k) => { const at = Math.floor(k / channels), column = at % map.width; return map.data[channels * (at - column + map.width - 1 - column) + (k % channels)]; }) });
    const { change, warnings } = compareHeads(baseline, analysePainted({ image: flip(thinned.image, 3), scalp: flip(thinned.scalp, 1), hair: flip(thinned.hair, 1) }));
    expect(change).toBeNull();
    expect(warnings[0]).toMatchObject({ code: 'registration.mirrored', field: 'change' });
    expect(warnings[0].message).toContain('Mirror it back');
  });

  it('are refused when they show two people', () => {
    const { change, warnings } = withStranger;
    expect(change).toBeNull();
    expect(warnings[0]).toMatchObject({ code: 'comparison.headsNotAligned', field: 'change' });
  });

  it('say that the region proposed on one of them is not the one proposed on the other, where they show another part of the head', () => {
    // A forehead below the scalp, and the back of the head cut off by the frame at the follow-up.
    const photograph = (up: number) => {
      const painted = paintScalp({ seed: 3, map: similarity(0, 1, { x: 100, y: 100 }, { x: 100, y: 100 - up }) }), { width, data } = painted.image;
      painted.scalp.data.forEach((value, at) => { if (value === 0 && Math.floor(at / width) + up > 140 && Math.abs((at % width) - 100) < 70) data.set([214, 160, 138], 3 * at); });
      return painted;
    };
    // As every door asks: of the baseline alone.
    const said = (one: number, other: number): string[] => compareHeads(analysePainted(photograph(one), { region: { shape: 'frontal' } }), analysePainted(photograph(other))).warnings.filter(({ code }) => code === 'comparison.regionsDiffer').map(({ message }) => message);
    expect(said(0, 20)).toEqual([]);
    expect(said(0, 60)).toEqual([expect.stringMatching(/may not show the same part of the head.*they share 6\d %/)]);
    expect(said(60, 0)).toEqual([expect.stringMatching(/they share 6\d %/)]);
    // A region that somebody drew, and all of the scalp, are proposed by nobody.
    expect(forth.warnings.map(({ code }) => code)).not.toContain('comparison.regionsDiffer');
  });

  it('are refused when half of the region is cut off at one visit', () => {
    const shifted = paintScalp({ seed: 3, map: similarity(0, 1, { x: 100, y: 100 }, { x: 100, y: -2 }) });
    expect(compareHeads(baseline, analysePainted(shifted)).change).toBeNull();
  });
});
