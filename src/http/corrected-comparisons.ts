import type { ComparisonRequest } from '../jobs/comparison-request.js';
import { fingerprintOf } from '../jobs/run-comparison.js';
import { comparisonId } from '../study/comparisons.js';
import { newestVersion } from '../study/corrections.js';
import type { StudyStore } from '../study/study-store.js';
import type { Dependencies } from './dependencies.js';

type Method = Dependencies['method'];

/** The same comparison with every photograph as it was last corrected within a study or by an account. */
export async function withNewestVersions(store: StudyStore, method: Method, asked: ComparisonRequest, holder: string): Promise<ComparisonRequest> {
  const newest = async ({ version: _former, ...entry }: ComparisonRequest['baseline']): Promise<ComparisonRequest['baseline']> => {
    const version = await newestVersion(store, { fingerprint: fingerprintOf(entry, asked.options ?? {}, method), holder });
    return version === 1 ? entry : { ...entry, version };
  };
  const baseline = await newest(asked.baseline), followUps = await Promise.all(asked.followUps.map(newest));
  return { ...asked, baseline, followUps, ...([baseline, ...followUps].some(({ version }) => version !== undefined) ? { holder } : {}) };
}

/** The same comparison as the program measured it alone. */
function withoutVersions({ baseline, followUps, holder, ...rest }: ComparisonRequest): ComparisonRequest {
  const automatic = ({ version: _corrected, ...entry }: ComparisonRequest['baseline']): ComparisonRequest['baseline'] => entry;
  // An account's name comes in with its first correction; a study's is there from the beginning.
  return { baseline: automatic(baseline), followUps: followUps.map(automatic), ...rest, ...(holder?.startsWith('study:') === true ? { holder } : {}) };
}

/** Ids of the same comparison without any correction, and with the newest ones; each null where it is this one or was never asked for. */
export async function findRelated(store: StudyStore, method: Method, asked: ComparisonRequest, holder: string): Promise<{ automatic: string | null; newest: string | null }> {
  const own = comparisonId(asked, method);
  const find = async (request: ComparisonRequest): Promise<string | null> => {
    const id = comparisonId(request, method);
    return id !== own && await store.database.selectFrom('comparisons').select('id').where('id', '=', id).executeTakeFirst() !== undefined ? id : null;
  };
  return { automatic: await find(withoutVersions(asked)), newest: await find(await withNewestVersions(store, method, asked, holder)) };
}
