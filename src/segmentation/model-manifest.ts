import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AnalysisError } from '../errors.js';

const inputSchema = z.object({
  name: z.string(),
  mean: z.number(),
  scale: z.number().positive(),
  multipleOf: z.number().int().positive(),
}).loose();

/** What every model file says of itself, kept beside it as JSON. */
const modelSchema = z.object({
  name: z.string(),
  file: z.string().regex(/^[\w.-]+$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  input: inputSchema,
}).loose();

/** A network that looks at skin of a known scale. */
export const closeupManifestSchema = modelSchema.extend({ input: inputSchema.extend({ pixelsPerMillimetre: z.number().positive() }) });
export type ModelManifest = z.infer<typeof closeupManifestSchema>;

/** A network that looks at a whole photograph, its longer side brought to so many pixels; at several sizes, largest first, whose answers are averaged. */
export const globalManifestSchema = modelSchema.extend({
  input: inputSchema.extend({ longerSides: z.array(z.number().int().positive()).min(1) }),
  pixelsPerCell: z.number().int().positive(),
});
export type GlobalManifest = z.infer<typeof globalManifestSchema>;

const modelsFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'models');

/** The manifest of the close-up network that ships with the package. */
export const closeupManifestPath = join(modelsFolder, 'closeup.json');

/** The manifest of the network for photographs of heads that ships with the package. */
export const globalManifestPath = join(modelsFolder, 'global.json');

/** The manifest of the network that finds what is worn on a head. */
export const wornManifestPath = join(modelsFolder, 'worn.json');

const read = new Set<string>();

/** sha256 of all models and descriptions that this process has read so far: the files may be others by now. */
export function listModelsRead(): readonly string[] {
  return [...read];
}

/**
 * Reads a manifest and the model it names.
 * @throws AnalysisError `model.missing` when a file is not there, `model.mismatch` when the model's sha256 is not the pinned one.
 */
export async function readModel<Manifest extends { name: string; file: string; sha256: string }>(
  manifestPath: string, schema: z.ZodType<Manifest>,
): Promise<{ manifest: Manifest; bytes: Uint8Array }> {
  let manifest: Manifest, bytes: Uint8Array;
  try {
    const description = await readFile(manifestPath);
    read.add(sha256Of(description));
    manifest = schema.parse(JSON.parse(description.toString('utf8')));
    bytes = await readFile(join(dirname(manifestPath), manifest.file));
  } catch (cause) {
    throw new AnalysisError('model.missing', 'The model that finds hair, or its description, is missing or unreadable.', { cause });
  }
  const sha256 = sha256Of(bytes);
  read.add(sha256);
  if (sha256 !== manifest.sha256) {
    throw new AnalysisError('model.mismatch', `The model "${manifest.name}" is not the one it should be: its sha256 begins with ${sha256.slice(0, 12)}, expected ${manifest.sha256.slice(0, 12)}.`);
  }
  return { manifest, bytes };
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
