import { z } from 'zod';
import { roles } from '../study/tables/account-rows.js';
import { rights } from './rights.js';

/** What the routes of sessions, accounts and the trail answer. */
export const sessionSchema = z.object({
  /** False for one person at one machine. */
  needsSignIn: z.boolean(),
  person: z.object({ name: z.string(), role: z.enum([...roles, 'local']), rights: z.array(z.enum(Object.keys(rights))) }).strict().nullable(),
}).strict();

export const accountSchema = z.object({
  id: z.string(), name: z.string(), role: z.enum(roles), hasPassword: z.boolean(), invitedUntil: z.string().nullable(), isClosed: z.boolean(),
  /** To be sent as If-Match with a change of it. */
  etag: z.string(),
}).strict();
export const invitationSchema = z.object({ secret: z.string(), until: z.string() }).strict();
export const newAccountSchema = z.object({ account: accountSchema, invitation: invitationSchema }).strict();
export const accountsSchema = z.object({
  accounts: z.array(accountSchema.extend({ studies: z.array(z.string()) })),
  studies: z.array(z.object({ id: z.string(), name: z.string() }).strict()),
}).strict();
export const invitedSchema = z.object({ name: z.string() }).strict();

const anything = z.unknown();
export const auditSchema = z.object({
  entries: z.array(z.object({
    number: z.number().int(), at: z.string(), actor: z.string(), action: z.string(), object: z.string(), before: anything, after: anything, hash: z.string(),
  }).strict()),
}).strict();
