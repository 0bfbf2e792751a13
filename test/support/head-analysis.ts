import { analyseHead, type HeadAnalysis, type HeadOptions } from '../../src/analysis/head/analyse-head.js';
import type { GlobalMaps } from '../../src/raster/global-maps.js';
import type { PaintedScalp } from './paint-scalp.js';

const model = { name: 'truth', sha256: '0'.repeat(64), runtime: 'onnxruntime-node' } as const;

/** A painted head measured with its truth in place of the network's maps, so that only what follows the network is tested. */
export function analysePainted({ image, scalp, hair, worn }: PaintedScalp, options: HeadOptions = {}, sha256 = hashOf(image.data)): HeadAnalysis {
  const maps: GlobalMaps = { width: image.width, height: image.height, cellsPerPixel: 1, scalp: scalp.data, hair: hair.data, worn: worn?.data ?? new Float32Array(scalp.data.length) };
  return analyseHead({ name: 'painted.png', sha256, width: image.width, height: image.height, capturedAt: null, format: 'png', storedTurned: false, image }, maps, { model, wornModelSha256: '0'.repeat(64) }, options);
}

/** Enough to tell painted pictures apart. */
function hashOf(data: Uint8Array): string {
  let hash = 2166136261;
  for (const value of data) hash = Math.imul(hash ^ value, 16777619) >>> 0;
  return hash.toString(16).padStart(64, '0');
}
