import type { ErrorCode } from '../errors.js';
import type { FailedPhoto, ProgressOptions, ProgressResult, ReportPicture, ReportPictures, TimepointAnalysis, TimepointOptions } from '../index.js';
import { analysePhotos } from './analyse-photos.js';

/** Longest side of a photograph in a report, pixels. */
const reportSide = 1600;

/** What came of a series of photographs. */
export interface ScoredPhotos {
  /** Null when the baseline, or every follow-up, could not be measured. */
  progress: ProgressResult | null;
  pictures: ReportPictures;
  /** Places of the follow-ups in `progress`, in the list of photographs. */
  places: number[];
  /** The baseline's own result, also when there is nothing to compare it with. */
  baseline: TimepointAnalysis['result'] | null;
  failed: FailedPhoto[];
  codes: ErrorCode[];
}

/**
 * Analyses a baseline and its follow-ups and compares them. A follow-up that fails does not stop the others.
 * @param photos    Paths, the baseline first.
 * @param options   Of each photograph, by its place.
 * @param progressOptions  Of the comparison; `dates` by place of the photograph.
 */
export async function scorePhotos(
  photos: readonly string[],
  options: (at: number) => TimepointOptions,
  progressOptions: ProgressOptions,
): Promise<ScoredPhotos> {
  const analyses: (TimepointAnalysis | null)[] = [];
  const failed: FailedPhoto[] = [];
  const codes = await analysePhotos(photos, options, (outcome) => {
    analyses.push('failed' in outcome ? null : outcome.analysis);
    if ('failed' in outcome) failed.push(outcome.failed);
  });
  const [baseline] = analyses;
  const places = analyses.flatMap((analysis, at) => (at > 0 && analysis !== null ? [at] : []));
  const nothing = { progress: null, pictures: { baseline: null, followUps: [] }, places, baseline: baseline?.result ?? null, failed, codes };
  if (baseline === null || places.length === 0) return nothing;

  const { analyseProgress } = await import('../analysis/analyse-progress.js');
  const used = [baseline, ...places.map((at) => analyses[at]!)];
  const { dates, ...others } = progressOptions;
  const progress = analyseProgress(used, {
    ...others,
    ...(dates === undefined ? {} : { dates: [0, ...places].map((at) => dates[at]) }),
  });
  const [first, ...rest] = await Promise.all(used.map(makeReportPicture));
  return { ...nothing, progress, pictures: { baseline: first, followUps: rest } };
}

async function makeReportPicture({ photograph }: TimepointAnalysis): Promise<ReportPicture> {
  const { encodeThumbnail } = await import('../image-io/encode-image.js');
  const scaleFactor = Math.min(1, reportSide / Math.max(photograph.width, photograph.height));
  return {
    jpeg: await encodeThumbnail(photograph.image, { longestSide: reportSide }),
    widthPx: Math.round(photograph.width * scaleFactor),
    heightPx: Math.round(photograph.height * scaleFactor),
    scaleFactor,
  };
}
