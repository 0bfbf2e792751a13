import { describe, expect, it } from 'vitest';
import { photographPhantom, photographPhantomPair, photographPhantomVisit, photographPhantomVisits } from '../../src/phantom/index.js';
import { createRandom } from '../../src/phantom/random.js';
import { renderPhantom, seenArea } from '../../src/phantom/render-phantom.js';
import { sampleCapture, sampleGrowth } from '../../src/phantom/sample-conditions.js';
import { growScalp } from '../../src/phantom/scalp.js';
import { createCamera, straightPose } from '../../src/phantom/camera.js';
import { noOverlay } from '../../src/phantom/conditions.js';

const small = { widthMm: 2, heightMm: 1.6, micrometresPerPixel: 10 };

describe('phantom photographs', () => {
  it('shows the same scalp, byte for byte, for the same seed, and another one for another seed', () => {
    const one = photographPhantom({ seed: 5, ...small }), same = photographPhantom({ seed: 5, ...small }), other = photographPhantom({ seed: 6, ...small });
    expect(Buffer.compare(one.image.data, same.image.data)).toBe(0);
    expect(JSON.stringify(one.hairs)).toBe(JSON.stringify(same.hairs));
    expect(Buffer.compare(one.image.data, other.image.data)).not.toBe(0);
  });

  it('shows one visit of a series, rendered alone, byte for byte as among the others, with its labels', () => {
    const request = { seed: 31, ...small, changesPercent: [20, -40], overlay: 'some' as const }, { baseline, followUps } = photographPhantomVisits(request);
    for (const [visit, among] of [baseline, ...followUps.map(({ phantom }) => phantom)].entries()) {
      const alone = photographPhantomVisit(request, visit);
      expect(Buffer.compare(alone.image.data, among.image.data)).toBe(0);
      expect(alone.micrometresPerPixel).toBe(among.micrometresPerPixel);
    }
    expect(() => photographPhantomVisit(request, 3)).toThrow('Expected a visit from 0 to 2, got 3.');
  });

  it('paints casts of sebum around the exits of shafts, and leaves the hairs, their truth and the skin away from them as they are', () => {
    const random = createRandom(3), growth = sampleGrowth(random, 'immersion', { densityPerCm2: 120 }), pose = { ...straightPose, pixelsPerMillimetre: 100 };
    const scalp = growScalp(4, growth, seenArea(pose, 250, 200, 1)), capture = { ...sampleCapture(random, 'immersion', 5), defocusMm: 0, noise: 0 };
    const bare = renderPhantom(scalp, pose, 250, 200, capture, noOverlay), cast = renderPhantom(scalp, pose, 250, 200, { ...capture, sheathShare: 1 }, noOverlay);
    expect(JSON.stringify(cast.hairs)).toBe(JSON.stringify(bare.hairs));
    expect(Buffer.compare(Buffer.from(cast.owner.buffer), Buffer.from(bare.owner.buffer))).toBe(0);
    const changedNear = (low: number, high: number): number => {
      let changed = 0, all = 0;
      for (let row = 0; row < 200; row++) for (let column = 0; column < 250; column++) {
        const nearest = Math.min(...bare.hairs.filter(({ rooted }) => rooted).map(({ root }) => Math.hypot(root[0] - column, root[1] - row)));
        if (nearest < low || nearest >= high) continue;
        all++;
        if (Math.abs(cast.image.data[3 * (250 * row + column)]! - bare.image.data[3 * (250 * row + column)]!) > 8) changed++;
      }
      return changed / all;
    };
    expect(changedNear(0, 8)).toBeGreaterThan(0.1);
    // A cast reaches at most 0.35 mm along the shaft.
    expect(changedNear(50, 400)).toBe(0);
  });

  it('grows as many hairs per cm² as were asked for, on average over scalps', () => {
    const skin = { left: -3, right: 3, top: -3, bottom: 3 }, inner = 2;
    for (const densityPerCm2 of [50, 150, 300]) {
      let roots = 0;
      const scalps = 150;
      for (let seed = 0; seed < scalps; seed++) {
        const growth = sampleGrowth(createRandom(seed + 1), 'immersion', { densityPerCm2 });
        roots += growScalp(seed, growth, skin).hairs.filter(({ rooted, pathMm: [root] }) => rooted && Math.max(Math.abs(root![0]), Math.abs(root![1])) < inner).length;
      }
      const found = (roots / scalps / (2 * inner) ** 2) * 100;
      expect(found).toBeGreaterThan(densityPerCm2 * 0.93);
      expect(found).toBeLessThan(densityPerCm2 * 1.07);
    }
  });

  it('paints a black shaft darker than the skin beside it, and a white shaft on dark skin lighter', () => {
    for (const [hairColour, skinTone, sign] of [['black', 1, -1], ['white', 6, 1]] as const) {
      const phantom = photographPhantom({ seed: 12, ...small, densityPerCm2: 150, hairColour, skinTone });
      const mean = [0, 0], count = [0, 0];
      phantom.owner.forEach((owner, i) => {
        const side = owner > 0 ? 1 : 0;
        mean[side]! += phantom.image.data[3 * i + 1]!;
        count[side]! += 1;
      });
      expect(count[1]).toBeGreaterThan(50);
      expect(Math.sign(mean[1]! / count[1]! - mean[0]! / count[0]!)).toBe(sign);
    }
  });

  it('draws each shaft as wide as its truth says', () => {
    const phantom = photographPhantom({ seed: 4, densityPerCm2: 40, widthMm: 6, heightMm: 5, micrometresPerPixel: 10 });
    const alone = phantom.hairs.map((hair, index) => ({ hair, index })).filter(({ hair }) => hair.rooted && hair.visibleShare > 0.99 && hair.kind === 'terminal'
      && hair.path.every(([x, y]) => x > 5 && y > 5 && x < phantom.image.width - 5 && y < phantom.image.height - 5));
    expect(alone.length).toBeGreaterThan(2);
    for (const { hair, index } of alone) {
      let pixels = 0;
      for (const owner of phantom.owner) if (owner === index + 1) pixels++;
      const width = pixels / (hair.lengthMm * 100);
      expect(width).toBeGreaterThan(hair.diameterPx * 0.75);
      expect(width).toBeLessThan(hair.diameterPx * 1.25);
    }
  });

  it('says where text, bars and strips hide the skin, and owns no hair there', () => {
    const phantom = photographPhantom({
      seed: 9, ...small, densityPerCm2: 200,
      overlay: { circle: { colour: [220, 30, 30], centreShare: [0.5, 0.5], radiusShare: 0.4 }, scaleBar: { millimetres: 0.5, light: false, shape: 'corner' }, text: 'SITE 04', footerShare: 0.05, scopeField: false },
    });
    const rows = phantom.image.height, columns = phantom.image.width;
    expect(phantom.covered.subarray((rows - 4) * columns).every((byte) => byte === 1)).toBe(true);
    phantom.owner.forEach((owner, i) => { if (phantom.covered[i] === 1) expect(owner).toBe(0); });
  });
});

