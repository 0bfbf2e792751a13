import type { Hair } from '../domain/hair.js';
import type { Mask } from '../raster/raster-image.js';
import { inNetworkPixels } from './network-pixels.js';

/** A centre-line pixel this close to a traced hair belongs to it, pixels of the network's picture. */
const reach = inNetworkPixels(58);

/**
 * Share of the hair mask's centre lines that traced hairs account for, 0…1; 1 where there is no hair.
 * Low where hair is long: its shafts run on past any exit that could be seen.
 * @param centreLine  Of the network's picture.
 * @param scale       Network pixels per original pixel.
 */
export function shareExplained(centreLine: Mask, hairs: readonly Hair[], scale: number): number {
  const { width, height, data } = centreLine, explained = new Uint8Array(data.length);
  for (const hair of hairs) {
    for (let k = 0; k + 1 < hair.path.length; k++) {
      const x0 = (hair.path[k]!.column + 0.5) * scale - 0.5, y0 = (hair.path[k]!.row + 0.5) * scale - 0.5;
      const dx = (hair.path[k + 1]!.column - hair.path[k]!.column) * scale, dy = (hair.path[k + 1]!.row - hair.path[k]!.row) * scale;
      const square = dx * dx + dy * dy || 1e-9;
      const left = Math.max(0, Math.floor(Math.min(x0, x0 + dx) - reach)), right = Math.min(width - 1, Math.ceil(Math.max(x0, x0 + dx) + reach));
      const top = Math.max(0, Math.floor(Math.min(y0, y0 + dy) - reach)), bottom = Math.min(height - 1, Math.ceil(Math.max(y0, y0 + dy) + reach));
      for (let y = top; y <= bottom; y++) {
        for (let x = left; x <= right; x++) {
          const t = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / square));
          if ((x - x0 - t * dx) ** 2 + (y - y0 - t * dy) ** 2 <= reach * reach) explained[y * width + x] = 1;
        }
      }
    }
  }
  let all = 0, known = 0;
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0) continue;
    all++;
    known += explained[i]!;
  }
  return all === 0 ? 1 : known / all;
}
