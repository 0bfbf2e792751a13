import type { Kysely } from 'kysely';
import { openPostgres } from './postgres/open-postgres.js';
import type { ErrandRow } from './tables/work-rows.js';
import type { StudyTables } from './tables.js';

export type ErrandState = Pick<ErrandRow, 'id' | 'state' | 'lease' | 'beat'>;
export type TakenErrand = Pick<ErrandRow, 'id' | 'lease' | 'parcel'>;

/** Tasks of batches on their way to workers of other machines. Every call may be refused with AnalysisError `storage.unavailable`. */
export interface Errands {
  put(id: string, fingerprint: string, parcel: string): Promise<void>;
  /** The one that was looked for most often: batches take turns, and one that has more under way at once gets more of them. Null when none waits that is to be done with this method. */
  take(fingerprint: string): Promise<TakenErrand | null>;
  /** Says that it is still worked on. */
  beat(taken: TakenErrand): Promise<void>;
  /** Nothing happens when somebody else has it by now. */
  answer(taken: TakenErrand, answer: string): Promise<void>;
  /** Where those stand that somebody waits for, and says that they are waited for. */
  look(ids: readonly string[]): Promise<ErrandState[]>;
  readAnswer(id: string): Promise<string | null>;
  /** Lets somebody else take it; nothing happens when it has been heard of meanwhile. */
  putBack(seen: Pick<ErrandState, 'id' | 'lease'> & { beat?: number }): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** All there are, with the number that grows while they are waited for. */
  listWanted(): Promise<Pick<ErrandRow, 'id' | 'wanted'>[]>;
  close(): Promise<void>;
}

/** @throws AnalysisError `storage.unavailable`, or `storage.newer` for tables of a newer program. */
export async function openErrands(databaseUrl: string): Promise<Errands> {
  const database = await openPostgres(databaseUrl);
  return { ...errandsIn(database), close: () => database.destroy() };
}

/** Those in a database that is open already. */
export function errandsIn(database: Kysely<StudyTables>): Omit<Errands, 'close'> {
  const putBack: Errands['putBack'] = async ({ id, lease, beat }) => {
    const errand = database.updateTable('errands').set({ state: 'waiting' }).where('id', '=', id).where('lease', '=', lease).where('state', '=', 'running');
    await (beat === undefined ? errand : errand.where('beat', '=', beat)).execute();
  };
  return {
    put: async (id, fingerprint, parcel) => {
      await database.insertInto('errands').values({ id, fingerprint, state: 'waiting', lease: 0, beat: 0, wanted: 0, parcel, answer: null }).onConflict((there) => there.column('id').doNothing()).execute();
    },
    take: async (fingerprint) => {
      const next = await database.selectFrom('errands').select(['id', 'lease']).where('state', '=', 'waiting').where('fingerprint', '=', fingerprint).orderBy('wanted', 'desc').orderBy('id').limit(1).executeTakeFirst();
      if (next === undefined) return null;
      const { numUpdatedRows } = await database.updateTable('errands').set({ state: 'running', lease: next.lease + 1 }).where('id', '=', next.id).where('state', '=', 'waiting').where('lease', '=', next.lease).executeTakeFirst();
      if (numUpdatedRows === 0n) return null;
      const taken = { id: next.id, lease: next.lease + 1 };
      try {
        // Last: a parcel that does not come through is given back, and its batch sees how often.
        const row = await database.selectFrom('errands').select('parcel').where('id', '=', next.id).executeTakeFirst();
        return row === undefined ? null : { ...taken, ...row };
      } catch (error) {
        await putBack(taken).catch(() => undefined);
        throw error;
      }
    },
    beat: async ({ id, lease }) => {
      await database.updateTable('errands').set(({ eb }) => ({ beat: eb('beat', '+', 1) })).where('id', '=', id).where('lease', '=', lease).execute();
    },
    answer: async ({ id, lease }, answer) => {
      await database.updateTable('errands').set({ state: 'done', answer }).where('id', '=', id).where('lease', '=', lease).where('state', '=', 'running').execute();
    },
    look: (ids) => database.updateTable('errands').set(({ eb }) => ({ wanted: eb('wanted', '+', 1) })).where('id', 'in', ids).returning(['id', 'state', 'lease', 'beat']).execute(),
    readAnswer: async (id) => (await database.selectFrom('errands').select('answer').where('id', '=', id).executeTakeFirst())?.answer ?? null,
    putBack,
    remove: async (ids) => { await database.deleteFrom('errands').where('id', 'in', ids).execute(); },
    listWanted: () => database.selectFrom('errands').select(['id', 'wanted']).execute(),
  };
}
