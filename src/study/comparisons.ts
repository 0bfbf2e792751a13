import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { type ProgressResult, progressResultSchema } from '../domain/result.js';
import { type Act, resultDigest } from './audit.js';
import { isLaterDay } from './local-day.js';
import type { JobState } from './tables/work-rows.js';
import { type CheckInChange, requirePhotographs } from './require-photographs.js';
import type { StudyStore } from './study-store.js';
import type { StudyTables } from './tables.js';

/**
 * A refusal as it is kept and shown. `photograph`: the one that it is about, where it is about one: its place, the baseline's is 1, and what is said of it alone.
 * `others`: further photographs that were refused, with what is said of each.
 */
export interface Refusal { code: string; message: string; hint: string; photograph?: { place: number; message: string }; others?: readonly RefusedPlace[] }
export interface RefusedPlace { readonly place: number; readonly code: string; readonly message: string; readonly hint: string }

export interface StoredComparison {
  id: string;
  request: unknown;
  result: ProgressResult | null;
  state: JobState;
  error: Refusal | null;
}

/** Same request, method and model, same id: asking twice computes once. */
export function comparisonId(request: unknown, { methodVersion, modelSha256 }: { methodVersion: string; modelSha256: string }): string {
  return createHash('sha256').update(JSON.stringify([request, methodVersion, modelSha256])).digest('hex');
}

/**
 * Puts a comparison into the queue; one that is there stays as it is, one that failed is tried anew. Whoever asks again on a later day has its photographs kept from that day on.
 * @param largestQueue  Jobs of one holder that may wait at once.
 * @param holder  For whom it is done, `study:ID` or `account:ID`.
 * @param check  Whether what it was asked for is still there.
 * @param method  Versions of the method that it is asked for by.
 * @throws AnalysisError `request.conflict` when a photograph was erased meanwhile.
 * @returns Its state, or null when the queue is full.
 */
export function queueComparison({ change }: StudyStore, actor: string, id: string, request: unknown, largestQueue: number, holder = '', check: CheckInChange = async () => undefined, method = ''): Promise<JobState | null> {
  return change(actor, async (step, record, now) => {
    const job = await step.selectFrom('jobs').select('state').where('id', '=', id).executeTakeFirst();
    if (job !== undefined && job.state !== 'failed') {
      await noteAskedAgain(step, record, now, id);
      return job.state;
    }
    const { waiting } = await step.selectFrom('jobs').select(({ fn }) => fn.countAll<number>().as('waiting')).where('state', '=', 'queued').where('holder', '=', holder).executeTakeFirstOrThrow();
    if (Number(waiting) >= largestQueue) return null;
    const { last } = await step.selectFrom('jobs').select(({ fn }) => fn.max<number | null>('place').as('last')).executeTakeFirstOrThrow();
    const place = (last ?? 0) + 1;
    await requirePhotographs(step, request);
    await check(step);
    if (job === undefined) {
      await step.insertInto('comparisons').values({ id, request: JSON.stringify(request), result: null, asked_at: now }).execute();
      await step.insertInto('jobs').values({ id, place, state: 'queued', attempts: 0, error: null, queued_at: now, finished_at: null, holder, lease: 0, beat: 0, progress: null, method }).execute();
    } else {
      await step.updateTable('jobs').set({ place, state: 'queued', attempts: 0, error: null, queued_at: now, finished_at: null, holder, progress: null, method }).where('id', '=', id).execute();
      await step.updateTable('comparisons').set({ asked_at: now }).where('id', '=', id).execute();
    }
    await record({ action: 'comparison.ask', object: `comparison:${id}`, after: request });
    return 'queued';
  });
}

async function noteAskedAgain(step: Transaction<StudyTables>, record: (act: Act) => Promise<void>, now: string, id: string): Promise<void> {
  const { asked_at, request } = await step.selectFrom('comparisons').select(['asked_at', 'request']).where('id', '=', id).executeTakeFirstOrThrow();
  if (!isLaterDay(now, asked_at)) return;
  await step.updateTable('comparisons').set({ asked_at: now }).where('id', '=', id).execute();
  await record({ action: 'comparison.ask', object: `comparison:${id}`, after: JSON.parse(request) });
}

export async function findComparison({ database }: StudyStore, id: string): Promise<StoredComparison | null> {
  const row = await database.selectFrom('comparisons').innerJoin('jobs', 'jobs.id', 'comparisons.id')
    .select(['comparisons.id', 'comparisons.request', 'comparisons.result', 'jobs.state', 'jobs.error'])
    .where('comparisons.id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id, request: JSON.parse(row.request), state: row.state,
    result: row.result === null ? null : progressResultSchema.parse(JSON.parse(row.result)),
    error: row.error === null ? null : JSON.parse(row.error) as Refusal,
  };
}

