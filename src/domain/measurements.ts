import { z } from 'zod';
import { emptyMeasurements as nothing } from './empty-measurements.js';

/** Figures of one target area. Null where they cannot honestly be given; `issues` says why. */
export const measurementsSchema = z.object({
  hairCount: z.number().int().nonnegative().nullable(),
  terminalCount: z.number().int().nonnegative().nullable(),
  vellusCount: z.number().int().nonnegative().nullable(),
  indeterminateCount: z.number().int().nonnegative().nullable(),
  densityPerCm2: z.number().nonnegative().nullable(),
  terminalDensityPerCm2: z.number().nonnegative().nullable(),
  /** terminal / (terminal + vellus), 0…1. */
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
