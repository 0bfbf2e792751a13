import { z } from 'zod';
import { calibrationRequestSchema } from '../jobs/comparison-request.js';
import { regionRequestSchema } from '../jobs/region-request.js';
import { areaKinds } from '../study/tables/study-rows.js';
import { photographDaySchema } from '../domain/day.js';

const name = z.string().trim().min(1, 'expected a name').max(100);

export const studyRequestSchema = z.object({ name }).strict();
/** What is left out stays. */
export const studyChangeSchema = z.object({ name: name.optional(), isArchived: z.boolean().optional() }).strict();
export const subjectRequestSchema = z.object({ pseudonym: name }).strict();
/** What its photographs show: close-ups (the default) or whole heads. */
export const targetAreaRequestSchema = z.object({ name, kind: z.enum(areaKinds).optional() }).strict();
export const timepointRequestSchema = z.object({
  photograph: z.string().regex(/^[0-9a-f]{64}$/), name: z.string().min(1).max(255).optional(), date: photographDaySchema, calibration: calibrationRequestSchema.nullable(),
  /** Of a head: where hair is measured, drawn on this photograph; it counts while this is the earliest one. */
  region: regionRequestSchema.optional(),
}).strict();
export const reasonSchema = z.object({ reason: z.string().trim().min(3, 'expected a reason').max(500) }).strict();
/** Another region on the photograph of a head; null for all of the scalp. With the region that it takes the place of, it is refused when another one stands there by now. */
export const regionChangeSchema = reasonSchema.extend({ region: regionRequestSchema.nullable(), seen: regionRequestSchema.nullable().optional() });
/** Who is erased is named once more: what is erased does not come back. */
export const erasureRequestSchema = reasonSchema.extend({ pseudonym: z.string() });
export const studyErasureRequestSchema = reasonSchema.extend({ name: z.string() });
