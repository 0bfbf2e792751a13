import { cover, type Canvas } from './canvas.js';
import { sampleNoise, type NoiseTable } from './noise.js';
import type { PlacedShaft } from './paint-shafts.js';
import { createRandom } from './random.js';
import { clamp } from './scalp.js';

/**
 * Paints collars: sheaths of scale that sit around the first tenths of a millimetre of some shafts and hide them in part, as on unwashed clipped scalps.
 * @param share  Of the rooted hairs that carry one, 0…1.
 */
export function paintCollars(canvas: Canvas, table: NoiseTable, shafts: readonly PlacedShaft[], share: number): void {
  const { width, height, pixelsPerMillimetre: scale } = canvas, map = new Float32Array(width * height);
  const grain = sampleNoise(table, canvas, { layer: 91, cellMm: 0.03, octaves: 2 });
  for (const { hair, layer, radiusPx } of shafts) {
    const own = createRandom(hair.seed + 29);
    if (!hair.rooted || !own.chance(share)) continue;
    const from = own.uniform(-0.06, 0.03) * scale, to = from + own.uniform(0.05, 0.3) * scale, wide = radiusPx * own.uniform(0.9, 1.5) + 1;
    const strength = own.uniform(0.15, 0.85), rings = own.uniform(20, 90), ringGain = own.uniform(0, 0.6), slope = own.normal(0, 0.5);
    for (let y = 0; y < layer.height; y++) {
      for (let x = layer.from[y]!, i = y * layer.width + x; x < layer.to[y]!; x++, i++) {
        const s = layer.along[i]!;
        if (Number.isNaN(s)) continue;
        const across = layer.across[i]!, at = (y + layer.top) * width + x + layer.left;
        const patch = clamp(0.75 + 0.6 * grain[at]!, 0, 1.2) * (1 - ringGain * (0.5 + 0.5 * Math.sin((s / scale) * rings)));
        const value = strength * patch * clamp(wide - Math.abs(across) + 0.5, 0, 1) * clamp((s - from) / 2 + 0.5, 0, 1) * clamp((to - s + slope * across) / 2 + 0.5, 0, 1);
        if (value > map[at]!) map[at] = Math.min(1, value);
      }
    }
  }
  cover(canvas, map, [168, 172, 190]);
}
