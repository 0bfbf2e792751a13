import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Right } from '../../../src/http/rights.js';
import type { Role } from '../../../src/study/tables.js';
import type { Refusal } from '../answers.js';
import { read, signInNeeded, toRefusal } from '../api.js';

export interface Session {
  /** False for one person at one machine. */
  needsSignIn: boolean;
  person: { name: string; role: Role | 'local'; rights: readonly Right[] } | null;
}

export const SessionContext = createContext<Session | null>(null);

/** Who uses the page; asked again whenever the service says that nobody is signed in. */
export function useSession(): { session: Session | null; refusal: Refusal | null; reload: () => void } {
  const [session, setSession] = useState<Session | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const reload = (): void => { read<Session>('/api/v1/session').then((next) => { setSession(next); setRefusal(null); }, (error: unknown) => setRefusal(toRefusal(error))); };
  useEffect(() => {
    reload();
    addEventListener(signInNeeded, reload);
    return () => removeEventListener(signInNeeded, reload);
  }, []);
  return { session, refusal, reload };
}

/** Whether the person may do something; what they may not do is not offered. */
export function useMay(right: Right): boolean {
  return useContext(SessionContext)?.person?.rights.includes(right) ?? false;
}
