import type { Errands, ErrandState } from '../../src/study/errands.js';

type Row = ErrandState & { wanted: number; parcel: string; answer: string | null };

/** A queue without a database, whose calls a test may replace. */
export function errandsInMemory(replaced: Partial<Errands> = {}): Errands & { readonly rows: Map<string, Row> } {
  const rows = new Map<string, Row>();
  return {
    rows,
    put: async (id, _fingerprint, parcel) => { if (!rows.has(id)) rows.set(id, { id, state: 'waiting', lease: 0, beat: 0, wanted: 0, parcel, answer: null }); },
    take: async () => {
      const row = [...rows.values()].find(({ state }) => state === 'waiting');
      if (row === undefined) return null;
      row.state = 'running';
      return { id: row.id, lease: ++row.lease, parcel: row.parcel };
    },
    beat: async ({ id }) => { rows.get(id)!.beat++; },
    answer: async ({ id }, answer) => { Object.assign(rows.get(id) ?? {}, { state: 'done', answer }); },
    look: async (ids) => ids.flatMap((id) => {
      const row = rows.get(id);
      if (row !== undefined) row.wanted++;
      return row === undefined ? [] : [{ ...row }];
    }),
    readAnswer: async (id) => rows.get(id)?.answer ?? null,
    putBack: async ({ id }) => { rows.get(id)!.state = 'waiting'; },
    remove: async (ids) => { for (const id of ids) rows.delete(id); },
    listWanted: async () => [...rows.values()],
    close: async () => undefined,
    ...replaced,
  };
}
