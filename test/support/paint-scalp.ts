import { applyAffine, identityAffine, invertAffine, type Affine } from '../../src/raster/affine.js';
import { measureBrightness } from '../../src/raster/brightness.js';
import type { FloatMap, RasterImage } from '../../src/raster/raster-image.js';
import { fillLargestRegion } from '../../src/raster/fill-region.js';
import type { HeadView } from '../../src/registration/head/head-view.js';
import { createRandom } from '../../src/phantom/random.js';

export interface PaintedScalp {
  readonly image: RasterImage;
  /** True region and share of hair, 0…1. */
  readonly scalp: FloatMap;
  readonly hair: FloatMap;
  /** Chance that something is worn there, 0…1; nowhere where it is left out. */
  readonly worn?: FloatMap;
}

export interface ScalpRequest {
  /** Which head: its locks, moles and outline. */
  readonly seed: number;
  /** Carries the head's own places (200 × 200) to the picture's. */
  readonly map?: Affine;
  readonly width?: number;
  readonly height?: number;
  /** Bare discs in the head's own places. */
  readonly bare?: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
  /** Stops that the light gains from left to right. */
  readonly slope?: number;
}

/** A head from above, painted with its truth: an oval of locks with a bald crown, moles, ears and a nose, before a wall. */
export function paintScalp({ seed, map = identityAffine, width = 200, height = 200, bare = [], slope = 0 }: ScalpRequest): PaintedScalp {
  const random = createRandom(seed), back = invertAffine(map), count = width * height;
  const locks = Array.from({ length: 130 }, () => ({ x: random.uniform(20, 180), y: random.uniform(20, 180), angle: random.uniform(0, 3.1), tone: random.uniform(-22, 26), length: random.uniform(5, 13) }));
  const moles = Array.from({ length: 14 }, () => ({ x: random.uniform(70, 130), y: random.uniform(60, 120), radius: random.uniform(1.2, 2.8) })), squeeze = random.uniform(0.82, 0.95);
  const crown = { x: random.uniform(86, 114), y: random.uniform(76, 112), across: random.uniform(20, 36), down: random.uniform(22, 40) };
  const data = new Uint8Array(3 * count), scalp = new Float32Array(count), hair = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const { x, y } = applyAffine(back, at % width, Math.floor(at / width)), distance = Math.hypot((x - 100) / (78 * squeeze), (y - 100) / 82);
    const isScalp = distance < 1, isBald = Math.hypot((x - crown.x) / crown.across, (y - crown.y) / crown.down) < 1 || bare.some((disc) => (x - disc.x) ** 2 + (y - disc.y) ** 2 < disc.radius ** 2);
    const isEar = Math.hypot((Math.abs(x - 100) - 80 * squeeze) / 8, (y - 105) / 15) < 1, isNose = Math.hypot((x - 70 - 0.6 * crown.across) / 9, (y - 184) / 10) < 1;
    let colour: readonly number[] = isEar || isNose ? [214, 160, 138] : [120 + 0.1 * x, 124, 128];
    if (isScalp) {
      const shade = 1 - 0.25 * distance * distance, mole = moles.some((spot) => (x - spot.x) ** 2 + (y - spot.y) ** 2 < spot.radius ** 2);
      let tone = 0;
      for (const lock of locks) {
        const [u, v] = [(x - lock.x) * Math.cos(lock.angle) + (y - lock.y) * Math.sin(lock.angle), -(x - lock.x) * Math.sin(lock.angle) + (y - lock.y) * Math.cos(lock.angle)];
        if (Math.abs(u) < lock.length && Math.abs(v) < 3.5) tone += lock.tone * (1 - Math.abs(v) / 3.5);
      }
      colour = (isBald ? mole ? [120, 76, 60] : [212, 164, 140] : [62 + tone, 48 + tone, 40 + tone]).map((value) => value * shade);
      scalp[at] = 1;
      hair[at] = isBald ? 0 : 1;
    }
    const light = 2 ** (slope * ((at % width) / width - 0.5));
    for (let c = 0; c < 3; c++) data[3 * at + c] = Math.max(0, Math.min(255, Math.round(colour[c] * light)));
  }
  return { image: { width, height, data }, scalp: { width, height, data: scalp }, hair: { width, height, data: hair } };
}

/** The painted head as the registration sees it, with maps that are the truth. */
export function viewPaintedScalp({ image, scalp, hair }: PaintedScalp): HeadView {
  return { width: image.width, height: image.height, scale: 1, picture: image, region: fillLargestRegion(scalp)!, brightness: measureBrightness(image), scalp, hair };
}

export function trueCoverage({ scalp, hair }: PaintedScalp): number {
  const area = scalp.data.reduce((sum, value) => sum + value, 0);
  return hair.data.reduce((sum, value) => sum + value, 0) / area;
}
