import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { Right } from '../../../src/http/rights.js';
import type { Role } from '../../../src/study/tables/account-rows.js';
import type { Refusal } from '../answers.js';
import { read, signInNeeded, toRefusal } from '../api.js';

export interface Session {
  /** False for one person at one machine. */
  needsSignIn: boolean;
  person: { name: string; role: Role | 'local'; rights: readonly Right[] } | null;
}

export const SessionContext = createContext<Session | null>(null);

interface Use {
  session: Session | null;
  /** Whether the session has ended under the page: `session` is still the former one. */
  hasEnded: boolean;
  refusal: Refusal | null;
  reload: () => void;
  /** To be called by whoever signs out. */
  leave: () => void;
}

/** Who uses the page; asked again whenever the service says that nobody is signed in. */
export function useSession(): Use {
  const [session, setSession] = useState<Session | null>(null);
  const [hasEnded, setEnded] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const person = useRef<Session['person']>(null);
  const take = (next: Session): void => {
    setRefusal(null);
    setEnded(next.person === null && person.current !== null);
    // What is on the page may not be kept yet: it stays until somebody signs in again.
    if (next.person === null && person.current !== null) return;
    person.current = next.person;
    setSession(next);
  };
  const reload = (): void => { read<Session>('/api/v1/session').then(take, (error: unknown) => setRefusal(toRefusal(error))); };
  const leave = (): void => {
    person.current = null;
    setSession(null);
    reload();
  };
  useEffect(() => {
    reload();
    addEventListener(signInNeeded, reload);
    return () => removeEventListener(signInNeeded, reload);
  }, []);
  return { session, hasEnded, refusal, reload, leave };
}

/** Whether the person may do something; what they may not do is not offered. */
export function useMay(right: Right): boolean {
  return useContext(SessionContext)?.person?.rights.includes(right) ?? false;
}