/** All comparisons that were asked for one holder with this photograph as the baseline, the latest first; their results are left where they are. `endedAt`: null where they have not ended. */
export async function listComparisonsOf({ database }: StudyStore, holder: string, baseline: string): Promise<(Omit<StoredComparison, 'result'> & { endedAt: string | null })[]> {
  const begin = `{"baseline":{"photograph":"${baseline}"`;
  const rows = await database.selectFrom('jobs').innerJoin('comparisons', 'comparisons.id', 'jobs.id').select(['jobs.id', 'comparisons.request', 'jobs.state', 'jobs.error', 'jobs.finished_at'])
    .where('jobs.holder', '=', holder).where('comparisons.request', 'like', `${begin}%`).orderBy('jobs.place', 'desc').execute();
  return rows.map(({ id, request, state, error, finished_at }) => ({ id, request: JSON.parse(request), state, error: error === null ? null : JSON.parse(error) as Refusal, endedAt: finished_at }));
}

/** At start: what was running when the program ended waits again. */
export async function requeueInterrupted({ change }: StudyStore): Promise<void> {
  await change('program', async (step) => {
    await step.updateTable('jobs').set({ state: 'queued' }).where('state', '=', 'running').execute();
  });
}

/** A job as somebody took it. */
export interface TakenJob { readonly id: string; readonly request: unknown; readonly attempts: number; readonly lease: number }

/**
 * Takes a job of those for whom the fewest are being done, and of these for whom longest none was begun: of theirs the one that waits longest. Null when none waits.
 * @param choose  Of the methods by which those that wait were asked for, those whose jobs may be taken.
 */
export async function takeNextJob({ database, change }: StudyStore, choose: (methods: readonly string[]) => Promise<readonly string[]> = async (methods) => methods): Promise<TakenJob | null> {
  const waiting = await database.selectFrom('jobs').select('method').distinct().where('state', '=', 'queued').execute();
  const methods = waiting.length === 0 ? [] : await choose(waiting.map(({ method }) => method));
  if (methods.length === 0) return null;
  return change('program', async (step) => {
    const busy = step.selectFrom('jobs').select(['holder', ({ fn }) => fn.countAll<number>().as('running')]).where('state', '=', 'running').groupBy('holder').as('busy');
    const next = await step.selectFrom('jobs').innerJoin('comparisons', 'comparisons.id', 'jobs.id').leftJoin(busy, 'busy.holder', 'jobs.holder').leftJoin('turns', 'turns.holder', 'jobs.holder')
      .select(['jobs.id', 'jobs.holder', 'jobs.attempts', 'jobs.lease', 'comparisons.request']).where('jobs.state', '=', 'queued').where('jobs.method', 'in', methods)
      .orderBy(sql`coalesce(busy.running, 0)`).orderBy(sql`coalesce(turns.turn, 0)`).orderBy('jobs.place').limit(1).executeTakeFirst();
    if (next === undefined) return null;
    const taken = { attempts: next.attempts + 1, lease: next.lease + 1 };
    await step.updateTable('jobs').set({ state: 'running', ...taken }).where('id', '=', next.id).execute();
    const { last } = await step.selectFrom('turns').select(({ fn }) => fn.max<number | null>('turn').as('last')).executeTakeFirstOrThrow(), turn = (last ?? 0) + 1;
    await step.insertInto('turns').values({ holder: next.holder, turn }).onConflict((there) => there.column('holder').doUpdateSet({ turn })).execute();
    return { id: next.id, request: JSON.parse(next.request), ...taken };
  });
}

/**
 * Stores the outcome of a job: its result, or why there is none.
 * @param lease  Of who did it; null when nobody else could have.
 * @returns False, and nothing is stored, when somebody else has taken the job since.
 */
export function finishJob({ change }: StudyStore, id: string, outcome: { result: ProgressResult } | { error: Refusal }, lease: number | null = null): Promise<boolean> {
  return change('program', async (step, record, now) => {
    const done = 'result' in outcome, ended = { state: done ? 'done' : 'failed', error: done ? null : JSON.stringify(outcome.error), finished_at: now, progress: null } as const;
    const job = step.updateTable('jobs').set(ended).where('id', '=', id);
    const { numUpdatedRows } = await (lease === null ? job : job.where('state', '=', 'running').where('lease', '=', lease)).executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    const text = done ? JSON.stringify(outcome.result) : null;
    if (text !== null) await step.updateTable('comparisons').set({ result: text }).where('id', '=', id).execute();
    await record({ action: done ? 'comparison.finish' : 'comparison.fail', object: `comparison:${id}`, after: text === null ? (outcome as { error: Refusal }).error : { resultSha256: resultDigest(text) } });
    return true;
  });
}
