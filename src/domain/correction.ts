import { z } from 'zod';
import { positionSchema } from './hair.js';
import { measurementsSchema } from './measurements.js';

/** The part of a photograph that is measured, in pixels of the upright original. */
export const areaRequestSchema = z.discriminatedUnion('shape', [
  z.object({ shape: z.literal('frame') }).strict(),
  z.object({ shape: z.literal('circle'), row: z.number(), column: z.number(), radius: z.number().positive() }).strict(),
  z.object({ shape: z.literal('rectangle'), row: z.number(), column: z.number(), width: z.number().positive(), height: z.number().positive() }).strict(),
]);
export type AreaRequest = Readonly<z.infer<typeof areaRequestSchema>>;

/**
 * What a person changed on what the program found. Hairs are named by their two ends, which stay the same whatever is measured around them;
 * joined, split and turned hairs are hairs taken out and others drawn in their place.
 */
export const correctionSchema = z.object({
  removed: z.array(z.object({ root: positionSchema, tip: positionSchema }).strict()).max(2000),
  /** Lines from the exit to the tip. */
  drawn: z.array(z.object({ path: z.array(positionSchema).min(2).max(50) }).strict()).max(500),
  /** Null keeps the area that was measured automatically. */
  area: areaRequestSchema.nullable(),
}).strict();
export type Correction = z.infer<typeof correctionSchema>;

/** No change at all: what the program measured by itself. */
export const noCorrection: Correction = { removed: [], drawn: [], area: null };

/** Says in a result that a person edited it, and keeps what the program found alone. */
export const correctionNoteSchema = z.object({
  /** 1 is the program's own result; each correction is one more. */
  version: z.number().int().min(2),
  madeBy: z.string(),
  /** ISO date-time. */
  madeAt: z.string(),
  reason: z.string(),
  /** The version whose result this is again; null for a new correction. */
  restores: z.number().int().positive().nullable(),
  removedHairs: z.number().int().nonnegative(),
  drawnHairs: z.number().int().nonnegative(),
  areaMoved: z.boolean(),
  /** What the program measured alone. */
  automatic: measurementsSchema,
});
export type CorrectionNote = z.infer<typeof correctionNoteSchema>;
