import { basename } from 'node:path';
import { AnalysisError } from '../errors.js';
import type { FloatMap, Mask } from '../index.js';
import { toAnalysisError } from './output.js';

/**
 * Reads a picture drawn by hand as shares 0…1, black to white.
 * @throws AnalysisError `truth.invalid` when it is no picture.
 */
export async function readTruthMap(path: string): Promise<FloatMap> {
  const { readPhotograph } = await import('../image-io/read-photograph.js');
  try {
    const { image: { width, height, data } } = await readPhotograph(path);
    const shares = new Float32Array(width * height);
    for (let at = 0; at < shares.length; at++) shares[at] = data[3 * at]! / 255;
    return { width, height, data: shares };
  } catch (cause) {
    const { code, message } = toAnalysisError(cause);
    throw new AnalysisError('truth.invalid', `The mask ${basename(path)} cannot be used (${code}): ${message}`, { cause });
  }
}

/** A mask made by hand: hair is whatever is lighter than middle grey. */
export async function readTruthMask(path: string): Promise<Mask> {
  const { width, height, data } = await readTruthMap(path);
  return { width, height, data: Uint8Array.from(data, (share) => (share > 0.5 ? 1 : 0)) };
}
