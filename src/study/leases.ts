import type { TakenJob } from './comparisons.js';
import type { StudyStore } from './study-store.js';
import { type JobState, jobStates } from './tables/work-rows.js';

/** A job that somebody works on, as another sees it. */
export interface RunningJob { readonly id: string; readonly lease: number; readonly beat: number }

/** Says that a job is still worked on, and how far it is. @returns False when somebody else has it by now. */
export async function beatJob({ database }: StudyStore, { id, lease }: Pick<TakenJob, 'id' | 'lease'>, progress: unknown): Promise<boolean> {
  const { numUpdatedRows } = await database.updateTable('jobs').set(({ eb }) => ({ beat: eb('beat', '+', 1), progress: progress === null ? null : JSON.stringify(progress) }))
    .where('id', '=', id).where('lease', '=', lease).where('state', '=', 'running').executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Puts a job back that its taker will not finish; the try does not count. */
export async function giveJobBack({ database }: StudyStore, { id, lease }: Pick<TakenJob, 'id' | 'lease'>): Promise<void> {
  await database.updateTable('jobs').set(({ eb }) => ({ state: 'queued', attempts: eb('attempts', '-', 1), progress: null })).where('id', '=', id).where('lease', '=', lease).where('state', '=', 'running').execute();
}

export function listRunningJobs({ database }: StudyStore): Promise<RunningJob[]> {
  return database.selectFrom('jobs').select(['id', 'lease', 'beat']).where('state', '=', 'running').execute();
}

/** Lets somebody else take a job whose worker has fallen silent; nothing happens when it has been heard of meanwhile. */
export async function requeueSilentJob({ database }: StudyStore, { id, lease, beat }: RunningJob): Promise<void> {
  await database.updateTable('jobs').set({ state: 'queued', progress: null }).where('id', '=', id).where('lease', '=', lease).where('beat', '=', beat).where('state', '=', 'running').execute();
}

/** Where jobs stand; those that there are not are left out. */
export function findJobs({ database }: StudyStore, ids: readonly string[]): Promise<{ id: string; state: JobState; progress: string | null }[]> {
  return database.selectFrom('jobs').select(['id', 'state', 'progress']).where('id', 'in', ids).execute();
}

/**
 * How many comparisons come before one that waits, as those for whom they are done take turns now; what is asked for later by somebody else may still come before it.
 * Null for one that does not wait.
 */
export async function countAhead({ database }: StudyStore, id: string): Promise<number | null> {
  const job = await database.selectFrom('jobs').select(['state', 'place', 'holder']).where('id', '=', id).executeTakeFirst();
  if (job?.state !== 'queued') return null;
  const queued = await database.selectFrom('jobs').leftJoin('turns', 'turns.holder', 'jobs.holder').select(['jobs.holder', 'jobs.place', 'turns.turn']).where('jobs.state', '=', 'queued').orderBy('jobs.place').execute();
  const { running } = await database.selectFrom('jobs').select(({ fn }) => fn.countAll<number>().as('running')).where('state', '=', 'running').executeTakeFirstOrThrow();
  const holders = new Map<string, { turn: number; first: number; waiting: number }>();
  for (const { holder, place, turn } of queued) {
    const known = holders.get(holder);
    if (known === undefined) holders.set(holder, { turn: Number(turn ?? 0), first: place, waiting: 1 });
    else known.waiting += 1;
  }
  const own = holders.get(job.holder), before = queued.filter(({ holder, place }) => holder === job.holder && place < job.place).length;
  if (own === undefined) return null;
  let ahead = Number(running) + before;
  for (const [holder, { turn, first, waiting }] of holders) {
    const isFirst = turn < own.turn || (turn === own.turn && first < own.first);
    if (holder !== job.holder) ahead += Math.min(waiting, before + (isFirst ? 1 : 0));
  }
  return ahead;
}

/** How many jobs there are in each state, and how long the oldest of those that wait does so, by the clock of who asks. */
export async function countJobs({ database }: StudyStore): Promise<{ states: { state: JobState; jobs: number }[]; oldestWaitSeconds: number }> {
  const rows = await database.selectFrom('jobs').select(['state', ({ fn }) => fn.countAll<number>().as('jobs')]).groupBy('state').execute();
  const oldest = await database.selectFrom('jobs').select('queued_at').where('state', '=', 'queued').orderBy('place').limit(1).executeTakeFirst();
  return {
    states: jobStates.map((state) => ({ state, jobs: Number(rows.find((row) => row.state === state)?.jobs ?? 0) })),
    oldestWaitSeconds: oldest === undefined ? 0 : Math.max(0, Math.round((Date.now() - Date.parse(oldest.queued_at)) / 1000)),
  };
}

/** @throws AnalysisError `storage.unavailable` when the database does not answer. */
export async function isReachable({ database }: StudyStore): Promise<void> {
  await database.selectFrom('jobs').select('id').limit(1).execute();
}
