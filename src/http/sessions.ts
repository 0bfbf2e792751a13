import { hashSecret, makeSecret } from '../study/passwords.js';

/** A session ends after this time without a request, and after this time anyway. Milliseconds. */
export const sessionLimits = { idleMs: 60 * 60_000, wholeMs: 12 * 3_600_000 } as const;

interface Session { readonly account: string; readonly begunAt: number; usedAt: number }

/** Who is signed in. */
export interface Sessions {
  /** @returns The secret for the cookie. */
  begin(account: string): string;
  /** The account of a session that has not ended; looking counts as use unless it is only `watching`. */
  find(secret: string, watching?: boolean): string | null;
  end(secret: string): void;
  /** Ends all sessions of an account but one. */
  endOthers(account: string, but?: string): void;
}

/**
 * Sessions in memory, under the hashes of their secrets. They end with the program, and a clock that is set changes none of them.
 * @param now  Milliseconds since whenever, never going back.
 */
export function createSessions(now: () => number = () => performance.now()): Sessions {
  const sessions = new Map<string, Session>();
  const isOver = ({ begunAt, usedAt }: Session): boolean => now() - usedAt > sessionLimits.idleMs || now() - begunAt > sessionLimits.wholeMs;
  return {
    begin: (account) => {
      for (const [key, session] of sessions) if (isOver(session)) sessions.delete(key);
      const secret = makeSecret();
      sessions.set(hashSecret(secret), { account, begunAt: now(), usedAt: now() });
      return secret;
    },
    find: (secret, watching = false) => {
      const session = sessions.get(hashSecret(secret));
      if (session === undefined || isOver(session)) return null;
      if (!watching) session.usedAt = now();
      return session.account;
    },
    end: (secret) => { sessions.delete(hashSecret(secret)); },
    endOthers: (account, but) => {
      const kept = but === undefined ? null : hashSecret(but);
      for (const [key, session] of sessions) if (session.account === account && key !== kept) sessions.delete(key);
    },
  };
}
