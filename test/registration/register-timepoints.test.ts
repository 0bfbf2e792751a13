import { describe, expect, it } from 'vitest';
import type { Hair } from '../../src/domain/hair.js';
import { followUpResultSchema } from '../../src/domain/result.js';
import { constellationOfTimepoint } from '../../src/registration/constellation-of-timepoint.js';
import { registerTimepoints } from '../../src/registration/register-timepoints.js';
import { makePair, smallPair } from '../support/constellation-pairs.js';
import { measured } from '../support/measured-sighting.js';

const pair = makePair({ ...smallPair, seed: 8, change: [-0.2, -0.2] });
const baseline = measured(pair.baseline, 2.762), followUp = measured(pair.followUp, 4);

describe('two measured close-ups of one place', () => {
  const registered = registerTimepoints(baseline, followUp);

  it('are registered in pixels, whatever the scale of each', () => {
    expect(registered.reason).toBeNull();
    const hair = registered.hairs!.kept[0];
    const from = followUp.hairs.find(({ id }) => id === hair.followUp)!.root, to = baseline.hairs.find(({ id }) => id === hair.baseline)!.root;
    const carried = registered.toBaseline!(from), back = registered.toFollowUp!(carried);
    expect(Math.hypot(carried.row - to.row, carried.column - to.column) * 2.762).toBeLessThan(90);
    expect(Math.hypot(back.row - from.row, back.column - from.column) * 4).toBeLessThan(30);
  });

  it('give registration and hairs in the form of the result', () => {
    const made = followUpResultSchema.safeParse({
      measurement: followUp, registration: registered.registration, hairs: registered.hairs, change: null, globalAssessment: null, warnings: [],
    });
    expect(made.success).toBe(true);
    expect(registered.registration).toMatchObject({ method: 'constellation', matchedHairs: registered.hairs!.kept.length });
    expect(registered.commonAreaCm2).toBeGreaterThan(0.05);
    expect(registered.commonAreaCm2).toBeLessThan(0.1002);
  });

  it('say of no hair that it is lost where the follow-up shows a scale bar', () => {
    // One that stands alone, so that no other can hide it.
    const rootOf = (id: number) => followUp.hairs.find((one) => one.id === id)!.root;
    const aloneness = ({ followUp: id }: { followUp: number }): number => Math.min(...followUp.hairs.filter((one) => one.id !== id).map((one) => Math.hypot(one.root.row - rootOf(id).row, one.root.column - rootOf(id).column)));
    const hair = [...registered.hairs!.kept].sort((a, b) => aloneness(b) - aloneness(a))[0], root = rootOf(hair.followUp);
    const bar = { reason: 'scaleBar' as const, share: (60 * 60) / (1280 * 1024), rows: [root.row - 30, root.row + 30] as [number, number], columns: [root.column - 30, root.column + 30] as [number, number] };
    const without = followUp.hairs.filter(({ id }) => id !== hair.followUp);
    const lostWithout = registerTimepoints(baseline, { ...followUp, hairs: without }).hairs!.lost.map(({ id }) => id);
    const covered = { ...followUp, hairs: without, targetArea: { ...followUp.targetArea, exclusions: [bar] } };
    expect(lostWithout).toContain(hair.baseline);
    expect(registerTimepoints(baseline, covered).hairs!.lost.map(({ id }) => id)).not.toContain(hair.baseline);
    // A turned label fills little of the rectangle around it, as a thin drawing does; under that the skin was seen.
    const turned = (reason: 'paperLabel' | 'measuringCircle') => ({ ...covered, targetArea: { ...covered.targetArea, exclusions: [{ ...bar, reason, share: bar.share * 0.3 }] } });
    expect(registerTimepoints(baseline, turned('paperLabel')).hairs!.lost.map(({ id }) => id)).not.toContain(hair.baseline);
    expect(registerTimepoints(baseline, turned('measuringCircle')).hairs!.lost.map(({ id }) => id)).toContain(hair.baseline);
  });

  it('say of a hair at the border of a round field that it is lost, however much of the photograph the surround takes', () => {
    const round = (result: typeof baseline, share: number): typeof baseline => {
      const { width, height } = result.photo;
      const corners = Array.from({ length: 96 }, (_, k) => ({ row: height / 2 + 0.62 * width * Math.sin((k * Math.PI) / 48), column: width / 2 + 0.62 * width * Math.cos((k * Math.PI) / 48) }));
      return { ...result, targetArea: { ...result.targetArea, exclusions: [{ reason: 'vignette', share, rows: [0, height], columns: [0, width], inside: corners }] } };
    };
    const kept = registered.hairs!.kept.filter(({ followUp: id }) => followUp.hairs.find((one) => one.id === id)!.counted);
    const outermost = [0, 1, 2, 3, 4, 5].map((k) => kept.reduce((a, b) => (reach(a.baseline, k) > reach(b.baseline, k) ? a : b)));
    function reach(id: number, k: number): number {
      const { root } = baseline.hairs.find((one) => one.id === id)!;
      return root.row * Math.sin((k * Math.PI) / 3) + root.column * Math.cos((k * Math.PI) / 3);
    }
    const saidLost = [...new Set(outermost)].map(({ baseline: id, followUp: gone }) => {
      const without = { ...followUp, hairs: followUp.hairs.filter((one) => one.id !== gone) };
      return registerTimepoints(round(baseline, 0.6), round(without, 0.6)).hairs!.lost.some((one) => one.id === id);
    });
    expect(saidLost.length).toBeGreaterThan(2);
    expect(saidLost.filter((isLost) => !isLost).length).toBeLessThanOrEqual(1);
  });

  it('are not registered, and say why, without a scale or when they show different skin', () => {
    expect(registerTimepoints(baseline, { ...followUp, calibration: null })).toMatchObject({ hairs: null, reason: { code: 'registration.noScale' }, registration: { method: 'none' } });
    const stranger = measured(makePair({ ...smallPair, seed: 9 }).baseline, 2.762);
    expect(registerTimepoints(baseline, stranger)).toMatchObject({ hairs: null, toBaseline: null, reason: { code: 'registration.notFound' } });
  });

  it('are told to be mirrored where one of them is', () => {
    const flip = <P extends { column: number }>(place: P): P => ({ ...place, column: 1280 - place.column });
    const mirrored = { ...followUp, hairs: followUp.hairs.map((hair) => ({ ...hair, root: flip(hair.root), tip: flip(hair.tip), path: hair.path.map(flip) })), targetArea: { ...followUp.targetArea, outline: followUp.targetArea.outline.map(flip) } };
    expect(registerTimepoints(baseline, mirrored)).toMatchObject({ hairs: null, reason: { code: 'registration.mirrored', message: expect.stringContaining('mirror it back') as string } });
  });
});

