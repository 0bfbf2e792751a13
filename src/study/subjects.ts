import { randomUUID } from 'node:crypto';
import { AnalysisError } from '../errors.js';
import { join } from './accounts.js';
import { handOver } from './holdings.js';
import { localPerson, type Person } from './person.js';
import type { StudyStore } from './study-store.js';
import type { AreaKind, StudyRow, SubjectRow, TargetAreaRow, TimepointRow } from './tables/study-rows.js';
import { type Treatment, treatmentSchema } from './treatment.js';
import type { LoggedTreatment } from './treatment-warnings.js';

const taken = (what: string): AnalysisError => new AnalysisError('request.conflict', `${what} is there already.`, { hint: 'Choose another name, or use the one that is there.' });

/**
 * What was added with this id before: a request that is sent twice, because somebody pressed twice or the answer was lost, adds once.
 * @throws AnalysisError `request.conflict` when it was something else.
 */
export function addedBefore<Row extends object>(row: Row | undefined, asked: Partial<Row>): Row | null {
  if (row === undefined) return null;
  for (const [column, value] of Object.entries(asked)) {
    if (row[column as keyof Row] !== value) throw new AnalysisError('request.conflict', 'This request bears the key of an earlier one that asked for something else.', { hint: 'Load the page again and repeat the change; programs give each change a key of its own.' });
  }
  return row;
}

/** @param member  The account that belongs to it from the start; none on a machine that is not shared. */
export function addStudy({ change }: StudyStore, actor: string, name: string, member: string | null = null, id: string = randomUUID()): Promise<StudyRow> {
  return change(actor, async (step, record, now) => {
    const before = addedBefore(await step.selectFrom('studies').selectAll().where('id', '=', id).executeTakeFirst(), { name });
    if (before !== null) return before;
    if (await step.selectFrom('studies').select('id').where('name', '=', name).executeTakeFirst() !== undefined) throw taken('A study of this name');
    const row = { id, name, added_at: now, archived_at: null };
    await step.insertInto('studies').values(row).execute();
    await record({ action: 'study.add', object: `study:${row.id}`, after: { name } });
    if (member !== null) await join(step, record, member, row.id);
    return row;
  });
}

export function addSubject({ change }: StudyStore, actor: string, study: string, pseudonym: string, id: string = randomUUID()): Promise<SubjectRow> {
  return change(actor, async (step, record, now) => {
    const before = addedBefore(await step.selectFrom('subjects').selectAll().where('id', '=', id).executeTakeFirst(), { study, pseudonym });
    if (before !== null) return before;
    if (await step.selectFrom('subjects').select('id').where('study', '=', study).where('pseudonym', '=', pseudonym).executeTakeFirst() !== undefined) throw taken('A subject of this pseudonym');
    const row = { id, study, pseudonym, added_at: now };
    await step.insertInto('subjects').values(row).execute();
    await record({ action: 'subject.add', object: `subject:${row.id}`, after: { study, pseudonym } });
    return row;
  });
}

export function addTargetArea({ change }: StudyStore, actor: string, subject: string, name: string, id: string = randomUUID(), kind: AreaKind = 'closeup'): Promise<TargetAreaRow> {
  return change(actor, async (step, record, now) => {
    const before = addedBefore(await step.selectFrom('target_areas').selectAll().where('id', '=', id).executeTakeFirst(), { subject, name, kind });
    if (before !== null) return before;
    if (await step.selectFrom('target_areas').select('id').where('subject', '=', subject).where('name', '=', name).executeTakeFirst() !== undefined) throw taken('A target area of this name');
    const row = { id, subject, name, added_at: now, kind };
    await step.insertInto('target_areas').values(row).execute();
    await record({ action: 'targetArea.add', object: `targetArea:${row.id}`, after: { subject, name, ...(kind === 'closeup' ? {} : { kind }) } });
    return row;
  });
}

