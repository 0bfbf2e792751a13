import { describe, expect, it } from 'vitest';
import type { HeadAnalysis, HeadOptions } from '../../../src/analysis/head/analyse-head.js';
import { compareHeads } from '../../../src/analysis/head/compare-heads.js';
import { similarity } from '../../../src/raster/affine.js';
import { analysePainted } from '../../support/head-analysis.js';
import { paintScalp, type PaintedScalp } from '../../support/paint-scalp.js';

const head = paintScalp({ seed: 3 });

function visit(photograph: PaintedScalp, digit: string, options: HeadOptions = {}): HeadAnalysis {
  return analysePainted(photograph, options, digit.repeat(64));
}

describe('a region of the baseline', () => {
  it('that somebody drew is not scored where something worn lies on it at the follow-up', () => {
    const bald = { seed: 3, bare: [{ x: 62, y: 105, radius: 24 }] }, capped = paintScalp(bald), worn = { width: 200, height: 200, data: new Float32Array(40_000) };
    for (let at = 0; at < worn.data.length; at++) {
      const x = at % 200, y = Math.floor(at / 200), thread = (x * 7 + y * 3) % 3 - 1;
      if (Math.hypot(x - 62, y - 105) > 27) continue;
      capped.image.data.set([66 + 14 * thread, 52 + 10 * thread, 43], 3 * at);
      capped.scalp.data[at] = capped.hair.data[at] = 1;
      worn.data[at] = 0.97;
    }
    const region = { shape: 'ellipse', row: 105, column: 62, height: 52, width: 52, turnDegrees: 0 } as const;
    const { change, measurement, warnings } = compareHeads(visit(paintScalp(bald), '0', { region }), visit({ ...capped, worn }, 'f'));
    expect([change, warnings[0]!.code]).toEqual([null, 'comparison.headCovered']);
    expect(measurement.intervals['coverage']![0]).toBe(0);
    expect(measurement.issues[0]!.message).toMatch(/worn on the head.*hide about (9\d|100) % of it/);
  });

  it('is compared where the follow-up shows all of it and much more of the head', () => {
    const near = paintScalp({ seed: 3, map: similarity(0, 2.1, { x: 100, y: 100 }, { x: 100, y: 100 }) });
    const baseline = visit(near, '0', { region: { shape: 'ellipse', row: 100, column: 90, height: 70, width: 70, turnDegrees: 0 } }), { change, registration, measurement } = compareHeads(baseline, visit(head, 'f'));
    expect(Math.abs(change!.percent)).toBeLessThan(5);
    expect(registration.overlapShare).toBe(1);
    // Both were measured by one method, in one region: nothing is to be said of two.
    expect(measurement.method).toEqual(baseline.result.method);
  });

  it('of which the follow-up shows a part is said to be measured in part', () => {
    const cut = paintScalp({ seed: 3, map: similarity(0, 1, { x: 100, y: 100 }, { x: 100, y: 48 }) });
    const { targetArea, issues } = compareHeads(visit(head, '0', { region: { shape: 'ellipse', row: 70, column: 100, height: 80, width: 100, turnDegrees: 0 } }), visit(cut, 'f')).measurement;
    expect(targetArea.validShare).toBeCloseTo(0.79, 1);
    expect(issues.find(({ code }) => code === 'region.partlyShown')!.message).toMatch(/shows 7\d % of the region/);
  });
});
