import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { changeClinic } from '../../src/study/clinic.js';
import { finishJob, queueComparison } from '../../src/study/comparisons.js';
import { fingerprint, keepMeasurement } from '../../src/study/measurements.js';
import { picturePath, quarantinePath } from '../../src/study/originals.js';
import { rememberPhotograph } from '../../src/study/photographs.js';
import { openStudyStore, type StudyStore } from '../../src/study/study-store.js';
import { addAssessment } from '../../src/study/assessments.js';
import { addStudy, addSubject, addTargetArea, addTimepoint, addTreatment } from '../../src/study/subjects.js';
import { exampleIncrease } from '../support/example-results.js';

/** Two grey pixels. */
const tinyLogo = { png: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAAAAADRSSBWAAAAC0lEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC', 'base64'), widthPx: 2, heightPx: 1 };

/** What stands for the photographs of a person; their pixels do not matter to what keeps them. */
export const telltale = { 'S-07': 'photograph of Mrs Tell-Tale-Seven', 'S-08': 'photograph of Mr Tell-Tale-Eight' } as const;

/**
 * A data folder with two people of one study, each photographed twice, measured and compared; the second photograph of one is the other's too
 * when `shared`; without what the first programs did not keep, when `asEver`.
 */
export async function fillFolder(folder = mkdtempSync(join(tmpdir(), 'trichoscore-filled-')), { shared = false, asEver = false } = {}): Promise<string> {
  const store = await openStudyStore(folder, () => Date.UTC(2026, 0, 5));
  await fillStore(store, { shared, asEver });
  await store.close();
  return folder;
}

/** The same in any store. */
export async function fillStore(store: StudyStore, { shared = false, asEver = false } = {}): Promise<void> {
  const { id: study } = await addStudy(store, 'dr', 'Alopecia 2026');
  for (const pseudonym of ['S-07', 'S-08'] as const) {
    const { id: subject } = await addSubject(store, 'dr', study, pseudonym);
    const { id: area } = await addTargetArea(store, 'dr', subject, 'vertex');
    await addTreatment(store, 'dr', subject, { kind: 'other', date: '2026-01-06', note: `comb of ${pseudonym}` });
    if (!asEver) await addAssessment(store, 'dr', subject, { date: '2026-01-06', score: 1, improvement: '26-50' });
    const photographs = await Promise.all(['before', 'after'].map((visit) => keepPhotograph(store, `${telltale[shared && visit === 'after' ? 'S-07' : pseudonym]}, ${visit}`, `${pseudonym}-${visit}.jpg`)));
    for (const [at, photograph] of photographs.entries()) await addTimepoint(store, 'dr', { target_area: area, date: `2026-0${at + 1}-05`, photograph, name: `${pseudonym}-${at}.jpg`, calibration: null });
    await compare(store, pseudonym, photographs);
  }
  if (!asEver) await changeClinic(store, 'dr', { name: 'Praxis Nord', address: 'Nordweg 7, 20095 Hamburg', paper: 'letter', logo: tinyLogo });
}

async function keepPhotograph(store: StudyStore, content: string, name: string): Promise<string> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const upload = quarantinePath(store.folders), picture = picturePath(store.folders, sha256, 'display');
  writeFileSync(upload, content);
  await store.originals.keep(upload, sha256);
  mkdirSync(dirname(picture), { recursive: true });
  writeFileSync(picture, content);
  await rememberPhotograph(store, 'dr', { sha256, name, format: 'jpeg', bytes: Buffer.byteLength(content), width: 640, height: 480, captured_at: null });
  return sha256;
}

async function compare(store: StudyStore, pseudonym: string, photographs: readonly string[]): Promise<void> {
  const progress = exampleIncrease(), results = [progress.baseline, ...progress.followUps.map(({ measurement }) => measurement)];
  for (const [at, sha256] of photographs.entries()) {
    Object.assign(results[at].photo, { sha256, name: `${pseudonym}-${at}.jpg` });
    await keepMeasurement(store, 'program', fingerprint({ photograph: sha256, request: {}, methodVersion: '1', modelSha256: '2' }), results[at]);
  }
  const id = createHash('sha256').update(pseudonym).digest('hex');
  await queueComparison(store, 'dr', id, { baseline: { photograph: photographs[0], name: `${pseudonym}.jpg`, calibration: null }, followUps: [{ photograph: photographs[1], calibration: null }] }, 10);
  await finishJob(store, id, { result: { ...progress, followUps: progress.followUps.slice(0, 1) } });
}