describe('phantom pairs', () => {
  it('stay inside a resolution gate that the baseline just keeps, where that is asked for', () => {
    const scales = [1, 2, 3, 4, 5].map((seed) => {
      const request = { seed, changePercent: 0, densityPerCm2: 0, widthMm: 2, heightMm: 2, micrometresPerPixel: 20 };
      return [false, true].map((neverCoarser) => photographPhantomPair({ ...request, neverCoarser }).followUp.micrometresPerPixel);
    });
    expect(scales.some(([free]) => free! > 20)).toBe(true);
    for (const [free, bound] of scales) {
      expect(bound).toBeLessThanOrEqual(20);
      expect(Math.abs(20 / bound! - 1)).toBeCloseTo(Math.abs(20 / free! - 1), 9);
    }
  });

  it('keep every unchanged exit where it was on the skin, and lose as many hairs as were asked for', () => {
    const pair = photographPhantomPair({ seed: 21, densityPerCm2: 150, changePercent: -30, widthMm: 6, heightMm: 6, micrometresPerPixel: 20 });
    const before = new Map(pair.baseline.hairs.filter((hair) => hair.rooted).map((hair) => [hair.id, hair]));
    let kept = 0;
    for (const hair of pair.followUp.hairs) {
      const earlier = before.get(hair.id);
      expect(pair.lostIds.has(hair.id)).toBe(false);
      if (earlier === undefined) continue;
      kept++;
      const [x0, y0] = pair.baseline.camera.toSkin(...earlier.root), [x1, y1] = pair.followUp.camera.toSkin(...hair.root);
      expect(Math.hypot(x1 - x0, y1 - y0)).toBeLessThan(0.002);
    }
    expect(kept).toBeGreaterThan(20);
    const lost = [...before.keys()].filter((id) => pair.lostIds.has(id)).length;
    expect(lost / before.size).toBeGreaterThan(0.2);
    expect(lost / before.size).toBeLessThan(0.4);
  });

  it('refuse a change that no scalp can have', () => {
    expect(() => photographPhantomPair({ seed: 1, changePercent: -95 })).toThrow(RangeError);
    expect(() => photographPhantom({ seed: 1, densityPerCm2: -5 })).toThrow(RangeError);
    expect(() => photographPhantom({ seed: 1.5 })).toThrow(RangeError);
  });
});

describe('the camera', () => {
  it('finds the skin place of every pixel again, turned, tilted and on stretched skin', () => {
    const camera = createCamera({ ...straightPose, rotation: 0.7, tilt: 0.2, tiltDirection: 1, stretchMm: 0.1, stretchPhase: 2, centreMm: [0.4, -0.3], pixelsPerMillimetre: 80 }, 300, 200);
    for (const [x, y] of [[0, 0], [299, 0], [150, 100], [10, 190]] as const) {
      const [u, v] = camera.toPixel(...camera.toSkin(x, y));
      expect(Math.hypot(u - x, v - y)).toBeLessThan(0.05);
    }
  });
});

describe('seeded chance', () => {
  it('draws hair counts with the mean and spread of a Poisson distribution', () => {
    const random = createRandom(4), draws = Array.from({ length: 4000 }, () => random.poisson(70));
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
    expect(mean).toBeCloseTo(70, 0);
    expect(variance).toBeGreaterThan(62);
    expect(variance).toBeLessThan(78);
  });
});
