import { z } from 'zod';
import type { ReportOptions } from '../index.js';
import type { ComparisonRequest } from '../jobs/comparison-request.js';
import type { Clinic } from '../study/clinic.js';

/** Scripts that the fonts of reports hold, in writing that goes from left to right as the English words around it. */
const writable = ['Latn', 'Cyrl', 'Grek'];

/** How the reader writes numbers and days, a BCP 47 tag; in the digits that the charts are made for, and in English where reports cannot write the language. */
const localeSchema = z.string().max(40).regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a language tag, for example sv-SE').default('en').transform((tag) => {
  try {
    const locale = new Intl.Locale(tag, { numberingSystem: 'latn', calendar: 'gregory' });
    return writable.includes(locale.maximize().script ?? '') ? locale.toString() : 'en';
  } catch {
    return 'en';
  }
});

export const localeQuerySchema = z.object({ locale: localeSchema });
export const reportQuerySchema = z.object({ locale: localeSchema, paper: z.enum(['a4', 'letter']).optional(), length: z.enum(['full', 'short']).default('full') });

/**
 * What a report says beside the result: what the sender typed, and the clinic; not its address and logo above the name of another one that was typed.
 * No time of making, so that the same result gives the same bytes.
 */
export function reportOptionsOf({ baseline, followUps, labels = {} }: ComparisonRequest, locale: string, clinic: Clinic | null = null): ReportOptions {
  return { generatedAt: null, locale, ...labels, ...letterheadOf(clinic, labels.clinicName?.trim() ?? ''), dates: [baseline, ...followUps].map(({ date }) => date ?? null) };
}

function letterheadOf(clinic: Clinic | null, typed: string): Pick<ReportOptions, 'clinicName' | 'clinicAddress' | 'clinicLogo'> {
  if (clinic === null || (typed !== '' && typed !== clinic.name)) return {};
  return { clinicName: clinic.name, clinicAddress: clinic.address, ...(clinic.logo === null ? {} : { clinicLogo: clinic.logo }) };
}
