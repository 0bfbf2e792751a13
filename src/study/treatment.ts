import { z } from 'zod';
import { daySchema, isRealDay } from '../domain/day.js';

export const treatmentKinds = ['microneedling', 'minoxidil', 'finasteride', 'plateletRichPlasma', 'redLight', 'oil', 'massage', 'other'] as const;
export type TreatmentKind = (typeof treatmentKinds)[number];

/** Conditions under which the source articles advise against microneedling. */
export const contraindications = [
  'activeAcne', 'scalpInfection', 'psoriasis', 'eczema', 'poorWoundHealing', 'keloids', 'activeAlopeciaAreata', 'clottingDisorder', 'isotretinoin',
] as const;
export type Contraindication = (typeof contraindications)[number];

/** One treatment as it is logged. */
export const treatmentSchema = z.object({
  kind: z.enum(treatmentKinds),
  /** Day, or day and time where it matters. */
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}(T([01]\d|2[0-3]):[0-5]\d)?$/, 'expected a day, or a day with its time').refine(isRealDay, 'there is no such day'),
  /** Length of the needles, mm. */
  needleMm: z.number().gte(0.1).lte(5).nullable().optional(),
  minutes: z.number().gt(0).lte(240).nullable().optional(),
  /** Since when the device or roller is in use. */
  deviceSince: daySchema.nullable().optional(),
  contraindications: z.array(z.enum(contraindications)).max(contraindications.length).optional(),
  note: z.string().max(1000).optional(),
}).strict();
export type Treatment = z.infer<typeof treatmentSchema>;
