/** Who may sign in, and what they may see. */

export const roles = ['photographer', 'reader', 'analyst', 'administrator', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** Somebody who may sign in. Accounts are closed, never deleted, so that a name in the trail stays one person's. */
export interface AccountRow {
  id: string;
  name: string;
  role: Role;
  /** argon2id; null until its owner has chosen one. */
  password: string | null;
  /** sha256 of the one-time word with which a password may be chosen; null when there is none. */
  invitation: string | null;
  invited_until: string | null;
  /** When it was closed; null while it may be used. */
  closed_at: string | null;
  added_at: string;
}

/** Somebody who is signed in, where several machines serve; one machine alone keeps its sessions in memory. */
export interface SessionRow {
  /** Of the secret in the cookie, sha256. */
  hash: string;
  account: string;
  /** Seconds since 1970 by the clock of the database. */
  begun_at: number;
  used_at: number;
}

/** With what a program acts for an account. */
export interface TokenRow {
  /** Of the secret word, sha256. */
  hash: string;
  account: string;
  name: string;
  /** 1 where it may look and change nothing. */
  reads_only: number;
  until: string;
  added_at: string;
}

/** Who belongs to which study. */
export interface MembershipRow { account: string; study: string }

/** Through whom a photograph is known: the account that uploaded it, or a study that has it at a visit. */
export interface HoldingRow {
  photograph: string;
  /** `account:ID` or `study:ID`. */
  holder: string;
  /** The file name under which this holder knows it. */
  name: string;
}
