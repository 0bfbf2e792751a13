import type { Transaction } from 'kysely';
import { type Act, eraseEntry, resultDigest } from './audit.js';
import type { EntryOfKept } from './find-traces.js';
import { neutralName } from './photographs.js';
import type { PhotographRow } from './tables/photograph-rows.js';
import type { StudyTables } from './tables.js';

type Step = Transaction<StudyTables>;
type Record = (act: Act) => Promise<void>;

/**
 * Gives photographs that outlive a person of a study, or a study, the file names that others know them by: their own may name who was erased. Done when its visits are gone.
 * Names that nobody knows them by any more go from the entries of their uploads and from what was measured, too; entries of their own say what stays, so that it can be verified as before.
 * @param ofKept  The entries that there were of these photographs and their measurements.
 */
export async function forgetFileNames(step: Step, record: Record, { study, kept }: { readonly study: string; readonly kept: readonly string[] }, ofKept: readonly EntryOfKept[]): Promise<void> {
  const entriesOf = (object: string): EntryOfKept[] => ofKept.filter((entry) => entry.object === object);
  for (const sha256 of kept) {
    const photograph = await step.selectFrom('photographs').selectAll().where('sha256', '=', sha256).executeTakeFirst();
    // Whoever else had it was erased since it was looked for.
    if (photograph === undefined) continue;
    const known = await renamePhotograph(step, study, photograph);
    await forgetInUploads(step, record, { ...photograph, name: neutralName(photograph) }, known, entriesOf(`photograph:${sha256}`));
    for (const { id, result } of await step.selectFrom('measurements').select(['id', 'result']).where('photograph', '=', sha256).execute()) {
      const said = JSON.parse(result) as { photo: { name: string } };
      if (!known.has(said.photo.name)) await renameMeasurement(step, record, id, JSON.stringify({ ...said, photo: { ...said.photo, name: neutralName(photograph) } }), entriesOf(`measurement:${id}`));
    }
  }
}

/** @returns The file names by which the photograph is known from now on. */
async function renamePhotograph(step: Step, study: string, photograph: PhotographRow): Promise<Set<string>> {
  const { sha256, name: first } = photograph, holder = `study:${study}`, neutral = neutralName(photograph);
  const visits = await step.selectFrom('timepoints').innerJoin('target_areas', 'target_areas.id', 'timepoints.target_area').innerJoin('subjects', 'subjects.id', 'target_areas.subject')
    .select(['timepoints.name', 'subjects.study']).where('timepoints.photograph', '=', sha256).orderBy('timepoints.name').execute();
  const inStudy = visits.find((visit) => visit.study === study)?.name ?? neutral;
  await step.updateTable('holdings').set({ name: inStudy }).where('photograph', '=', sha256).where('holder', '=', holder).execute();
  const elsewhere = await step.selectFrom('holdings').select('name').where('photograph', '=', sha256).where('holder', 'like', 'study:%').where('holder', '!=', holder).execute();
  if (![...visits, ...elsewhere].some(({ name }) => name === first)) {
    await step.updateTable('holdings').set({ name: neutral }).where('photograph', '=', sha256).where('holder', 'like', 'account:%').where('name', '=', first).execute();
    await step.updateTable('photographs').set({ name: neutral }).where('sha256', '=', sha256).execute();
  }
  const held = await step.selectFrom('holdings').select('name').where('photograph', '=', sha256).execute(), { name } = await step.selectFrom('photographs').select('name').where('sha256', '=', sha256).executeTakeFirstOrThrow();
  return new Set([name, neutral, ...[...visits, ...held].map((row) => row.name)]);
}

async function forgetInUploads(step: Step, record: Record, { sha256, name, format, bytes, width, height, captured_at }: PhotographRow, known: ReadonlySet<string>, uploads: readonly EntryOfKept[]): Promise<void> {
  const named = uploads.filter(({ after }) => !known.has((JSON.parse(after) as { name: string }).name));
  for (const { number } of named) await eraseEntry(step, record, number);
  // One that is left says what the photograph is.
  if (named.length > 0 && named.length === uploads.length) await record({ action: 'photograph.rename', object: `photograph:${sha256}`, after: { name, format, bytes, width, height, captured_at } });
}

async function renameMeasurement(step: Step, record: Record, id: string, result: string, made: readonly EntryOfKept[]): Promise<void> {
  // Without an entry there is nothing to hold it against, and what its entry said before is not to be vouched for anew.
  const last = made.at(-1);
  if (last === undefined) return;
  const said = JSON.parse(last.after) as { resultSha256?: string }, { result: before } = await step.selectFrom('measurements').select('result').where('id', '=', id).executeTakeFirstOrThrow();
  if (said.resultSha256 !== undefined && said.resultSha256 !== resultDigest(before)) return;
  await step.updateTable('measurements').set({ result }).where('id', '=', id).execute();
  for (const { number } of made) await eraseEntry(step, record, number);
  await record({ action: 'measurement.rename', object: `measurement:${id}`, after: said.resultSha256 === undefined ? said : { ...said, resultSha256: resultDigest(result) } });
}