describe('the constellation of a measured close-up', () => {
  it('leaves out fragments and hidden roots, and keeps hairs beside the target area without counting them', () => {
    const [a, b, c, d] = baseline.hairs;
    const hairs: Hair[] = [
      a, { ...b, counted: false, notCountedBecause: 'fragment' }, { ...c, rootVisible: false, counted: false, notCountedBecause: 'rootHidden' },
      { ...d, counted: false, notCountedBecause: 'outsideTargetArea' },
    ];
    const { roots } = constellationOfTimepoint({ ...baseline, hairs })!;
    expect(roots.map(({ id, counted }) => [id, counted])).toEqual([[a.id, true], [d.id, false]]);
  });

  it('is that inside the surround of a scope, or spanned by the roots where an earlier version did not say where the surround ends', () => {
    const vignette = { reason: 'vignette' as const, share: 0.3, rows: [0, 1024] as [number, number], columns: [0, 1280] as [number, number] };
    const seen = constellationOfTimepoint({ ...baseline, targetArea: { ...baseline.targetArea, exclusions: [{ ...vignette, share: 0.7, inside: [{ row: 100, column: 640 }, { row: 900, column: 1200 }, { row: 900, column: 10 }] }] } })!;
    expect(seen.holes).toEqual([]);
    expect(seen.outline.map(({ x, y }) => [x / 0.002762, y / 0.002762].map(Math.round)).sort((a, b) => a[1] - b[1] || a[0] - b[0])).toEqual([[640, 100], [10, 900], [1200, 900]]);
    const { outline, holes } = constellationOfTimepoint({ ...baseline, targetArea: { ...baseline.targetArea, exclusions: [vignette] } })!;
    expect(holes).toEqual([]);
    expect(outline.length).toBeGreaterThanOrEqual(3);
    const left = Math.min(...outline.map(({ x }) => x));
    expect(left).toBeCloseTo(Math.min(...baseline.hairs.map(({ root }) => root.column * 0.002762)), 9);
  });

  it('points nowhere for a stub', () => {
    const stub = { ...baseline.hairs[0], tip: { row: baseline.hairs[0].root.row + 10, column: baseline.hairs[0].root.column } };
    expect(constellationOfTimepoint({ ...baseline, hairs: [stub] })!.roots[0].directionRadians).toBeNull();
  });
});
