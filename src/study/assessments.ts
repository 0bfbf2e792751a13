import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AnalysisError } from '../errors.js';
import type { StudyStore } from './study-store.js';
import { addedBefore } from './subjects.js';
import { daySchema } from '../domain/day.js';

/** How much better patients of the published case series say it is, in percent. */
const improvementBands = ['none', '1-25', '26-50', '51-75', '76-100'] as const;

/** What the patient says on a day, asked in the words of the trials: “Since the start of the study, the amount of my hair has …”. */
export const assessmentSchema = z.object({
  date: daySchema,
  /** −3 greatly decreased … 0 remained the same … +3 greatly increased; the patient's own, nothing is measured for it. */
  score: z.number().int().gte(-3).lte(3),
  /** Null where it was not asked. */
  improvement: z.enum(improvementBands).nullable(),
}).strict();
export type Assessment = z.infer<typeof assessmentSchema>;
export type KeptAssessment = Assessment & { readonly id: string };

/** @throws AnalysisError `request.conflict` for a second answer of one day. */
export function addAssessment({ change }: StudyStore, actor: string, subject: string, assessment: Assessment, id: string = randomUUID()): Promise<KeptAssessment> {
  return change(actor, async (step, record, now) => {
    const asked = { subject, ...assessment };
    if (addedBefore(await step.selectFrom('assessments').selectAll().where('id', '=', id).executeTakeFirst(), asked) !== null) return { id, ...assessment };
    const same = await step.selectFrom('assessments').select('id').where('subject', '=', subject).where('date', '=', assessment.date).executeTakeFirst();
    if (same !== undefined) throw new AnalysisError('request.conflict', 'The patient has been asked on this day already.', { hint: 'Take that answer out first, with a reason, if it was entered wrongly.' });
    await step.insertInto('assessments').values({ id, ...asked, added_at: now }).execute();
    await record({ action: 'assessment.add', object: `assessment:${id}`, after: asked });
    return { id, ...assessment };
  });
}

/** Takes an answer out; what it was, and the reason, stay in the trail. */
export function removeAssessment({ change }: StudyStore, actor: string, id: string, reason: string): Promise<void> {
  return change(actor, async (step, record) => {
    const row = await step.selectFrom('assessments').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) throw new AnalysisError('request.notFound', 'There is no such assessment.');
    await step.deleteFrom('assessments').where('id', '=', id).execute();
    await record({ action: 'assessment.remove', object: `assessment:${id}`, before: row, after: { reason } });
  });
}

/** A person's answers in order of their days. */
export async function listAssessments({ database }: Pick<StudyStore, 'database'>, subject: string): Promise<KeptAssessment[]> {
  const rows = await database.selectFrom('assessments').selectAll().where('subject', '=', subject).orderBy('date').execute();
  return rows.map(({ id, date, score, improvement }) => ({ id, ...assessmentSchema.parse({ date, score: Number(score), improvement }) }));
}
