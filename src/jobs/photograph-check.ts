import { z } from 'zod';
import { qualityCheckSchema } from '../domain/result.js';

/** Whether a close-up is fit to be measured, as far as that can be told without its scale and without the network. */
export const photographCheckSchema = z.object({
  /** The method that checked; another one may check otherwise. */
  methodVersion: z.string(),
  /** False when a check failed that will probably leave out every figure. */
  usable: z.boolean(),
  checks: z.array(qualityCheckSchema),
  /** Whether it may show a face, so that its pictures show the scalp alone. */
  isCovered: z.boolean(),
});
export type PhotographCheck = z.infer<typeof photographCheckSchema>;
