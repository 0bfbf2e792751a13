import { z } from 'zod';
import { positionSchema } from './hair.js';

/** How the scale of a photograph became known. */
export const calibrationMethods = ['given', 'fieldWidth', 'scaleBar', 'ruler', 'device', 'twoPoint'] as const;

/**
 * The scale of a photograph, in micrometres per pixel of the upright original.
 * `relativeUncertainty` is one standard deviation of the linear scale as a share of it (0.01 is 1 %).
 */
export const calibrationSchema = z.object({
  micrometresPerPixel: z.number().positive(),
  method: z.enum(calibrationMethods),
  relativeUncertainty: z.number().min(0).max(1),
  /** Name of the site's preset that the scale came from; only with the method `device`. */
  device: z.string().optional(),
  /**
   * Where it was read off the photograph, pixels of the upright original, for a person to see whether that is what was meant: the ends of the scale bar (of a
   * corner the free ends of its arms), or the first and the last tick of the ruler that was used. Only with `scaleBar` and `ruler`.
   */
  readBetween: z.object({ from: positionSchema, to: positionSchema }).optional(),
});

export type Calibration = z.infer<typeof calibrationSchema>;

export { plausibleMicrometresPerPixel } from './plausible-scale.js';
export { resolutionGates } from './resolution-gates.js';
