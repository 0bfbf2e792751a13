import { AnalysisError } from '../../errors.js';
import { quarantinePath } from '../../study/originals.js';
import type { Person } from '../../study/person.js';
import { rememberPhotograph, requireOriginal } from '../../study/photographs.js';
import type { StudyStore } from '../../study/study-store.js';
import { addStudy, addSubject, addTargetArea, addTimepoint, addTreatment } from '../../study/subjects.js';
import { inspectPhotograph } from '../inspect-photograph.js';
import { filesOf } from '../photograph-files.js';
import type { Tasks } from '../tasks.js';
import type { Worker } from '../worker-process.js';
import { listSampleMen, type SampleMan, sampleStudyName } from './sample-men.js';

/** Where the making of the sample study stands. */
export interface SampleProgress { readonly man: string; readonly done: number; readonly of: number }

export interface SampleStudy { readonly study: string; readonly areas: readonly { readonly subject: string; readonly pseudonym: string; readonly area: string }[] }

/** The sample study where it is there already; null where it is not. */
export async function findSampleStudy({ database }: StudyStore): Promise<string | null> {
  return (await database.selectFrom('studies').select('id').where('name', '=', sampleStudyName).executeTakeFirst())?.id ?? null;
}

/**
 * Adds a study of simulated men with rendered photographs and their treatments; nothing is measured yet. All photographs are made before the first
 * row is written, so that a program that is ended meanwhile leaves no half study.
 * @param quick  One man, two small photographs.
 * @throws AnalysisError `request.conflict` when it is there already.
 */
export async function addSampleStudy(store: StudyStore, worker: Worker, person: Person, quick: boolean, tell: (progress: SampleProgress) => void = () => undefined): Promise<SampleStudy> {
  if (await findSampleStudy(store) !== null) throw new AnalysisError('request.conflict', 'The sample study is there already.', { hint: 'Open it under Studies.' });
  const men = listSampleMen(quick), pictures: (readonly SamplePicture[])[] = [];
  for (const [at, man] of men.entries()) {
    tell({ man: man.pseudonym, done: at, of: men.length });
    pictures.push(await takePhotographs(store, worker, man));
  }
  const study = await addStudy(store, person.name, sampleStudyName, person.role === 'local' ? null : person.id), areas = [];
  for (const [at, { pseudonym, area: name, visits, treatments }] of men.entries()) {
    const subject = await addSubject(store, person.name, study.id, pseudonym), area = await addTargetArea(store, person.name, subject.id, name);
    for (const [visit, date] of visits.entries()) {
      const { row, umPerPx } = pictures[at]![visit]!, photograph = { ...row, name: `${pseudonym.toLowerCase().replace(' ', '-')}-${date}.jpg` };
      await rememberPhotograph(store, person.name, photograph, person, () => requireOriginal(store, row.sha256));
      await addTimepoint(store, person.name, { target_area: area.id, date, photograph: row.sha256, name: photograph.name, calibration: JSON.stringify({ method: 'given', micrometresPerPixel: umPerPx }) }, person);
    }
    for (const treatment of treatments) await addTreatment(store, person.name, subject.id, treatment);
    areas.push({ subject: subject.id, pseudonym, area: area.id });
  }
  return { study: study.id, areas };
}

interface SamplePicture { readonly row: { sha256: string; format: string; bytes: number; width: number; height: number; captured_at: string | null }; readonly umPerPx: number }

/** Renders the photographs of one man, reads them as uploads are read, and puts them among the originals. */
async function takePhotographs(store: StudyStore, worker: Worker, { photographs, visits }: SampleMan): Promise<SamplePicture[]> {
  const pictures: SamplePicture[] = [];
  for (const visit of visits.keys()) {
    const file = quarantinePath(store.folders), { sha256, bytes, umPerPx } = await render(worker, { request: photographs, visit, file });
    const { format, width, height, capturedAt } = await inspectPhotograph(worker, await filesOf(store, sha256, file));
    await store.originals.keep(file, sha256);
    pictures.push({ row: { sha256, format, bytes, width, height, captured_at: capturedAt }, umPerPx });
  }
  return pictures;
}

async function render(worker: Worker, input: Tasks['render']['input']): Promise<Tasks['render']['output']> {
  try {
    return await worker.run('render', input);
  } catch (error) {
    if (!(error instanceof AnalysisError && error.code === 'photo.stopped')) throw error;
    throw new AnalysisError('photo.stopped', 'A photograph of the sample study could not be rendered: the process that does it was ended, or took too long.', { hint: 'Try again when this machine has less to do; nothing was added.' });
  }
}
