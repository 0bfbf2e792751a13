import { z } from 'zod';
import { calibrationRequestSchema } from '../jobs/comparison-request.js';
import { regionRequestSchema } from '../jobs/region-request.js';
import { stages } from '../jobs/tasks.js';
import { areaKinds } from '../study/tables/study-rows.js';
import { jobStates } from '../study/tables/work-rows.js';
import { assessmentSchema } from '../study/assessments.js';
import { treatmentSchema } from '../study/treatment.js';

/** What the routes of studies answer. */
const text = z.string();
/** `archived_at`: since when it is put away as finished. */
export const studyRowSchema = z.object({ id: text, name: text, added_at: text, archived_at: text.nullable() });
export const subjectRowSchema = z.object({ id: text, study: text, pseudonym: text, added_at: text });
export const targetAreaRowSchema = z.object({ id: text, subject: text, name: text, added_at: text, kind: z.enum(areaKinds) });
export const timepointRowSchema = z.object({ id: text, target_area: text, date: text, photograph: text, name: text, calibration: text.nullable(), added_at: text, region: text.nullable() });
export const loggedTreatmentSchema = z.object({ id: text, ...treatmentSchema.shape });
export const keptAssessmentSchema = z.object({ id: text, ...assessmentSchema.shape });
export const studyListSchema = z.object({ studies: z.array(studyRowSchema.extend({ subjects: z.number().int() })) });
export const studySchema = studyRowSchema.extend({ subjects: z.array(subjectRowSchema.extend({ photographs: z.number().int(), latest: text.nullable() })) });

export const erasureSchema = z.object({ photographs: z.number().int(), measurements: z.number().int(), comparisons: z.number().int(), keptPhotographs: z.number().int() });
export const studyErasureSchema = erasureSchema.extend({ subjects: z.number().int() });

/** Where a comparison stands that is being worked on. */
export const progressSchema = z.object({ photograph: z.number().int(), of: z.number().int(), stage: z.enum([...stages, 'comparing']) });
const refusalSchema = z.object({ code: text, message: text, hint: text });
const place = z.number().int();
/** `photograph`: the one that it is about, the baseline is 1, and what is said of it alone. `others`: further ones that were refused. */
export const comparisonRefusalSchema = refusalSchema.extend({ photograph: z.object({ place, message: text }).optional(), others: z.array(refusalSchema.extend({ place })).optional() });
const shownTimepointSchema = z.object({
  id: text, date: text, name: text, photograph: text, picture: text, calibration: calibrationRequestSchema.nullable(), region: regionRequestSchema.nullable(), score: text.nullable(), words: text.nullable(), refusal: refusalSchema.nullable(), change: text.nullable(), interval: text.nullable(),
  value: z.object({ value: z.number(), interval: z.array(z.number()).nullable() }).nullable(),
});
const areaSchema = z.object({
  id: text, name: text, kind: z.enum(areaKinds), comparison: z.object({ id: text, state: z.enum(jobStates), progress: progressSchema.nullable(), ahead: z.number().int().nullable(), error: comparisonRefusalSchema.nullable() }).nullable(),
  /** The comparison that is done of most of the visits; `without`: days of those that it leaves out. */
  done: z.object({ id: text, without: z.array(text) }).nullable(),
  /** Drawn by the page; null until there are values. */
  series: z.object({ title: text, unit: text }).loose().nullable(), timepoints: z.array(shownTimepointSchema),
});
export const subjectFileSchema = z.object({
  subject: z.object({ id: text, pseudonym: text }), study: z.object({ id: text, name: text }),
  areas: z.array(areaSchema), treatments: z.array(loggedTreatmentSchema), assessments: z.array(keptAssessmentSchema), warnings: z.array(z.object({ about: text, code: text, message: text })),
});
