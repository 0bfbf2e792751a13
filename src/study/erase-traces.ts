import type { Transaction } from 'kysely';
import { AnalysisError } from '../errors.js';
import { type Act, eraseEntry, latestHead } from './audit.js';
import { deleteWithDependents } from './delete-dependents.js';
import { findEntries, type Traces } from './find-traces.js';
import { findSoundSignatures, renewSignatures } from './reading/renew-signatures.js';
import type { StudyStore } from './study-store.js';
import type { StudyTables } from './tables.js';
import { noteRemovals, removeNoted } from './unsettled.js';

/** Everything was erased but the files of some photographs, which are removed later. */
export class FilesLeft extends AnalysisError {
  constructor(readonly traces: Traces, left: number, why: AnalysisError) {
    super(why.code, `It was erased from the database, but the files of ${left === 1 ? 'one photograph' : `${left} photographs`} could not be removed yet. ${why.message}`, {
      hint: 'Nothing has to be erased again: it is tried whenever the application, a worker, `trichoscore erase` or `retention` opens these data, and `trichoscore verify` names what is left.', cause: why,
    });
  }
}

/** How often is looked anew when somebody has worked on what is to be erased. */
const mostTries = 5;

export interface ErasureSteps {
  /** Looks for all that is to go; takes as long as it needs. */
  find(): Promise<Traces>;
  /** In the transaction, after rows of photographs and comparisons are gone: what else goes, and the entry of the trail. */
  erase(step: Transaction<StudyTables>, record: (act: Act) => Promise<void>, traces: Traces): Promise<void>;
}

/**
 * Erases photographs with all that was made of them. What is there is looked for before the change, which others would have to wait for; a change has
 * an entry of the trail, so what was done meanwhile is seen in it, and then is looked anew.
 * @returns What was erased.
 * @throws AnalysisError `request.conflict` when others keep working on it. @throws FilesLeft `storage.unavailable` or `output.unwritable`.
 */
export async function eraseTraces(store: StudyStore, actor: string, { find, erase }: ErasureSteps): Promise<Traces> {
  for (let tries = 0; tries < mostTries; tries++) {
    const traces = await find();
    const isDone = await store.change(actor, async (step, record, now) => {
      const { number: last } = await latestHead(step);
      if ((await findEntries(step, traces.names, traces.upTo, last)).length > 0) return false;
      const signatures = await findSoundSignatures(step, traces.names, traces.photographs);
      await deleteWithDependents(step, store.isShared, 'comparisons', 'id', traces.comparisons);
      await deleteWithDependents(step, store.isShared, 'photographs', 'sha256', traces.photographs);
      for (const number of traces.entries) await eraseEntry(step, record, number);
      await erase(step, record, traces);
      await renewSignatures(step, record, now, signatures);
      await noteRemovals(step, traces.photographs, now);
      await store.noteErasure(step);
      return true;
    });
    if (!isDone) continue;
    const { left, why } = await removeNoted(store, traces.photographs);
    await store.forgetErased();
    if (why !== null) throw new FilesLeft(traces, left, why);
    return traces;
  }
  throw new AnalysisError('request.conflict', 'Others are working on these photographs; nothing was erased.', { hint: 'Try again when they have finished.' });
}
