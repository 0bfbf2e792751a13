import { describe, expect, it } from 'vitest';
import { compareHeads } from '../../../src/analysis/head/compare-heads.js';
import { findWornShare } from '../../../src/analysis/head/find-worn.js';
import { timepointResultSchema } from '../../../src/domain/result.js';
import { analysePainted } from '../../support/head-analysis.js';
import { paintScalp, type PaintedScalp } from '../../support/paint-scalp.js';

const scene = paintScalp({ seed: 3 }), { width, height } = scene.image;

/** The head with something grey over all rows above one, known to be worn. */
function wear(lowest: number): PaintedScalp {
  const isUnder = (at: number): boolean => Math.floor(at / width) < lowest && scene.scalp.data[at] > 0, data = Uint8Array.from(scene.image.data, (value, k) => (isUnder(Math.floor(k / 3)) ? 120 : value));
  const without = (map: Float32Array): Float32Array => map.map((value, at) => (isUnder(at) ? 0 : value));
  return {
    image: { width, height, data }, scalp: { width, height, data: without(scene.scalp.data) }, hair: { width, height, data: without(scene.hair.data) },
    worn: { width, height, data: Float32Array.from({ length: width * height }, (_, at) => (isUnder(at) ? 0.9 : 0)) },
  };
}

describe('something worn on a head', () => {
  it('is measured beside the scalp that is seen, and not where somebody else wears it', () => {
    const rows = [
      'W W W . . . . . . . . W',
      'W W W . . . . . . . . W',
      '# # # . . . . . . . . .',
    ], drawing = rows.flatMap((row) => row.split(' ')), worn = { width: 12, height: 3, data: Float32Array.from(drawing, (mark) => (mark === 'W' ? 0.8 : 0.1)) };
    expect(findWornShare(worn, { width: 12, height: 3, data: Uint8Array.from(drawing, (mark) => (mark === '#' ? 1 : 0)) })).toBeCloseTo(6 / 9, 9);
  });

  it('over most of it is said, and the interval allows for a bald head and for a full one under it', () => {
    const { result } = analysePainted(wear(140)), issue = result.issues.find(({ code }) => code === 'global.perhapsCovered')!;
    expect(timepointResultSchema.parse(result)).toEqual(result);
    expect(issue.message).toMatch(/hide about \d\d % of it.*any hair there, or none.*Photograph the bare head/);
    expect(result.intervals['coverage']![1] - result.intervals['coverage']![0]).toBeGreaterThan(0.7);
  });

  it('is asked about where it is small, and the interval allows for any hair under it', () => {
    const bare = analysePainted(scene).result, { result } = analysePainted(wear(45)), issue = result.issues.find(({ code }) => code === 'global.perhapsCovered')!;
    expect(timepointResultSchema.parse(result)).toEqual(result);
    expect(issue.message).toMatch(/hide about 1\d % of it.*any hair there, or none/);
    const wide = ([low, high]: readonly [number, number]): number => high - low;
    expect(wide(result.intervals['coverage']!)).toBeGreaterThan(wide(bare.intervals['coverage']!) + 0.1);
  });

  it('does not stop who draws a region beside it', () => {
    const region = { shape: 'ellipse', row: 140, column: 100, height: 50, width: 60, turnDegrees: 0 } as const;
    expect(analysePainted(wear(100), { region }).result.measurements.coverage).not.toBeNull();
  });

  it('over a third of it at one visit makes two photographs incomparable, whichever comes first', () => {
    const visits = [analysePainted(scene), analysePainted(wear(85))] as const;
    for (const [before, after] of [visits, [visits[1], visits[0]] as const]) {
      const { change, globalAssessment, warnings } = compareHeads(before, after);
      expect([change, globalAssessment]).toEqual([null, null]);
      expect(warnings[0]!.code).toBe('comparison.headCovered');
      expect(warnings[0]!.message).toMatch(/something seems to be worn on the head.*Photograph the bare head/);
    }
  });

  it('over a small part of it at one visit is never scored, and the interval is as wide as it is large', () => {
    const { change, globalAssessment, warnings } = compareHeads(analysePainted(scene), analysePainted(wear(45)));
    if (change !== null) {
      expect(globalAssessment!.supported).toBe(0);
      expect(change.interval95[1] - change.interval95[0]).toBeGreaterThan(30);
    }
    expect(warnings.map(({ code }) => code)).toContain(change === null ? 'comparison.headCovered' : 'comparison.headPerhapsCovered');
  });
});
