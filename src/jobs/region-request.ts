import { z } from 'zod';
import type { RegionRequest } from '../index.js';

const place = z.object({ row: z.number().gte(-100_000).lte(100_000), column: z.number().gte(-100_000).lte(100_000) }).strict();
const side = z.number().gt(0).lte(100_000);

/** The part of a head in which hair is measured, in pixels of the upright photograph that it was drawn on: proposed (all of the scalp, crown, front) or drawn. */
export const regionRequestSchema = z.discriminatedUnion('shape', [
  z.object({ shape: z.enum(['scalp', 'vertex', 'frontal']) }).strict(),
  place.extend({ shape: z.literal('ellipse'), height: side, width: side, turnDegrees: z.number().gte(-360).lte(360) }).strict(),
  z.object({ shape: z.literal('polygon'), outline: z.array(place).min(3).max(200) }).strict(),
]) satisfies z.ZodType<RegionRequest>;
