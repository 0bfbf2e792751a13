import type { TimepointResult } from '../../domain/result.js';
import { describeCorrection } from './describe-correction.js';
import type { MeasurementTable } from './describe-measurements.js';
import type { NumberFormats } from './number-formats.js';
import type { Visit } from './describe-visits.js';
import { exclusionWords, readableName } from './terms.js';
import { showTypedText } from './typed-text.js';

export interface QualityView {
  readonly visit: string;
  readonly photoName: string;
  readonly usable: boolean;
  readonly summary: string;
  readonly checks: readonly { readonly name: string; readonly passed: boolean; readonly message: string }[];
  /** Parts taken out of the measured area, in a sentence; null when nothing was. */
  readonly leftOut: string | null;
  /** Who edited the hairs or the area, when and why, and the result's remarks that are not already reasons under a table. */
  readonly remarks: readonly string[];
}

/** What the photograph itself allows: checks, parts left out, remarks. Failed checks come first. */
export function describeQuality(result: TimepointResult, visit: Visit, formats: NumberFormats, tables: readonly MeasurementTable[], locale = 'en'): QualityView {
  const { checks, usable } = result.quality;
  const failed = checks.filter((check) => !check.passed).length;
  const { exclusions, validShare } = result.targetArea;
  const correction = describeCorrection(result, visit.name, formats, locale);
  const said = new Set(tables.flatMap((table) => table.reasons));
  const remarks = [...new Set(result.issues.map((issue) => formats.rewrite(showTypedText(issue.message))))].filter((message) => !said.has(message));
  const parts = exclusions.map(({ reason, share }) => `${exclusionWords[reason]} (${share < 0.01 ? `under ${formats.percent(1)}` : formats.percent(share * 100)} of the photograph)`);
  return {
    visit: visit.name, photoName: visit.photoName, usable,
    summary: [
      usable ? null : 'This photograph is not fit to be measured.',
      checks.length === 0 ? 'No check was made.' : failed === 0 ? `All ${formats.number(checks.length)} checks passed.` : `${formats.number(failed)} of ${formats.number(checks.length)} checks not passed.`,
      usable ? `${formats.percent(validShare * 100)} of the target area could be measured.` : null,
    ].filter((sentence) => sentence !== null).join(' '),
    checks: [...checks].sort((a, b) => Number(a.passed) - Number(b.passed))
      .map((check) => ({ name: readableName(showTypedText(check.check)), passed: check.passed, message: formats.rewrite(showTypedText(check.message)) })),
    leftOut: parts.length === 0 ? null : `Left out of the measured area: ${parts.join(', ')}.`,
    remarks: [...(correction === null ? [] : [correction]), ...remarks],
  };
}
