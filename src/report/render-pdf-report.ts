import type { ProgressResult } from '../domain/result.js';
import { checkReportInput, type ReportOptions, type ReportPictures } from './report-input.js';

/**
 * The report as PDF: the same facts, charts and photographs as the page, tagged for screen readers, its fonts embedded.
 * The same input gives the same bytes; its date of making is `generatedAt`, else the day of the last visit.
 *
 * @throws ZodError for an invalid result, RangeError or TypeError for pictures and options that do not fit it.
 */
export async function renderPdfReport(progress: ProgressResult, pictures: ReportPictures, options: ReportOptions): Promise<Uint8Array> {
  checkReportInput(progress, pictures, options);
  // Loaded here, because the writer of PDF files is larger than everything else that reports need.
  const { writeReport } = await import('./pdf/write-report.js');
  return writeReport(progress, pictures, options);
}
