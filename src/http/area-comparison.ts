import type { FollowUpResult, ProgressResult } from '../domain/result.js';
import type { ErrorCode } from '../errors.js';
import type { ComparisonRequest } from '../jobs/comparison-request.js';
import { mayPass } from '../jobs/run-comparison.js';
import { comparisonId, findComparison, listComparisonsOf, type Refusal, type StoredComparison } from '../study/comparisons.js';
import type { StudyStore } from '../study/study-store.js';
import type { SubjectFile } from '../study/subjects.js';
import { withNewestVersions } from './corrected-comparisons.js';
import type { Dependencies } from './dependencies.js';

type Method = Dependencies['method'];

/** The comparison of a target area's photographs, the earliest as baseline, each as it was last corrected; null for fewer than two. */
export async function comparisonOfArea(store: StudyStore, method: Method, { subject, areas }: SubjectFile, areaId: string): Promise<ComparisonRequest | null> {
  const area = areas.find(({ id }) => id === areaId);
  if (area === undefined) return null;
  const [baseline, ...followUps] = area.timepoints.map(({ photograph, name, date, calibration, region }, at) => ({
    photograph, name, calibration: calibration === null ? null : JSON.parse(calibration) as ComparisonRequest['baseline']['calibration'], date,
    ...(region === null || at > 0 ? {} : { region: JSON.parse(region) as NonNullable<ComparisonRequest['baseline']['region']> }),
  }));
  if (baseline === undefined || followUps.length === 0) return null;
  const holder = `study:${subject.study}`;
  return withNewestVersions(store, method, { baseline, followUps, ...(area.kind === 'closeup' ? {} : { options: { kind: area.kind } }), labels: { subject: subject.pseudonym, targetArea: area.name }, holder }, holder);
}

/** What is known of a target area: of each later visit its result, why it has none, or neither where it was not compared yet. */
export interface AreaProgress {
  /** All its photographs. */
  readonly whole: ComparisonRequest;
  /** What to ask for next: all of them, without those follow-ups that were refused before; all where nothing else is left. */
  readonly next: ComparisonRequest;
  /** `next`, where it was asked for; null, too, where it failed before one of the visits was added. */
  readonly comparison: StoredComparison | null;
  /** One for each follow-up of `whole`. `isOutdated`: it was compared, by another version of the method; figures of two versions are not shown side by side. */
  readonly followUps: readonly { readonly result: FollowUpResult | null; readonly refusal: Refusal | null; readonly isOutdated: boolean }[];
  /** The follow-ups that were compared, in one result, and what would have been asked to get it; null where none was. */
  readonly compared: { readonly result: ProgressResult; readonly asked: ComparisonRequest } | null;
  /** The comparison that is done of most of these visits, and of no other; null where there is none. `without`: days of those that it leaves out. */
  readonly done: { readonly id: string; readonly without: readonly string[] } | null;
}

type Entry = ComparisonRequest['followUps'][number];
const write = JSON.stringify;

/**
 * What was compared of an area, in whatever comparisons: a change is that of one visit against the baseline, and stays
 * what it is when another photograph is added, taken out or refused. Null for fewer than two photographs.
 */
export async function findAreaProgress(store: StudyStore, method: Method, file: SubjectFile, areaId: string): Promise<AreaProgress | null> {
  const whole = await comparisonOfArea(store, method, file, areaId);
  if (whole === null) return null;
  const own = await findComparison(store, comparisonId(whole, method));
  if (own?.result != null) {
    return { whole, next: whole, comparison: own, followUps: own.result.followUps.map((result) => ({ result, refusal: null, isOutdated: false })), compared: { result: own.result, asked: whole }, done: { id: own.id, without: [] } };
  }
  const alike = write({ ...whole, followUps: [] });
  const known = (await listComparisonsOf(store, whole.holder!, whole.baseline.photograph)).map((comparison) => ({ ...comparison, asked: comparison.request as ComparisonRequest })).filter(({ asked }) => write({ ...asked, followUps: [] }) === alike);
  const former = known.filter(({ id, asked }) => comparisonId(asked, method) === id);
  const addedAt = file.areas.find(({ id }) => id === areaId)!.timepoints.slice(1).map(({ added_at }) => added_at);
  const refusals = whole.followUps.map((entry, at) => refusalOf(entry, addedAt[at]!, former));
  const left = whole.followUps.filter((_, at) => refusals[at] === null), next = left.length === 0 ? whole : { ...whole, followUps: left }, nextId = comparisonId(next, method);
  const ended = former.filter(({ state }) => state === 'done'), results = new Map<string, FollowUpResult>();
  let baseline: ProgressResult | null = null;
  for (const { id, asked } of ended) {
    if (!whole.followUps.some((entry) => !results.has(write(entry)) && holds(asked, entry))) continue;
    const result = (await findComparison(store, id))?.result ?? null;
    if (result === null) continue;
    baseline ??= result;
    for (const [at, entry] of asked.followUps.entries()) if (!results.has(write(entry))) results.set(write(entry), result.followUps[at]!);
  }
  const followUps = whole.followUps.map((entry, at) => ({ result: results.get(write(entry)) ?? null, refusal: refusals[at]!, isOutdated: known.some(({ state, asked }) => state === 'done' && holds(asked, entry)) && !results.has(write(entry)) }));
  const shown = whole.followUps.filter((_, at) => followUps[at]!.result !== null);
  const [most] = ended.filter(({ asked }) => asked.followUps.every((entry) => holds(whole, entry))).sort((a, b) => b.asked.followUps.length - a.asked.followUps.length);
  return {
    whole, next, followUps,
    // One that failed before a visit was added anew says nothing of it.
    comparison: former.some(({ id, state, endedAt }) => id === nextId && state === 'failed' && endedAt !== null && addedAt.some((added) => endedAt < added)) ? null : await findComparison(store, nextId),
    compared: baseline === null ? null : { result: { ...baseline, followUps: followUps.flatMap(({ result }) => result ?? []) }, asked: { ...whole, followUps: shown } },
    done: most === undefined ? null : { id: most.id, without: whole.followUps.filter((entry) => !holds(most.asked, entry)).map(({ date }) => date!) },
  };
}

function holds({ followUps }: ComparisonRequest, entry: Entry): boolean {
  return followUps.some((other) => write(other) === write(entry));
}

/** Why a follow-up is not measured, as it was last said since it was added; null where it was not, or the next time may be another: whoever takes a photograph out and adds it anew wants it tried again. */
function refusalOf(entry: Entry, addedAt: string, former: readonly { error: Refusal | null; asked: ComparisonRequest; endedAt: string | null }[]): Refusal | null {
  for (const { error, asked, endedAt } of former) {
    if (error?.photograph === undefined || endedAt === null || endedAt < addedAt) continue;
    for (const { place, code, message, hint } of [{ ...error, ...error.photograph }, ...error.others ?? []]) {
      if (place > 1 && !mayPass.includes(code as ErrorCode) && write(asked.followUps[place - 2]) === write(entry)) return { code, message, hint };
    }
  }
  return null;
}
