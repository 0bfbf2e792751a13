import { z } from 'zod';
import { correctionSchema } from '../domain/correction.js';
import { measurementsSchema } from '../domain/measurements.js';
import { timepointResultSchema } from '../domain/result.js';
import { jobStates } from '../study/tables/work-rows.js';

/** Which photograph of a comparison: 0 is the baseline. */
const place = z.number().int().gte(0).lte(100);
const placeInQuery = z.coerce.number().int().gte(0).lte(100).default(0);
const reason = z.string().trim().min(3, 'expected a reason').max(500);

export const versionsQuerySchema = z.object({ photograph: placeInQuery });
export const versionQuerySchema = z.object({ photograph: placeInQuery, version: z.coerce.number().int().gte(1).lte(100_000).default(1) });
export const previewRequestSchema = z.object({ photograph: place, correction: correctionSchema }).strict();
/** A correction against what the program measured, or the number of the version whose result is to hold again. */
export const correctionRequestSchema = z.union([
  z.object({ photograph: place, reason, correction: correctionSchema }).strict(),
  z.object({ photograph: place, reason, restore: z.number().int().gte(1).lte(100_000) }).strict(),
]);
export const ifMatchSchema = z.object({ 'If-Match': z.string() });

export const versionsSchema = z.object({
  photograph: z.number().int(),
  /** The version that the comparison shows, and the newest one. */
  shown: z.number().int(), newest: z.number().int(),
  versions: z.array(z.object({
    version: z.number().int(), correction: correctionSchema, measurements: measurementsSchema,
    reason: z.string().nullable(), restores: z.number().int().nullable(), madeBy: z.string().nullable(), madeAt: z.string().nullable(),
  })),
});
/** A photograph measured with a correction, and what the comparison would then say: with the baseline, or for the baseline itself with the latest visit. */
export const previewSchema = z.object({
  measurement: timepointResultSchema,
  comparison: z.object({ visit: z.string(), score: z.string().nullable(), words: z.string(), change: z.string().nullable(), interval: z.string().nullable() }),
});
export const savedCorrectionSchema = z.object({ version: z.number().int(), comparison: z.object({ id: z.string(), state: z.enum(jobStates) }) });
