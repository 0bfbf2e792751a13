import { z } from 'zod';
import { accountNameSchema } from '../study/account-name.js';
import { passwordLength } from '../study/passwords.js';
import { roles } from '../study/tables/account-rows.js';

const roleSchema = z.enum(roles);
/** Checked further where it is chosen (src/study/passwords.ts). */
const passwordSchema = z.string().min(1).max(passwordLength.longest * 2);

export const signInSchema = z.object({ name: z.string().max(200), password: passwordSchema }).strict();
export const changePasswordSchema = z.object({ present: passwordSchema, next: passwordSchema }).strict();
export const invitationRequestSchema = z.object({ secret: z.string().min(1).max(200), password: passwordSchema }).strict();
export const accountRequestSchema = z.object({ name: accountNameSchema, role: roleSchema }).strict();
export const accountChangeSchema = z.object({ role: roleSchema.optional(), isClosed: z.boolean().optional() }).strict();
export const membershipRequestSchema = z.object({ study: z.string().max(100) }).strict();
