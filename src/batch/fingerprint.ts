import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { methodVersion } from '../analysis/method-version.js';
import { schemaVersion } from '../domain/schema-version.js';
import { AnalysisError } from '../errors.js';
import { loadInferenceRuntime } from '../segmentation/inference-runtime.js';

/** What a number depends on beside the photograph and the options. */
export interface MethodFingerprint {
  readonly package: string;
  readonly methodVersion: string;
  readonly schemaVersion: number;
  /** sha256 over the program's own files that make numbers: also between versions, nothing is mixed. */
  readonly code: string;
  /** sha256 of each network and each description that ships with the package, by file name. */
  readonly models: Readonly<Record<string, string>>;
  /** Versions of the packages that decode photographs and run the network, as pinned. */
  readonly packages: Readonly<Record<string, string>>;
  /** What runs the networks here: the native one and the one in WebAssembly do not give the same figures. */
  readonly runtime: string;
  readonly platform: string;
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** Parts of the program that make no number of a photograph. A new part counts until it is named here. */
const numberless = new Set(['batch', 'cli', 'evaluation', 'http', 'jobs', 'phantom', 'qualification', 'report', 'study', 'tables', 'trial', 'web', 'index.ts', 'index.js', 'index.d.ts']);
const numberMakers = ['onnxruntime-node', 'onnxruntime-web', 'sharp', 'heic-decode', 'libheif-js'];

/** Reads what this installation measures with. @throws AnalysisError `model.missing` or `runtime.missing`. */
export async function readFingerprint(): Promise<MethodFingerprint> {
  const folder = join(root, 'models'), models: Record<string, string> = {};
  const names = (await readdir(folder).catch(() => [])).filter((name) => /\.(onnx|json)$/.test(name)).sort();
  if (names.length === 0) throw new AnalysisError('model.missing', 'The models that find hair are not there.');
  for (const name of names) models[name] = createHash('sha256').update(await readFile(join(folder, name))).digest('hex');
  const own = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string; dependencies: Record<string, string>; optionalDependencies?: Record<string, string> };
  const pinned = { ...own.dependencies, ...own.optionalDependencies };
  return {
    package: own.version, methodVersion, schemaVersion, code: hashCode(), models,
    packages: Object.fromEntries(numberMakers.flatMap((name) => (pinned[name] === undefined ? [] : [[name, pinned[name]]]))),
    runtime: (await loadInferenceRuntime()).name,
    platform: `${process.platform}-${process.arch}`,
  };
}

/** Reads one file after the other without waiting in between: of hundreds of small files, the waiting costs three times the reading. */
function hashCode(): string {
  const source = join(dirname(fileURLToPath(import.meta.url)), '..'), hash = createHash('sha256');
  const parts = readdirSync(source, { withFileTypes: true }).filter(({ name }) => !numberless.has(name));
  const names = parts.flatMap((part) => (part.isDirectory() ? readdirSync(join(source, part.name), { recursive: true }).map((name) => `${part.name}/${String(name).split(sep).join('/')}`) : [part.name]));
  for (const name of names.filter((each) => /\.[jt]s$/.test(each) && !each.endsWith('.d.ts')).sort()) {
    hash.update(`${name}\0`).update(readFileSync(join(source, name))).update('\0');
  }
  return hash.digest('hex');
}
