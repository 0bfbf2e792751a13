import type { FailedPhoto, ProgressResult } from '../domain/result.js';

/** The upright photograph as the report shows it: sRGB JPEG, at most 1600 px on its long side. */
export interface ReportPicture {
  readonly jpeg: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Picture pixels per pixel of the upright original, at most 1. */
  readonly scaleFactor: number;
  /** The part of the original that it shows, in the original's pixels; all of it when left out. */
  readonly window?: { readonly row: number; readonly column: number; readonly width: number; readonly height: number };
}

/** One picture a timepoint, follow-ups in the order of the result; null where there is none to show. */
export interface ReportPictures {
  readonly baseline: ReportPicture | null;
  readonly followUps: readonly (ReportPicture | null)[];
}

export type PaperSize = 'a4' | 'letter';

/** A PNG without metadata. */
export interface ReportLogo { readonly png: Uint8Array; readonly widthPx: number; readonly heightPx: number }

/** What the result does not hold. All text is shown as typed, escaped; hidden characters are made visible. */
export interface ReportOptions {
  /** ISO date-time printed as the time of making; null prints none, so that the same result gives the same bytes. */
  readonly generatedAt: string | null;
  /** BCP 47 tag for numbers and dates; the words stay English. Default `en`. */
  readonly locale?: string | undefined;
  /** Default "Change of hair in one target area". */
  readonly title?: string | undefined;
  readonly clinicName?: string | undefined;
  /** One line below its name. */
  readonly clinicAddress?: string | undefined;
  /** Beside both. */
  readonly clinicLogo?: ReportLogo | undefined;
  /** `short`: one page in plain words for a patient, of the latest follow-up. Default `full`. */
  readonly length?: 'full' | 'short' | undefined;
  /** Default A4; for pages, when they are printed. */
  readonly paper?: PaperSize | undefined;
  /** Pseudonym of the person. */
  readonly subject?: string | undefined;
  /** Where on the scalp, e.g. "vertex, tattoo 3". */
  readonly targetArea?: string | undefined;
  /** ISO dates of the timepoints, baseline first; where missing, those of the result are shown, else the camera's. */
  readonly dates?: readonly (string | null)[] | undefined;
  /** Names of the timepoints, baseline first; default "Baseline", "Follow-up" or "Follow-up 1", "Follow-up 2" … */
  readonly visitNames?: readonly (string | null)[] | undefined;
  /** Photographs that belong to the series but could not be measured; listed with their reasons. */
  readonly failedPhotos?: readonly FailedPhoto[] | undefined;
}

function checkPicture(picture: ReportPicture, name: string): void {
  const { jpeg, widthPx, heightPx, scaleFactor } = picture;
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) throw new TypeError(`The picture of ${name} must be a JPEG.`);
  for (const side of [widthPx, heightPx]) {
    if (!Number.isInteger(side) || side < 1) throw new RangeError(`The picture of ${name} needs whole sides above 0, got ${widthPx} × ${heightPx}.`);
  }
  if (!(scaleFactor > 0 && scaleFactor <= 1)) throw new RangeError(`The scale factor of ${name} must lie above 0 and not above 1, got ${scaleFactor}.`);
}

/**
 * Refuses pictures and options that do not fit the result.
 * @throws RangeError or TypeError with what was expected and what came.
 */
export function checkReportInput(progress: ProgressResult, pictures: ReportPictures, options: ReportOptions): void {
  const followUps = progress.followUps.length;
  if (pictures.followUps.length !== followUps) {
    throw new RangeError(`Expected ${followUps} pictures of follow-ups, one each or null, got ${pictures.followUps.length}.`);
  }
  for (const [name, list] of [['dates', options.dates], ['visitNames', options.visitNames]] as const) {
    if (list !== undefined && list.length !== followUps + 1) {
      throw new RangeError(`Expected ${followUps + 1} entries in ${name}, baseline first, got ${list.length}.`);
    }
  }
  const { clinicLogo: logo } = options;
  if (logo !== undefined && (logo.png[0] !== 0x89 || logo.png[1] !== 0x50 || !(logo.widthPx >= 1 && logo.heightPx >= 1))) throw new TypeError('The logo must be a PNG with its width and height.');
  if (pictures.baseline !== null) checkPicture(pictures.baseline, 'the baseline');
  for (const [index, picture] of pictures.followUps.entries()) {
    if (picture !== null) checkPicture(picture, `follow-up ${index + 1}`);
  }
}
