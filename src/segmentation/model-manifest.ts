import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AnalysisError } from '../errors.js';

/** What every model file says of itself, kept beside it as JSON. */
interface Described {
  readonly name: string;
  /** Beside the description. */
  readonly file: string;
  readonly sha256: string;
  readonly input: { readonly name: string; readonly mean: number; readonly scale: number; readonly multipleOf: number };
}

/** A network that looks at skin of a known scale. */
export interface ModelManifest extends Described {
  readonly input: Described['input'] & { readonly pixelsPerMillimetre: number };
}

/** A network that looks at a whole photograph, its longer side brought to so many pixels; at several sizes, largest first, whose answers are averaged. */
export interface GlobalManifest extends Described {
  readonly input: Described['input'] & { readonly longerSides: readonly number[] };
  readonly pixelsPerCell: number;
}

// By hand: every process that measures photographs reads these few lines, and loading the schemas took it longer than the network.

const isText = (value: unknown): boolean => typeof value === 'string';
const isPositive = (value: unknown): boolean => Number.isFinite(value) && (value as number) > 0;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && isPositive(value);

function isDescribed({ name, file, sha256, input }: Described): boolean {
  return isText(name) && isText(file) && /^[\w.-]+$/.test(file) && isText(sha256) && /^[0-9a-f]{64}$/.test(sha256)
    && isText(input.name) && Number.isFinite(input.mean) && isPositive(input.scale) && isCount(input.multipleOf);
}

/** Whether what a file holds is such a description. */
export function isModelManifest(manifest: ModelManifest): boolean {
  return isDescribed(manifest) && isPositive(manifest.input.pixelsPerMillimetre);
}

/** Whether what a file holds is such a description. */
export function isGlobalManifest(manifest: GlobalManifest): boolean {
  const { input: { longerSides }, pixelsPerCell } = manifest;
  return isDescribed(manifest) && isCount(pixelsPerCell) && longerSides.length > 0 && longerSides.every(isCount);
}

const modelsFolder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'models');

/** The manifest of the close-up network that ships with the package. */
export const closeupManifestPath = join(modelsFolder, 'closeup.json');

/** The manifest of the network for photographs of heads that ships with the package. */
export const globalManifestPath = join(modelsFolder, 'global.json');

/** The manifest of the network that finds what is worn on a head. */
export const wornManifestPath = join(modelsFolder, 'worn.json');

/** sha256 of each description that ships with the package, without its white space; it names the model's. A model that is exchanged together with its description is told by it. */
const shipped: ReadonlyMap<string, string> = new Map([
  [closeupManifestPath, '2c9c5690f7b39ec732eeb9b819eba8fe768e9b7508079d9e60905c2c21a2c15b'],
  [globalManifestPath, 'bdd866ef646953e4ec397115bad5907a928e2d5f976db7c05ada882436f7689e'],
  [wornManifestPath, '5b77a51c4ddc8d92f9d89740181d439053c94f3dd8d599ae93db157f979b56ce'],
]);

const read = new Set<string>();

/** sha256 of all models and descriptions that this process has read so far: the files may be others by now. */
export function listModelsRead(): readonly string[] {
  return [...read];
}

/**
 * Reads a manifest and the model it names.
 * @param isSound  Whether what the file holds is a manifest as it is wanted here.
 * @throws AnalysisError `model.missing` when a file is not there, `model.mismatch` when the model's sha256 is not the one that its description names, or the description of a model of this package is another than it ships with.
 */
export async function readModel<Manifest extends Described>(manifestPath: string, isSound: (manifest: Manifest) => boolean): Promise<{ manifest: Manifest; bytes: Uint8Array }> {
  let manifest: Manifest, bytes: Uint8Array;
  try {
    const description = await readFile(manifestPath);
    read.add(sha256Of(description));
    manifest = JSON.parse(description.toString('utf8')) as Manifest;
    if (!isSound(manifest)) throw new TypeError('Expected the description of a model.');
    bytes = await readFile(join(dirname(manifestPath), manifest.file));
  } catch (cause) {
    throw new AnalysisError('model.missing', 'The model that finds hair, or its description, is missing or unreadable.', { cause });
  }
  if ((shipped.get(manifestPath) ?? hashDescription(manifest)) !== hashDescription(manifest)) {
    throw new AnalysisError('model.mismatch', `The description of the model "${manifest.name}" is not the one that belongs to this version of trichoscore.`);
  }
  const sha256 = sha256Of(bytes);
  read.add(sha256);
  if (sha256 !== manifest.sha256) {
    throw new AnalysisError('model.mismatch', `The model "${manifest.name}" is not the one it should be: its sha256 begins with ${sha256.slice(0, 12)}, expected ${manifest.sha256.slice(0, 12)}.`);
  }
  return { manifest, bytes };
}

/** Line ends and indentation are left out: they say nothing of a model, and some copies change them. */
const hashDescription = (manifest: Described): string => sha256Of(Buffer.from(JSON.stringify(manifest)));

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
