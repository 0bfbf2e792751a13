import type { Role } from './tables/account-rows.js';

/** Whoever acts: somebody with an account, or whoever sits at a machine that is not shared. */
export interface Person {
  /** Of the account; `local` without one. */
  readonly id: string;
  /** As the trail names them. */
  readonly name: string;
  readonly role: Role | 'local';
  /** A program that may look and change nothing. */
  readonly readsOnly?: true;
}

/** The one person of a machine that is not shared. */
export const localPerson: Person = { id: 'local', name: 'local user', role: 'local' };
