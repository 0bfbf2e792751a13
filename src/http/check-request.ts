import { z } from 'zod';
import { calibrationSchema } from '../domain/calibration.js';
import { qualityCheckSchema } from '../domain/result.js';
import { calibrationRequestSchema } from '../jobs/comparison-request.js';

/** The scale of an uploaded close-up as somebody has just given it. */
export const checkRequestSchema = z.object({ calibration: calibrationRequestSchema.nullable() }).strict();

/** The scale as it was read, and whether the close-up is fit to be measured at it. */
export const checkAnswerSchema = z.object({ usable: z.boolean(), checks: z.array(qualityCheckSchema), calibration: calibrationSchema.nullable() });
