import { describe, expect, it } from 'vitest';
import type { FollowUpResult, TimepointResult } from '../../src/domain/result.js';
import { createRandom } from '../../src/phantom/random.js';
import { findRepeatedExposure } from '../../src/scoring/repeated-exposure.js';

interface Exposure { width: number; sha256: string; tips: readonly { row: number; column: number }[] }

/** A photograph of a field 4 mm wide, as far as the question goes. */
function photograph({ width, sha256, tips }: Exposure): TimepointResult {
  return { photo: { name: 'a.jpg', sha256, width, height: width * 0.75, capturedAt: null }, calibration: { micrometresPerPixel: 4000 / width }, hairs: tips.map((tip, at) => ({ id: at + 1, tip })) } as unknown as TimepointResult;
}

const paired = (kept: number, gained = 0): NonNullable<FollowUpResult['hairs']> => ({
  kept: Array.from({ length: kept }, (_, at) => ({ baseline: at + 1, followUp: at + 1, probability: 1 })), lost: [], gained: Array.from({ length: gained }, (_, at) => ({ id: 100 + at, probability: 1 })),
});

const random = createRandom(3);
const places = Array.from({ length: 20 }, () => ({ x: random.uniform(0.1, 3.9), y: random.uniform(0.1, 2.9) }));
/** Tips in pixels, each moved at random by so many µm (standard deviation), all of them by a shift. */
const tipsOf = (width: number, scatterUm: number, shiftUm = 0) => places.map(({ x, y }) => {
  const move = (place: number): number => ((place + (shiftUm + random.normal(0, scatterUm)) / 1000) / 4) * width - 0.5;
  return { row: move(y), column: move(x) };
});

describe('one exposure that was saved twice and handed over as baseline and follow-up', () => {
  const baseline = photograph({ width: 1280, sha256: 'a', tips: tipsOf(1280, 0) });

  it.each([['another quality', 1280, 1.5], ['half the size', 640, 3], ['1.4 times the size', 1792, 2]])('is named after %s, in either order', (_, width, scatterUm) => {
    const again = photograph({ width, sha256: 'b', tips: tipsOf(width, scatterUm) });
    expect(findRepeatedExposure(baseline, again, paired(20))?.code).toBe('comparison.sameExposure');
    expect(findRepeatedExposure(again, baseline, paired(20))).toEqual(findRepeatedExposure(baseline, again, paired(20)));
  });

  it('is not seen in hair that was clipped anew, in a camera that moved by a hair, in a real gain, nor in a handful of hairs', () => {
    const clipped = photograph({ width: 1280, sha256: 'b', tips: tipsOf(1280, 40) }), moved = photograph({ width: 1280, sha256: 'b', tips: tipsOf(1280, 1, 15) });
    expect(findRepeatedExposure(baseline, clipped, paired(20))).toBeNull();
    expect(findRepeatedExposure(baseline, moved, paired(20))).toBeNull();
    const again = photograph({ width: 1280, sha256: 'b', tips: tipsOf(1280, 1) });
    expect(findRepeatedExposure(baseline, again, paired(20, 6))).toBeNull();
    expect(findRepeatedExposure(baseline, again, paired(5))).toBeNull();
  });

  it('is left to the warning of the same file where it is one', () => {
    expect(findRepeatedExposure(baseline, baseline, paired(20))).toBeNull();
  });
});
