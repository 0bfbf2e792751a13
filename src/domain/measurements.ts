import { z } from 'zod';
import { emptyMeasurements as nothing } from './empty-measurements.js';

/** Figures of one target area. Null where they cannot honestly be given; `issues` says why. */
export const measurementsSchema = z.object({
  hairCount: z.number().int().nonnegative().nullable(),
  terminalCount: z.number().int().nonnegative().nullable(),
  vellusCount: z.number().int().nonnegative().nullable(),
  /** Neither surely terminal nor surely vellus: the interval of the diameter reaches across the limit, or the hair has no diameter. */
  indeterminateCount: z.number().int().nonnegative().nullable(),
  densityPerCm2: z.number().nonnegative().nullable(),
  /** Hairs to be expected terminal over the area: each counts with the probability that its diameter lies above the limit, one without a diameter with the mean of the others. */
  terminalDensityPerCm2: z.number().nonnegative().nullable(),
  /** Hairs to be expected terminal, as in `terminalDensityPerCm2`, among all counted ones, 0…1; not terminalCount / (terminalCount + vellusCount). */
  terminalShare: z.number().min(0).max(1).nullable(),
  meanDiameterUm: z.number().positive().nullable(),
  medianDiameterUm: z.number().positive().nullable(),
  /** Sum of the diameters of counted hairs over the area, mm per cm². */
  cumulativeThicknessMmPerCm2: z.number().nonnegative().nullable(),
  follicularUnitCount: z.number().int().nonnegative().nullable(),
  follicularUnitDensityPerCm2: z.number().nonnegative().nullable(),
  hairsPerUnit: z.number().nonnegative().nullable(),
  /** Share of the valid area covered by hair, 0…1. */
  coverage: z.number().min(0).max(1).nullable(),
  /** Length of all visible shafts over the area, mm per cm²; what is left to say of long uncut hair. */
  shaftLengthMmPerCm2: z.number().nonnegative().nullable(),
});
export type Measurements = z.infer<typeof measurementsSchema>;

export const emptyMeasurements: Measurements = nothing;
