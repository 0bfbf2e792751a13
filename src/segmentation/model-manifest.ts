import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AnalysisError } from '../errors.js';

/** The contract of a model file, kept beside it as JSON. */
const manifestSchema = z.object({
  name: z.string(),
  file: z.string().regex(/^[\w.-]+$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  input: z.object({
    name: z.string(),
    mean: z.number(),
    scale: z.number().positive(),
    multipleOf: z.number().int().positive(),
    pixelsPerMillimetre: z.number().positive(),
  }).loose(),
}).loose();
export type ModelManifest = z.infer<typeof manifestSchema>;

const modelsFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'models');

/** The manifest of the close-up network that ships with the package. */
export const closeupManifestPath = join(modelsFolder, 'closeup.json');

/**
 * Reads a manifest and the model it names.
 * @throws AnalysisError `model.missing` when a file is not there, `model.mismatch` when the model's sha256 is not the pinned one.
 */
export async function readModel(manifestPath: string): Promise<{ manifest: ModelManifest; bytes: Uint8Array }> {
  let manifest: ModelManifest, bytes: Uint8Array;
  try {
    manifest = manifestSchema.parse(JSON.parse(await readFile(manifestPath, 'utf8')));
    bytes = await readFile(join(dirname(manifestPath), manifest.file));
  } catch (cause) {
    throw new AnalysisError('model.missing', 'The model that finds hair, or its description, is missing or unreadable.', { cause });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== manifest.sha256) {
    throw new AnalysisError('model.mismatch', `The model "${manifest.name}" is not the one it should be: its sha256 begins with ${sha256.slice(0, 12)}, expected ${manifest.sha256.slice(0, 12)}.`);
  }
  return { manifest, bytes };
}
