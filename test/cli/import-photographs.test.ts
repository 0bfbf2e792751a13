import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importPhotographs, type Imports } from '../../src/cli/import-photographs.js';
import { casesOfManifest } from '../../src/cli/reading-cases.js';
import { createWorker, type Worker } from '../../src/jobs/worker-process.js';
import { checkStore } from '../../src/study/check-store.js';
import { addReading } from '../../src/study/reading/readings.js';
import { openStudyStore, type StudyStore } from '../../src/study/study-store.js';
import { addStudy } from '../../src/study/subjects.js';
import { workerEntry } from '../support/application.js';
import { cropDemo } from '../support/crop-demo.js';

describe('photographs of a manifest from which blinded readers are shown pairs', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'trichoscore-import-')), data = join(folder, 'data'), manifest = join(folder, 'manifest.csv');
  const originals = (): string[] => readdirSync(join(data, 'originals'), { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(data, 'originals', name)).isFile()).map((name) => readFileSync(join(data, 'originals', name)).subarray(-8).toString()).sort();
  let worker: Worker, store: StudyStore;
  const bring = async (): Promise<{ imports: Imports } & Awaited<ReturnType<typeof casesOfManifest>>> => {
    const imports = importPhotographs(store, worker);
    return { imports, ...await casesOfManifest(manifest, 'all', imports, () => undefined, () => undefined) };
  };

  beforeAll(async () => {
    // A few bytes behind the picture's end make each person's photographs its own.
    const visits = [['baseline', await cropDemo('baseline', 500)], ['increase', await cropDemo('increase', 500)]] as const;
    const rows = ['S1', 'S2'].flatMap((subject) => visits.map(([name, picture], visit) => {
      const photo = `${subject}-${name}.jpg`, isUnreadable = subject === 'S2' && visit === 1;
      writeFileSync(join(folder, photo), isUnreadable ? 'no photograph' : Buffer.concat([picture, Buffer.from(`${subject} / ${visit} `)]));
      return `${subject},active,vertex,week ${24 * visit},2026-0${1 + 6 * visit}-05,${photo},5`;
    }));
    writeFileSync(manifest, `subject,arm,target_area,visit,date,photo,um_per_px\n${rows.join('\n')}\n`);
    worker = createWorker({ entry: workerEntry });
    store = await openStudyStore(data);
  });
  afterAll(async () => {
    worker.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('leave nothing behind when the program is killed before the reading is begun', async () => {
    const { cases } = await bring();
    expect([cases.map(({ subject }) => subject), originals().length]).toEqual([['S1'], 3]);
    // A scale proves no close-up: what they show is looked at before a face is shown to readers.
    expect(cases.map(({ kind, baseline_um_per_px }) => [kind, baseline_um_per_px])).toEqual([['auto', 5]]);
    await store.close();
    store = await openStudyStore(data);
    expect(originals()).toEqual([]);
  });

  it('are kept where a pair needs them: a baseline whose follow-up cannot be read, of somebody whom no reading knows, is not', async () => {
    const { imports, cases, leftOut } = await bring(), { id: study } = await addStudy(store, 'dr', 'Panel');
    await addReading(store, 'dr', { study, name: 'Panel', seed: 'seed', readers: ['Adams'], cases, photographs: imports.listNew() });
    await imports.settle();
    expect([leftOut.map(({ row }) => row), originals()]).toEqual([[5], ['S1 / 0 ', 'S1 / 1 '].map((end) => expect.stringContaining(end))]);
    expect(await checkStore(data)).toMatchObject({ photographs: 2, findings: [] });
    const again = await bring();
    expect(again.imports.listNew().map(({ name }) => name)).toEqual(['S2-baseline.jpg']);
    await again.imports.settle();
    expect(originals()).toHaveLength(2);
  });

  it('are shown at one magnification by the width of the field only where both stand upright, or both lie', async () => {
    const lying = await cropDemo('baseline', 600), { width, height } = await sharp(lying).metadata(), half = { left: 0, top: 0, width, height: Math.floor(height / 2) };
    const save = async (orientation: number, quality: number): Promise<Buffer> => sharp(lying).extract(half).withMetadata({ orientation }).jpeg({ quality }).toBuffer();
    const photographs = { 'S3-0': await save(1, 90), 'S3-1': await save(1, 89), 'S4-0': await save(1, 88), 'S4-1': await save(6, 90) };
    for (const [name, bytes] of Object.entries(photographs)) writeFileSync(join(folder, `${name}.jpg`), bytes);
    const rows = ['S3', 'S4'].flatMap((subject) => [0, 1].map((visit) => `${subject},,vertex,week ${24 * visit},2026-0${1 + 6 * visit}-05,${subject}-${visit}.jpg,10`));
    writeFileSync(manifest, `subject,arm,target_area,visit,date,photo,field_width_mm\n${rows.join('\n')}\n`);
    const { imports, cases } = await bring();
    expect(cases.map(({ subject, baseline_um_per_px, follow_up_um_per_px }) => [subject, baseline_um_per_px, follow_up_um_per_px])).toEqual([['S3', 10_000 / width, 10_000 / width], ['S4', null, null]]);
    await imports.settle();
  });
});
