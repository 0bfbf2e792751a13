import { holderOf, namesOfPhotographs } from './holdings.js';
import { localPerson, type Person } from './person.js';
import type { StudyStore } from './study-store.js';

type Database = StudyStore['database'];
type FindStudy = (database: Database, id: string) => Promise<{ study: string } | undefined>;

/** The study that a thing belongs to. */
const studyOf = {
  study: (database, id) => database.selectFrom('studies').select('id as study').where('id', '=', id).executeTakeFirst(),
  subject: (database, id) => database.selectFrom('subjects').select('study').where('id', '=', id).executeTakeFirst(),
  targetArea: (database, id) => database.selectFrom('target_areas').innerJoin('subjects', 'subjects.id', 'target_areas.subject').select('subjects.study').where('target_areas.id', '=', id).executeTakeFirst(),
  timepoint: (database, id) => database.selectFrom('timepoints').innerJoin('target_areas', 'target_areas.id', 'timepoints.target_area').innerJoin('subjects', 'subjects.id', 'target_areas.subject')
    .select('subjects.study').where('timepoints.id', '=', id).executeTakeFirst(),
  reading: (database, id) => database.selectFrom('readings').select('study').where('id', '=', id).executeTakeFirst(),
  treatment: (database, id) => database.selectFrom('treatments').innerJoin('subjects', 'subjects.id', 'treatments.subject').select('subjects.study').where('treatments.id', '=', id).executeTakeFirst(),
  assessment: (database, id) => database.selectFrom('assessments').innerJoin('subjects', 'subjects.id', 'assessments.subject').select('subjects.study').where('assessments.id', '=', id).executeTakeFirst(),
} satisfies Record<string, FindStudy>;

/** The photographs that a thing shows. */
const photographsOf = {
  photograph: async (_database: Database, id: string): Promise<string[]> => [id],
  comparison: async (database: Database, id: string): Promise<string[]> => {
    const row = await database.selectFrom('comparisons').select('request').where('id', '=', id).executeTakeFirst();
    if (row === undefined) return [];
    const { baseline, followUps } = JSON.parse(row.request) as Record<'baseline', { photograph: string }> & Record<'followUps', { photograph: string }[]>;
    return [...new Set([baseline, ...followUps].map(({ photograph }) => photograph))];
  },
};

/** Kinds of things that not everybody may see. */
export type OwnedKind = keyof typeof studyOf | keyof typeof photographsOf | 'ownReading';

/**
 * Whether a person may know of a thing: of what belongs to a study whoever belongs to it; of a photograph also who
 * uploaded it; of a comparison who may see each of its photographs, and, where people's corrections of a study or an account may be in it, whoever
 * belongs there; of a reader's pairs that reader alone. What is not there is seen by nobody.
 */
export async function isVisible(store: StudyStore, person: Person, kind: OwnedKind, id: string): Promise<boolean> {
  if (kind in photographsOf) {
    if (kind === 'comparison' && !await isOfHolder(store, person, id)) return false;
    const photographs = await photographsOf[kind as keyof typeof photographsOf](store.database, id);
    return photographs.length > 0 && (await namesOfPhotographs(store, person, photographs)).size === photographs.length;
  }
  if (kind === 'ownReading') return isOwnReading(store, person, id);
  const found = await (studyOf[kind as keyof typeof studyOf] as FindStudy)(store.database, id);
  if (found === undefined) return false;
  return person.role === localPerson.role || await belongsTo(store, person, found.study);
}

/** A reader's pairs belong to the account of the reader's name, as long as it belongs to the study. */
async function isOwnReading(store: StudyStore, person: Person, id: string): Promise<boolean> {
  const reader = await store.database.selectFrom('reading_readers').innerJoin('readings', 'readings.id', 'reading_readers.reading').select(['reading_readers.name', 'readings.study']).where('reading_readers.id', '=', id).executeTakeFirst();
  if (reader === undefined) return false;
  return person.role === localPerson.role || reader.name === person.name && await belongsTo(store, person, reader.study);
}

/** Whether a comparison holds no corrections but those that this person may know. */
async function isOfHolder(store: StudyStore, person: Person, id: string): Promise<boolean> {
  const row = await store.database.selectFrom('comparisons').select('request').where('id', '=', id).executeTakeFirst();
  const { holder } = row === undefined ? {} : JSON.parse(row.request) as { holder?: string };
  return holder === undefined || mayUse(store, person, holder);
}

/** Whether a person may know the corrections of a study or an account. */
export async function mayUse(store: StudyStore, person: Person, holder: string): Promise<boolean> {
  if (person.role === localPerson.role) return true;
  return holder.startsWith('study:') ? belongsTo(store, person, holder.slice('study:'.length)) : holder === holderOf(person);
}

export async function belongsTo({ database }: StudyStore, { id }: Person, study: string): Promise<boolean> {
  return await database.selectFrom('memberships').select('study').where('account', '=', id).where('study', '=', study).executeTakeFirst() !== undefined;
}
