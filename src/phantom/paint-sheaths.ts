import { cover, type Canvas } from './canvas.js';
import type { Rgb } from './conditions.js';
import { sampleNoise, type NoiseTable } from './noise.js';
import type { PlacedShaft } from './paint-shafts.js';
import { createRandom } from './random.js';
import { clamp } from './scalp.js';

/** Dried sebum, from amber to the bluish grey that it has under a film of scale. */
const sheathColours: readonly Rgb[] = [[104, 78, 46], [74, 56, 38], [92, 98, 122], [58, 60, 70]];

/**
 * Paints sheaths: dark casts of sebum and scale around the first tenths of a millimetre of some shafts, ragged at the sides, which make one
 * shaft look as wide as two where it leaves the skin.
 * @param share  Of the rooted hairs that carry one, 0…1.
 */
export function paintSheaths(canvas: Canvas, table: NoiseTable, shafts: readonly PlacedShaft[], share: number): void {
  const { width, pixelsPerMillimetre: scale } = canvas;
  const grain = sampleNoise(table, canvas, { layer: 93, cellMm: 0.025, octaves: 2 }), ragged = sampleNoise(table, canvas, { layer: 95, cellMm: 0.07, octaves: 2 });
  const maps = sheathColours.map(() => new Float32Array(grain.length));
  for (const { hair, layer, radiusPx } of shafts) {
    const own = createRandom(hair.seed + 31);
    if (!hair.rooted || !own.chance(share)) continue;
    const map = maps[own.integer(maps.length)]!;
    const from = own.uniform(-0.08, 0.02) * scale, to = own.uniform(0.06, 0.35) * scale, wide = own.uniform(1.05, 1.9), strength = own.uniform(0.3, 0.95);
    const lean = own.normal(0, 0.3) * radiusPx, roughness = own.uniform(0.1, 0.5), softness = own.uniform(1, 0.08 * scale), covers = own.uniform(0.3, 1);
    for (let y = 0; y < layer.height; y++) {
      for (let x = layer.from[y]!, i = y * layer.width + x; x < layer.to[y]!; x++, i++) {
        const s = layer.along[i]!;
        if (Number.isNaN(s)) continue;
        const at = (y + layer.top) * width + x + layer.left, across = layer.across[i]! - lean;
        // It thins out towards the tip, and lets the shaft itself show through more than the skin beside it.
        const reach = radiusPx * (1 + (wide - 1) * clamp((to - s) / (to - from), 0, 1)) * (1 + roughness * ragged[at]!);
        const over = Math.abs(layer.across[i]!) < radiusPx ? covers : 1;
        const value = strength * over * clamp(0.8 + 0.4 * grain[at]!, 0, 1.1) * clamp(reach - Math.abs(across) + 0.5, 0, 1) * clamp((s - from) / softness, 0, 1) * clamp((to - s) / softness, 0, 1);
        if (value > map[at]!) map[at] = Math.min(1, value);
      }
    }
  }
  sheathColours.forEach((colour, k) => { cover(canvas, maps[k]!, colour); });
}
