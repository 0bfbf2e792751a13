import { cover, type Canvas } from './canvas.js';
import { sampleNoise, type NoiseTable } from './noise.js';
import type { PlacedShaft } from './paint-shafts.js';
import type { Random } from './random.js';
import { clamp } from './scalp.js';

/** What a mirror of water shows of white diodes. */
const lamp = [250, 252, 255] as const;

/**
 * A film of water that mirrors the light: sheets of white with sharp borders on the skin and over the shafts, and broken
 * streaks along the side of the shafts that faces the light.
 */
export function paintFilm(canvas: Canvas, table: NoiseTable, random: Random, shafts: readonly PlacedShaft[]): void {
  const { width, height, pixelsPerMillimetre: scale } = canvas, layer = 60 + random.integer(1000), angle = random.uniform(0, Math.PI);
  const pools = sampleNoise(table, canvas, { layer, cellMm: random.uniform(0.2, 0.5), octaves: 2, aspect: random.uniform(1, 2.5), angle });
  const ripples = sampleNoise(table, canvas, { layer: layer + 1, cellMm: 0.06, octaves: 2 });
  const level = random.uniform(1.2, 1.7), share = new Float32Array(width * height);
  for (let i = 0; i < share.length; i++) share[i] = clamp((pools[i]! + 0.35 * ripples[i]! - level) / 0.25, 0, 0.95);
  const side = random.uniform(-0.5, 0.5), brightest = random.uniform(0.6, 0.95);
  for (const { layer: own, alpha, radiusPx } of shafts) {
    const rate = random.uniform(8, 25), phase = random.uniform(0, 6.3), radius = Math.max(radiusPx, 0.5);
    for (let y = 0, i = 0; y < own.height; y++) {
      for (let x = 0; x < own.width; x++, i++) {
        if (!(alpha[i]! > 0.3)) continue;
        const at = (y + own.top) * width + x + own.left;
        const shine = brightest * Math.exp(-(((own.across[i]! / radius - side) / 0.25) ** 2)) * clamp(0.6 + 1.5 * Math.sin((own.along[i]! / scale) * rate + phase), 0, 1);
        if (shine > share[at]!) share[at] = shine;
      }
    }
  }
  cover(canvas, share, lamp);
}
