import type { StudyStore } from '../study/study-store.js';

/** Refusals that wait at most: as many as there can be while a disk is full and somebody guesses. */
const mostWaiting = 10_000;

/** Brings refused tries to sign in into the trail while nobody waits for it: the time until the answer would tell that there is such an account. */
export interface RefusedSignIns {
  /** Of an account. */
  note(account: string): void;
  /** Writes what the store could not take when it was noted, as with a full disk; asked at every try to sign in, and before the store is closed. What it does not take then is lost. */
  writeOn(): Promise<void>;
}

/** What this program notes it holds until the trail has it; what is written late says when it was. */
export function createRefusedSignIns({ change }: Pick<StudyStore, 'change'>): RefusedSignIns {
  const waiting: { readonly account: string; readonly at: string; isLate: boolean }[] = [];
  let writing: Promise<void> | null = null;
  const write = (): Promise<void> => (waiting.length === 0 ? Promise.resolve() : writing ??= writeAll());
  const writeAll = async (): Promise<void> => {
    try {
      while (waiting.length > 0) {
        const some = [...waiting];
        await change('program', async (_step, record) => {
          for (const { account, at, isLate } of some) await record({ action: 'session.refuse', object: `account:${account}`, ...isLate ? { after: { refusedAt: at } } : {} });
        });
        waiting.splice(0, some.length);
      }
    } catch {
      for (const one of waiting) one.isLate = true;
    } finally {
      writing = null;
    }
  };
  return {
    note: (account) => {
      if (waiting.length < mostWaiting) waiting.push({ account, at: new Date().toISOString(), isLate: false });
      void write();
    },
    writeOn: write,
  };
}
