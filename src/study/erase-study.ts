import { type Kysely, sql } from 'kysely';
import { AnalysisError } from '../errors.js';
import { deleteWithDependents } from './delete-dependents.js';
import type { Erasure } from './erase-subject.js';
import { eraseTraces } from './erase-traces.js';
import { findFormerPhotographs, findTraces, type Wanted } from './find-traces.js';
import { forgetFileNames } from './forget-file-names.js';
import { ofEach, pairsOf, subjectsOf } from './of-study.js';
import { pages, portion } from './pages.js';
import type { StudyStore } from './study-store.js';
import type { StudyTables } from './tables.js';

/** Values asked for in one statement. */
const mostValues = 500;

export interface StudyErasure extends Erasure { readonly subjects: number }

/**
 * Erases a study: everybody in it as `eraseSubject` does, its blinded readings with their answers, who belonged to it, and the contents of audit entries that name any of it.
 * The trail keeps which study was erased, by whom, when and why. Photographs that a series or a reading of another study holds, too, stay there.
 * @throws AnalysisError `request.notFound`; `request.conflict` when others keep working on it meanwhile.
 */
export async function eraseStudy(store: StudyStore, actor: string, study: string, reason: string): Promise<StudyErasure> {
  const holder = `study:${study}`;
  let found: OfStudy = { photographs: [], names: [], name: '', subjects: 0, kept: [] };
  const { photographs, measurements, comparisons } = await eraseTraces(store, actor, {
    find: () => findTraces(store.database, async () => {
      found = await findOfStudy(store.database, study);
      // Of photographs that stay: what was compared with the corrections of this study.
      return { ...found, holder };
    }),
    erase: async (step, record, traces) => {
      await deleteWithDependents(step, store.isShared, 'studies', 'id', [study]);
      for (const table of ['holdings', 'corrections', 'turns'] as const) await step.deleteFrom(table).where('holder', '=', holder).execute();
      await forgetFileNames(step, record, { study, kept: found.kept }, traces.ofKept);
      await step.deleteFrom('retention').where('scope', '=', holder).execute();
      await record({ action: 'study.erase', object: holder, after: { name: found.name, reason, subjects: found.subjects, photographs: traces.photographs.length, measurements: traces.measurements.length, comparisons: traces.comparisons.length } });
    },
  });
  return { subjects: found.subjects, photographs: photographs.length, measurements: measurements.length, comparisons: comparisons.length, keptPhotographs: found.kept.length };
}

type OfStudy = Wanted & { readonly name: string; readonly subjects: number; readonly kept: readonly string[] };

/** Photographs that are or ever were in a series or a reading of this study are its own, unless a series or a reading of another study holds them, be it of the same person: whoever erases one study may not even know the other. */
async function findOfStudy(database: Kysely<StudyTables>, study: string): Promise<OfStudy> {
  const row = await database.selectFrom('studies').select('name').where('id', '=', study).executeTakeFirst();
  if (row === undefined) throw new AnalysisError('request.notFound', 'There is no such study.');
  const subjects: string[] = [], areas: string[] = [], others: string[] = [], photographs = new Set<string>();
  for await (const { id } of subjectsOf(database, study)) subjects.push(id);
  for await (const { id } of ofEach(subjects, (some) => database.selectFrom('target_areas').select('id').where('subject', 'in', some).execute())) areas.push(id);
  for (const table of ['treatments', 'assessments'] as const) for await (const { id } of ofEach(subjects, (some) => database.selectFrom(table).select('id').where('subject', 'in', some).execute())) others.push(id);
  for await (const { photograph } of ofEach(areas, (some) => database.selectFrom('timepoints').select('photograph').where('target_area', 'in', some).execute())) photographs.add(photograph);
  for (const { id } of await database.selectFrom('readings').select('id').where('study', '=', study).execute()) {
    others.push(id);
    for await (const pair of pairsOf(database, id)) {
      others.push(pair.id);
      photographs.add(pair.baseline_photograph).add(pair.follow_up_photograph);
    }
  }
  for (const photograph of await findFormerPhotographs(database, new Set(areas))) photographs.add(photograph);
  const readHoldings = ([photograph, holder]: readonly [string, string]): Promise<{ photograph: string; holder: string }[]> => database.selectFrom('holdings').select(['photograph', 'holder'])
    .where(sql<boolean>`(photograph, holder) > (${photograph}, ${holder})`).orderBy('photograph').orderBy('holder').limit(portion).execute();
  for await (const { photograph, holder } of pages(readHoldings, ['', ''] as const, (held) => [held.photograph, held.holder] as const)) if (holder === `study:${study}`) photographs.add(photograph);
  const { known, elsewhere } = await sortOut(database, [...photographs].sort(), study);
  const own = known.filter((sha256) => !elsewhere.has(sha256));
  return { photographs: own, names: [study, ...subjects, ...areas, ...others], name: row.name, subjects: subjects.length, kept: known.filter((sha256) => elsewhere.has(sha256)) };
}

/** Which of these photographs there still are, and which of them others need. */
async function sortOut(database: Kysely<StudyTables>, photographs: readonly string[], study: string): Promise<{ known: string[]; elsewhere: Set<string> }> {
  const known: string[] = [], elsewhere = new Set<string>();
  for (let from = 0; from < photographs.length; from += mostValues) {
    const some = photographs.slice(from, from + mostValues), wanted = new Set(some);
    known.push(...(await database.selectFrom('photographs').select('sha256').where('sha256', 'in', some).orderBy('sha256').execute()).map(({ sha256 }) => sha256));
    const visits = await database.selectFrom('timepoints').innerJoin('target_areas', 'target_areas.id', 'timepoints.target_area').innerJoin('subjects', 'subjects.id', 'target_areas.subject')
      .select('timepoints.photograph').where('timepoints.photograph', 'in', some).where('subjects.study', '!=', study).execute();
    for (const { photograph } of visits) elsewhere.add(photograph);
    const pairs = await database.selectFrom('reading_cases').innerJoin('readings', 'readings.id', 'reading_cases.reading').select(['baseline_photograph', 'follow_up_photograph'])
      .where(({ or, eb }) => or([eb('baseline_photograph', 'in', some), eb('follow_up_photograph', 'in', some)])).where('readings.study', '!=', study).execute();
    for (const pair of pairs) for (const photograph of [pair.baseline_photograph, pair.follow_up_photograph]) if (wanted.has(photograph)) elsewhere.add(photograph);
  }
  return { known, elsewhere };
}
