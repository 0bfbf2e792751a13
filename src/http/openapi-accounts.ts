import { z } from 'zod';
import { accountsSchema, accountSchema, auditSchema, invitationSchema, invitedSchema, newAccountSchema, sessionSchema } from './account-answers.js';
import { accountChangeSchema, accountRequestSchema, changePasswordSchema, invitationRequestSchema, membershipRequestSchema, signInSchema } from './account-requests.js';
import { ifMatchSchema } from './correction-requests.js';
import type { RouteDescription } from './route-description.js';

const sessions = '/api/v1/session', accounts = '/api/v1/accounts';

export const accountRoutes: readonly RouteDescription[] = [
  { method: 'get', path: sessions, summary: 'Who is signed in, with what rights', status: 200, answer: sessionSchema },
  { method: 'post', path: sessions, summary: 'Sign in', status: 200, answer: sessionSchema, body: signInSchema },
  { method: 'delete', path: sessions, summary: 'Sign out', status: 204, answer: null },
  { method: 'post', path: `${sessions}/password`, summary: 'Change one’s own password; other sessions end', status: 204, answer: null, body: changePasswordSchema },
  { method: 'post', path: '/api/v1/invitation', summary: 'Choose a password with the word of an invitation', status: 200, answer: invitedSchema, body: invitationRequestSchema },
  { method: 'get', path: accounts, summary: 'All accounts, and all studies by name', status: 200, answer: accountsSchema },
  { method: 'post', path: accounts, summary: 'Add an account; its owner chooses a password with the invitation', status: 201, answer: newAccountSchema, body: accountRequestSchema },
  { method: 'patch', path: `${accounts}/{id}`, summary: 'Change the role, close or open an account', status: 200, answer: accountSchema, body: accountChangeSchema, headers: ifMatchSchema },
  { method: 'post', path: `${accounts}/{id}/invitation`, summary: 'Invite to choose a new password', status: 201, answer: invitationSchema },
  { method: 'post', path: `${accounts}/{id}/studies`, summary: 'Let an account belong to a study', status: 204, answer: null, body: membershipRequestSchema },
  { method: 'delete', path: `${accounts}/{id}/studies`, summary: 'Let an account no longer belong to a study', status: 204, answer: null, body: membershipRequestSchema },
  { method: 'get', path: '/api/v1/audit', summary: 'The audit trail, latest entries first, a hundred at a time', status: 200, answer: auditSchema, query: z.object({ before: z.string().optional() }) },
];
