import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Clinic, statesOf } from '../study/clinic.js';
import { ifMatchSchema } from './correction-requests.js';
import type { RouteDescription } from './route-description.js';

const line = z.string().trim().max(200).regex(/^\P{Cc}*$/u, 'expected one line');

/** What is set for the reports of this installation; both lines may be empty. */
export const clinicRequestSchema = z.object({ name: line, address: line, paper: z.enum(['a4', 'letter']).nullable() }).strict();

export const clinicSchema = z.object({
  name: z.string(), address: z.string(), paper: z.enum(['a4', 'letter']).nullable(),
  logo: z.object({ picture: z.string(), width: z.number().int(), height: z.number().int() }).nullable(),
  /** To be sent as If-Match with a change of name, address and paper. */
  etag: z.string(),
  /** The same for the logo, also where there is none. */
  logoEtag: z.string(),
});

const path = '/api/v1/clinic';

export const clinicDescriptions: readonly RouteDescription[] = [
  { method: 'get', path, summary: 'Name, address, logo and paper of the clinic, as reports show them', status: 200, answer: clinicSchema },
  { method: 'put', path, summary: 'Set name, address and paper of the clinic', status: 200, answer: clinicSchema, body: clinicRequestSchema, headers: ifMatchSchema },
  { method: 'get', path: `${path}/logo`, summary: 'The logo of the clinic as PNG', status: 200, answer: 'image/png' },
  { method: 'put', path: `${path}/logo`, summary: 'Set the logo of the clinic, a PNG or JPEG of at most 2 MB; it is encoded anew', status: 200, answer: clinicSchema, form: 'logo', headers: ifMatchSchema },
  { method: 'delete', path: `${path}/logo`, summary: 'Take the logo of the clinic away', status: 200, answer: clinicSchema, headers: ifMatchSchema },
];

export function describeClinic(clinic: Clinic): z.infer<typeof clinicSchema> {
  const { name, address, paper, logo } = clinic, states = statesOf(clinic);
  // Another logo has another address, so that pages show it at once.
  const shown = logo === null ? null : { picture: `${path}/logo?${createHash('sha256').update(logo.png).digest('hex').slice(0, 16)}`, width: logo.widthPx, height: logo.heightPx };
  return { name, address, paper, logo: shown, etag: states.words, logoEtag: states.logo };
}
