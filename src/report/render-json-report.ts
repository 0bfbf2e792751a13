import { type ProgressResult, progressResultSchema } from '../domain/result.js';

/**
 * The facts of the report for programs: the result itself, in the order of its schema, indented by two, newline at the end.
 * @throws ZodError when the object is no valid result (NaN and infinities included).
 */
export function renderJsonReport(progress: ProgressResult): string {
  return `${JSON.stringify(progressResultSchema.parse(progress), null, 2)}\n`;
}
