import type { Kysely } from 'kysely';
import { progressResultSchema, timepointResultSchema } from '../domain/result.js';
import { findClinicFault } from './clinic.js';
import { pages, portion } from './pages.js';
import { jobStates } from './tables/work-rows.js';
import type { StudyTables } from './tables.js';

const read = (text: string): unknown => { try { return JSON.parse(text); } catch { return null; } };

/**
 * Reads every result that is kept, one after the other, and holds it against its row; and comparisons against the queue.
 * @param tables  Those that are there; null for all.
 * @returns How many there are, and a sentence for each that is not as it should be.
 */
export async function checkResults(database: Kysely<StudyTables>, tables: ReadonlySet<string> | null = null): Promise<{ measurements: number; comparisons: number; faults: string[] }> {
  const faults: string[] = [], has = (table: string): boolean => tables === null || tables.has(table);
  let measurements = 0, comparisons = 0;
  for await (const id of idsOf(database, 'measurements')) {
    measurements++;
    const row = await database.selectFrom('measurements').select(['result', 'photograph']).where('id', '=', id).executeTakeFirst();
    const result = row === undefined ? undefined : timepointResultSchema.safeParse(read(row.result)).data;
    if (row !== undefined && result === undefined) faults.push(`Measurement ${id} cannot be read.`);
    else if (result !== undefined && result.photo.sha256 !== row!.photograph) faults.push(`Measurement ${id} belongs to another photograph than the database says.`);
  }
  for await (const id of has('corrections') ? idsOf(database, 'corrections') : []) {
    const row = await database.selectFrom('corrections').select(['version', 'result']).where('id', '=', id).executeTakeFirst();
    if (row !== undefined && timepointResultSchema.safeParse(read(row.result)).data?.correction?.version !== row.version) faults.push(`Correction ${id} cannot be read.`);
  }
  const clinicFault = has('clinic') ? await findClinicFault(database) : null;
  if (clinicFault !== null) faults.push(clinicFault);
  for await (const id of idsOf(database, 'comparisons')) {
    comparisons++;
    const row = await database.selectFrom('comparisons').leftJoin('jobs', 'jobs.id', 'comparisons.id').select(['comparisons.result', 'jobs.state']).where('comparisons.id', '=', id).executeTakeFirst();
    if (row === undefined) continue;
    const name = `${id.slice(0, 12)}…`;
    if (row.state === null) faults.push(`Comparison ${name} has no place in the queue.`);
    else if (!(jobStates as readonly string[]).includes(row.state)) faults.push(`The place of comparison ${name} in the queue cannot be read.`);
    else if (row.state === 'done' && row.result === null) faults.push(`Comparison ${name} is done and has no result.`);
    else if (row.result !== null && !progressResultSchema.safeParse(read(row.result)).success) faults.push(`The result of comparison ${name} cannot be read.`);
  }
  return { measurements, comparisons, faults };
}

async function* idsOf(database: Kysely<StudyTables>, table: 'measurements' | 'corrections' | 'comparisons'): AsyncGenerator<string> {
  for await (const { id } of pages((last) => database.selectFrom(table).select('id').where('id', '>', last).orderBy('id').limit(portion).execute(), '', (row) => row.id)) yield id;
}