/** One photograph a day and area; its day orders it, and the earliest is the baseline. @param person  Who brings the photograph; it belongs to the study afterwards. */
export function addTimepoint({ change }: StudyStore, actor: string, timepoint: Pick<TimepointRow, 'target_area' | 'date' | 'photograph' | 'name' | 'calibration'> & { readonly region?: string }, person: Person = localPerson, id: string = randomUUID()): Promise<TimepointRow> {
  return change(actor, async (step, record, now) => {
    const before = addedBefore(await step.selectFrom('timepoints').selectAll().where('id', '=', id).executeTakeFirst(), timepoint);
    if (before !== null) return before;
    const same = await step.selectFrom('timepoints').select('id').where('target_area', '=', timepoint.target_area).where('date', '=', timepoint.date).executeTakeFirst();
    if (same !== undefined) throw new AnalysisError('request.conflict', 'A photograph of this area and day is there already.', { hint: 'Correct the day, or take out the photograph that is there first.' });
    // Two days of one exposure would be a visit at which nothing changed.
    const again = await step.selectFrom('timepoints').select('date').where('target_area', '=', timepoint.target_area).where('photograph', '=', timepoint.photograph).executeTakeFirst();
    if (again !== undefined) throw new AnalysisError('request.conflict', `This photograph is already that of ${again.date} in this area.`, { hint: 'Choose the photograph of this visit; where its day was wrong, take it out there first.' });
    const row = { id, region: null, ...timepoint, added_at: now };
    await step.insertInto('timepoints').values(row).execute();
    const { study } = await step.selectFrom('target_areas').innerJoin('subjects', 'subjects.id', 'target_areas.subject').select('subjects.study').where('target_areas.id', '=', row.target_area).executeTakeFirstOrThrow();
    await handOver(step, row.photograph, person, study, row.name);
    await record({ action: 'timepoint.add', object: `timepoint:${row.id}`, after: timepoint });
    return row;
  });
}

/** Takes a photograph out of its series; the photograph itself and what was measured stay. The reason goes into the trail. */
export function removeTimepoint({ change }: StudyStore, actor: string, id: string, reason: string): Promise<void> {
  return change(actor, async (step, record) => {
    const row = await step.selectFrom('timepoints').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new AnalysisError('request.notFound', 'There is no such timepoint.');
    await step.deleteFrom('timepoints').where('id', '=', id).execute();
    await record({ action: 'timepoint.remove', object: `timepoint:${id}`, before: row, after: { reason } });
  });
}

/**
 * Where hair is measured on the photograph of a visit to a head. The trail keeps what was before, and why.
 * @param region  JSON, null for all of the scalp.
 * @param seen  The region that it takes the place of, as whoever drew it saw it; left out, it takes the place of any.
 * @throws AnalysisError `request.outdated` when another one stands there by now.
 */
export function changeRegion({ change }: StudyStore, actor: string, id: string, region: string | null, reason: string, seen?: string | null): Promise<TimepointRow> {
  return change(actor, async (step, record) => {
    const row = await step.selectFrom('timepoints').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new AnalysisError('request.notFound', 'There is no such timepoint.');
    const area = await step.selectFrom('target_areas').select('kind').where('id', '=', row.target_area).executeTakeFirstOrThrow();
    if (area.kind === 'closeup') throw new AnalysisError('request.invalid', 'region: the photographs of this area are close-ups; regions belong to heads.');
    if (seen !== undefined && seen !== row.region) throw new AnalysisError('request.outdated', 'Somebody has drawn another region in the meantime.');
    await step.updateTable('timepoints').set({ region }).where('id', '=', id).execute();
    // Named by its area, so that the reason goes when the person is erased.
    await record({ action: 'timepoint.region', object: `timepoint:${id}`, before: { region: row.region }, after: { target_area: row.target_area, region, reason } });
    return { ...row, region };
  });
}

export function addTreatment({ change }: StudyStore, actor: string, subject: string, treatment: Treatment, id: string = randomUUID()): Promise<LoggedTreatment> {
  return change(actor, async (step, record, now) => {
    const { kind, date, ...details } = treatment, asked = { subject, kind, date, details: JSON.stringify(details) };
    if (addedBefore(await step.selectFrom('treatments').selectAll().where('id', '=', id).executeTakeFirst(), asked) !== null) return { id, ...treatment };
    await step.insertInto('treatments').values({ id, ...asked, added_at: now }).execute();
    await record({ action: 'treatment.add', object: `treatment:${id}`, after: { subject, ...treatment } });
    return { id, ...treatment };
  });
}

export function removeTreatment({ change }: StudyStore, actor: string, id: string, reason: string): Promise<void> {
  return change(actor, async (step, record) => {
    const row = await step.selectFrom('treatments').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new AnalysisError('request.notFound', 'There is no such treatment.');
    await step.deleteFrom('treatments').where('id', '=', id).execute();
    await record({ action: 'treatment.remove', object: `treatment:${id}`, before: row, after: { reason } });
  });
}

