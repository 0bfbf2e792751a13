import type { Transaction } from 'kysely';
import { localPerson, type Person } from './person.js';
import type { StudyStore } from './study-store.js';
import type { StudyTables } from './tables.js';

export function holderOf({ id }: Person): string {
  return `account:${id}`;
}

/** Lets a person or a study know a photograph. A photograph that leaves a series stays known to its study, because results rest on it. @returns Whether that is new. */
export async function hold(step: Transaction<StudyTables>, photograph: string, holder: string, name: string): Promise<boolean> {
  const known = await step.selectFrom('holdings').select('holder').where('photograph', '=', photograph).where('holder', '=', holder).executeTakeFirst();
  if (known === undefined) await step.insertInto('holdings').values({ photograph, holder, name }).execute();
  return known === undefined;
}

/** Whether a person has a photograph through a study already. */
export async function isHeldByStudyOf(step: Transaction<StudyTables>, photograph: string, person: Person): Promise<boolean> {
  const holders = step.selectFrom('holdings').select('holder').where('photograph', '=', photograph);
  if (person.role === localPerson.role) return await holders.where('holder', 'like', 'study:%').executeTakeFirst() !== undefined;
  const studies = await step.selectFrom('memberships').select('study').where('account', '=', person.id).execute();
  return studies.length > 0 && await holders.where('holder', 'in', studies.map(({ study }) => `study:${study}`)).executeTakeFirst() !== undefined;
}

/** A photograph that a person brings into a study is the study's from then on: whoever leaves the study does not take it along. */
export async function handOver(step: Transaction<StudyTables>, photograph: string, person: Person, study: string, name: string): Promise<void> {
  await hold(step, photograph, `study:${study}`, name);
  await step.deleteFrom('holdings').where('photograph', '=', photograph).where('holder', '=', holderOf(person)).execute();
}

/**
 * The names under which a person knows photographs: of their own uploads first, else of the studies they belong to.
 * @returns One entry a photograph that the person may see; whoever sits alone at the machine may see all.
 */
export async function namesOfPhotographs({ database }: StudyStore, person: Person, photographs: readonly string[]): Promise<Map<string, string>> {
  if (person.role === localPerson.role) {
    const rows = await database.selectFrom('photographs').select(['sha256', 'name']).where('sha256', 'in', photographs).execute();
    return new Map(rows.map(({ sha256, name }) => [sha256, name]));
  }
  const studies = await database.selectFrom('memberships').select('study').where('account', '=', person.id).execute();
  const own = holderOf(person), holders = [own, ...studies.map(({ study }) => `study:${study}`)];
  const rows = await database.selectFrom('holdings').selectAll().where('photograph', 'in', photographs).where('holder', 'in', holders).orderBy('holder').execute();
  const names = new Map(rows.map(({ photograph, name }) => [photograph, name]));
  for (const { photograph, holder, name } of rows) if (holder === own) names.set(photograph, name);
  return names;
}
