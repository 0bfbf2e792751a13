import request from 'supertest';
import { addAccount, setMembership } from '../../src/study/accounts.js';
import { hashPassword } from '../../src/study/passwords.js';
import type { Role } from '../../src/study/tables/account-rows.js';
import type { Application } from '../../src/http/open-application.js';

export const password = 'seven grey herons at noon';
let hashed: Promise<string> | null = null;

/** Adds an account that belongs to these studies. @returns Its id. */
export async function addPerson({ store }: Application, name: string, role: Role, studies: readonly string[] = []): Promise<string> {
  const { id } = await addAccount(store, 'test', { name, role, password: await (hashed ??= hashPassword(password)) });
  for (const study of studies) await setMembership(store, 'test', id, study, true);
  return id;
}

/** @returns The cookie of the new session. */
export async function signIn({ app }: Application, name: string): Promise<string> {
  const { status, headers } = await request(app).post('/api/v1/session').set('Host', 'localhost').send({ name, password });
  if (status !== 200) throw new Error(`${name} cannot sign in: ${status}`);
  return (headers['set-cookie'] as unknown as string[])[0].split(';')[0];
}