/** All studies by name, with the number of their subjects. @param person  Only those that this person belongs to. */
export async function listStudies({ database }: StudyStore, person: Person = localPerson): Promise<(StudyRow & { subjects: number })[]> {
  const belonging = database.selectFrom('memberships').select('study').where('account', '=', person.id);
  const rows = await database.selectFrom('studies').leftJoin('subjects', 'subjects.study', 'studies.id')
    .select(['studies.id', 'studies.name', 'studies.added_at', 'studies.archived_at']).select(({ fn }) => fn.count<number>('subjects.id').as('subjects'))
    .groupBy(['studies.id', 'studies.name', 'studies.added_at', 'studies.archived_at']).orderBy('studies.name')
    .$if(person.role !== localPerson.role, (query) => query.where('studies.id', 'in', belonging)).execute();
  return rows.map((row) => ({ ...row, subjects: Number(row.subjects) }));
}

/** A subject as the list of a study shows it: `photographs` are those of all its target areas, `latest` is the day of the last one. */
export type ListedSubject = SubjectRow & { readonly photographs: number; readonly latest: string | null };

/** Pseudonyms with numbers in them in the order of the numbers: S-2 before S-10. */
const byPseudonym = new Intl.Collator('en', { numeric: true });

export async function findStudy({ database }: StudyStore, id: string): Promise<(StudyRow & { subjects: ListedSubject[] }) | null> {
  const study = await database.selectFrom('studies').selectAll().where('id', '=', id).executeTakeFirst();
  if (study === undefined) return null;
  const rows = await database.selectFrom('subjects').leftJoin('target_areas', 'target_areas.subject', 'subjects.id').leftJoin('timepoints', 'timepoints.target_area', 'target_areas.id')
    .select(['subjects.id', 'subjects.study', 'subjects.pseudonym', 'subjects.added_at']).select(({ fn }) => [fn.count<number>('timepoints.id').as('photographs'), fn.max<string | null>('timepoints.date').as('latest')])
    .where('subjects.study', '=', id).groupBy(['subjects.id', 'subjects.study', 'subjects.pseudonym', 'subjects.added_at']).execute();
  const subjects = rows.map((row) => ({ ...row, photographs: Number(row.photographs) }));
  return { ...study, subjects: subjects.sort((one, other) => byPseudonym.compare(one.pseudonym, other.pseudonym) || (one.pseudonym < other.pseudonym ? -1 : 1)) };
}

/** A person of a study: the areas with their photographs in order of their days, and the treatments. */
export interface SubjectFile {
  readonly subject: SubjectRow;
  readonly study: StudyRow;
  readonly areas: readonly (TargetAreaRow & { readonly timepoints: readonly TimepointRow[] })[];
  readonly treatments: readonly LoggedTreatment[];
}

export async function findSubject({ database }: StudyStore, id: string): Promise<SubjectFile | null> {
  const subject = await database.selectFrom('subjects').selectAll().where('id', '=', id).executeTakeFirst();
  if (subject === undefined) return null;
  const study = await database.selectFrom('studies').selectAll().where('id', '=', subject.study).executeTakeFirstOrThrow();
  const areas = await database.selectFrom('target_areas').selectAll().where('subject', '=', id).orderBy('name').execute();
  const timepoints = await database.selectFrom('timepoints').innerJoin('target_areas', 'target_areas.id', 'timepoints.target_area')
    .selectAll('timepoints').where('target_areas.subject', '=', id).orderBy('timepoints.date').execute();
  const treatments = await database.selectFrom('treatments').selectAll().where('subject', '=', id).orderBy('date').execute();
  return {
    subject, study,
    areas: areas.map((area) => ({ ...area, timepoints: timepoints.filter((timepoint) => timepoint.target_area === area.id) })),
    treatments: treatments.map((row) => ({ id: row.id, ...treatmentSchema.parse({ kind: row.kind, date: row.date, ...JSON.parse(row.details) as object }) })),
  };
}

/** The subject that an area belongs to; null for no such area. */
export async function findTargetArea({ database }: StudyStore, id: string): Promise<TargetAreaRow | null> {
  return await database.selectFrom('target_areas').selectAll().where('id', '=', id).executeTakeFirst() ?? null;
}
