import { hashSecret, makeSecret } from '../study/passwords.js';
import { beginSession, endOtherSessions, endSession, findSession } from '../study/sessions.js';
import type { StudyStore } from '../study/study-store.js';

/** A session ends after this time without a request, and after this time anyway. Milliseconds. */
export const sessionLimits = { idleMs: 60 * 60_000, wholeMs: 12 * 3_600_000 } as const;

interface Session { readonly account: string; readonly begunAt: number; usedAt: number }

/** Who is signed in. */
export interface Sessions {
  /** @returns The secret for the cookie. */
  begin(account: string): Promise<string>;
  /** The account of a session that has not ended; looking counts as use unless it is only `watching`. */
  find(secret: string, watching?: boolean): Promise<string | null>;
  end(secret: string): Promise<void>;
  /** Ends all sessions of an account but one. */
  endOthers(account: string, but?: string): Promise<void>;
}

/**
 * Sessions in memory, under the hashes of their secrets. They end with the program, and a clock that is set changes none of them.
 * @param now  Milliseconds since whenever, never going back.
 */
export function createSessions(now: () => number = () => performance.now()): Sessions {
  const sessions = new Map<string, Session>();
  const isOver = ({ begunAt, usedAt }: Session): boolean => now() - usedAt > sessionLimits.idleMs || now() - begunAt > sessionLimits.wholeMs;
  return {
    begin: async (account) => {
      for (const [key, session] of sessions) if (isOver(session)) sessions.delete(key);
      const secret = makeSecret();
      sessions.set(hashSecret(secret), { account, begunAt: now(), usedAt: now() });
      return secret;
    },
    find: async (secret, watching = false) => {
      const session = sessions.get(hashSecret(secret));
      if (session === undefined || isOver(session)) return null;
      if (!watching) session.usedAt = now();
      return session.account;
    },
    end: async (secret) => { sessions.delete(hashSecret(secret)); },
    endOthers: async (account, but) => {
      const kept = but === undefined ? null : hashSecret(but);
      for (const [key, session] of sessions) if (session.account === account && key !== kept) sessions.delete(key);
    },
  };
}

/** Sessions in the database, so that whoever signed in at one server is known to the others, and stays signed in when one is restarted. */
export function keepSessionsIn(store: StudyStore): Sessions {
  return {
    begin: async (account) => {
      const secret = makeSecret();
      await beginSession(store, hashSecret(secret), account, sessionLimits);
      return secret;
    },
    find: (secret, watching = false) => findSession(store, hashSecret(secret), sessionLimits, watching),
    end: (secret) => endSession(store, hashSecret(secret)),
    endOthers: (account, but) => endOtherSessions(store, account, but === undefined ? null : hashSecret(but)),
  };
}
