import { describe, expect, it } from 'vitest';
import { assessHeadQuality } from '../../src/image-io/head-quality.js';
import { viewPaintedScalp, paintScalp } from '../support/paint-scalp.js';

/** Black hair all over dark skin, before a bright wall: `light` times as bright as in a well lit room. */
function blackHair(light: number): ReturnType<typeof assessHeadQuality> {
  const { picture: { width, height, data }, region, scale } = viewPaintedScalp(paintScalp({ seed: 3 }));
  const picture = { width, height, data: Uint8Array.from(data, (_, k) => Math.round(light * (region.data[Math.floor(k / 3)] === 0 ? 200 : 12 + 44 * (((Math.floor(k / 3) % width) * 7 + Math.floor(k / 3 / width) * 13) % 24) / 23))) };
  return assessHeadQuality(picture, region, scale);
}

describe('photographs of heads', () => {
  it('of black hair on dark skin are measured in good light, and refused where hardly any light fell on them', () => {
    expect(blackHair(1).checks.find(({ check }) => check === 'darkness')).toMatchObject({ passed: true, limit: 30 });
    const dark = blackHair(0.45);
    expect(dark.usable).toBe(false);
    expect(dark.checks.filter(({ passed }) => !passed).map(({ check }) => check)).toContain('darkness');
  });
});
