import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** Which folders of src a folder may import from, beside itself and errors.ts. docs/architecture.md draws the same. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  raster: [],
  statistics: [],
  tables: [],
  files: [],
  'image-io': ['files', 'raster', 'domain'],
  segmentation: ['raster'],
  measurement: ['raster', 'domain', 'statistics'],
  registration: ['raster', 'domain', 'statistics'],
  scoring: ['raster', 'domain', 'statistics'],
  analysis: ['raster', 'domain', 'image-io', 'segmentation', 'measurement', 'registration', 'scoring'],
  phantom: ['raster', 'domain', 'image-io'],
  evaluation: ['raster', 'domain', 'statistics', 'tables'],
  qualification: ['domain', 'image-io', 'analysis', 'phantom', 'evaluation'],
  trial: ['domain', 'statistics', 'tables', 'scoring'],
  report: ['domain'],
  dicom: ['raster', 'domain'],
  batch: ['files', 'raster', 'domain', 'image-io', 'segmentation', 'analysis', 'report', 'tables', 'statistics', 'trial', 'study'],
  study: ['files', 'domain'],
  jobs: ['files', 'domain', 'image-io', 'study', 'index.ts'],
  http: ['domain', 'image-io', 'report', 'study', 'jobs', 'tables', 'index.ts'],
  'index.ts': ['raster', 'domain', 'statistics', 'tables', 'trial', 'image-io', 'segmentation', 'measurement', 'registration', 'scoring', 'analysis', 'phantom', 'evaluation', 'qualification', 'report'],
  'errors.ts': [],
  cli: ['files', 'raster', 'domain', 'statistics', 'tables', 'trial', 'image-io', 'segmentation', 'measurement', 'registration', 'scoring', 'analysis', 'phantom', 'evaluation', 'qualification', 'report', 'dicom', 'batch', 'study', 'jobs', 'http', 'index.ts'],
};

/** Packages that only one folder may touch. */
const ownedPackages: Record<string, string> = {
  sharp: 'image-io', exifr: 'image-io', 'heic-decode': 'image-io', 'libheif-js': 'image-io',
  'onnxruntime-node': 'segmentation', 'onnxruntime-web': 'segmentation',
  commander: 'cli', 'cli-progress': 'cli',
  dcmjs: 'dicom', express: 'http', multer: 'http', libsql: 'study', kysely: 'study', pg: 'study', s3mini: 'study', '@node-rs/argon2': 'study',
};

interface Import { from: string; target: string; typeOnly: boolean; dynamic: boolean }

const root = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => name.split(sep).join('/'));
const imports = files.flatMap(readImports);

function readImports(from: string): Import[] {
  const source = readFileSync(join(root, from), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const statements = source.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\sfrom\s+)?'([^']+)'/g);
  const calls = source.matchAll(/\b(?:import|require)\(\s*'([^']+)'/g);
  const place = (target: string): string => (target.startsWith('.') ? relative(root, resolve(dirname(join(root, from)), target)).split(sep).join('/').replace(/\.js$/, '.ts') : target);
  return [
    ...[...statements].map(([, type, target]) => ({ from, target: place(target), typeOnly: type !== undefined, dynamic: false })),
    ...[...calls].map(([, target]) => ({ from, target: place(target), typeOnly: false, dynamic: true })),
  ];
}

const folderOf = (file: string): string => file.split('/')[0];
const isOwnFile = (target: string): boolean => files.includes(target);

describe('the house that hair is measured in', () => {
  it('is read whole: every file of ours that is imported is there', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.filter(({ target }) => target.endsWith('.ts') && !isOwnFile(target))).toEqual([]);
  });

  it('has no room that these rules do not know', () => {
    expect([...new Set(files.map(folderOf))].filter((folder) => !(folder in mayImport))).toEqual([]);
  });

  it('lets photographs flow one way: no room imports one that stands above it', () => {
    const wrong = imports.filter(({ from, target }) => isOwnFile(target) && target !== 'errors.ts'
      && folderOf(target) !== folderOf(from) && !mayImport[folderOf(from)].includes(folderOf(target)));
    expect(wrong.map(({ from, target }) => `${from} → ${target}`)).toEqual([]);
  });

  it('has no circle of files', () => {
    const next = new Map(files.map((file) => [file, imports.filter(({ from, target }) => from === file && isOwnFile(target)).map(({ target }) => target)]));
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, path: string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (done.has(file) || path.includes(file)) return;
      for (const target of next.get(file)!) walk(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });

  it('decodes photographs, runs the network and reads the command line in one room each', () => {
    const wrong = imports.filter(({ from, target }) => {
      const owner = Object.entries(ownedPackages).find(([name]) => target === name || target.startsWith(`${name}/`))?.[1];
      return owner !== undefined && owner !== folderOf(from);
    });
    expect(wrong.map(({ from, target }) => `${from} → ${target}`)).toEqual([]);
  });

  it('has no file or folder whose name says nothing', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|managers?)(\.|\/|$)/i.test(file))).toEqual([]);
  });

  /** Packages that come along with some files of ours, at once. */
  function packagesOf(...roots: string[]): string[] {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const { target } of imports.filter(({ from, typeOnly, dynamic }) => from === file && !typeOnly && !dynamic)) load(target);
    };
    roots.forEach(load);
    return [...loaded].filter((target) => !isOwnFile(target) && !target.startsWith('node:'));
  }

  it('answers --help without loading the photograph reader, the network or the schemas', () => {
    expect(packagesOf('cli/main.ts')).toEqual(['commander']);
  });

  it('measures the photographs of a batch in processes that load no schemas, which take longer to load than the network', () => {
    expect(packagesOf('batch/worker.ts', 'analysis/analyse-photograph.ts', 'analysis/analyse-progress.ts', 'image-io/cover-face.ts', 'image-io/encode-image.ts')).toEqual([]);
  });
});
