import type { ErrorCode } from '../errors.js';
import type { FailedPhoto, ProgressOptions, ProgressResult, ReportPicture, ReportPictures, PhotographAnalysis, PhotographOptions, TimepointResult } from '../index.js';
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
  baseline: PhotographAnalysis['result'] | null;
  failed: FailedPhoto[];
  codes: ErrorCode[];
}

/**
 * Analyses a baseline and its follow-ups and compares them. A follow-up that fails does not stop the others.
 * @param photos    Paths, the baseline first.
 * @param options   Of each photograph, by its place.
 * @param progressOptions  Of the comparison; `dates` by place of the photograph.
 * @param showFaces  Leave heads uncovered in the pictures; default only the measured region is shown.
 */
export async function scorePhotos(
  photos: readonly string[],
  options: (at: number) => PhotographOptions,
  progressOptions: ProgressOptions,
  showFaces = false,
): Promise<ScoredPhotos> {
  const analyses: (PhotographAnalysis | null)[] = [];
  const failed: FailedPhoto[] = [];
  const codes = await analysePhotos(photos, options, (outcome) => {
    analyses.push('failed' in outcome ? null : outcome.analysis);
    if ('failed' in outcome) failed.push(outcome.failed);
  });
  const [baseline] = analyses;
  const places = analyses.flatMap((analysis, at) => (at > 0 && analysis !== null ? [at] : []));
  const nothing = { progress: null, pictures: { baseline: null, followUps: [] }, places, baseline: baseline?.result ?? null, failed, codes };
  if (baseline === null || places.length === 0) return nothing;

  const { analysePhotographProgress } = await import('../analysis/analyse-progress.js');
  const used = [baseline, ...places.map((at) => analyses[at]!)];
  const { dates, ...others } = progressOptions;
  const progress = await analysePhotographProgress(used, {
    ...others,
    ...(dates === undefined ? {} : { dates: [0, ...places].map((at) => dates[at]) }),
  });
  const [first, ...rest] = await Promise.all(used.map((analysis, at) => makeReportPicture(analysis.photograph, at === 0 ? progress.baseline : progress.followUps[at - 1]!.measurement, showFaces)));
  return { ...nothing, progress, pictures: { baseline: first, followUps: rest } };
}

/** The photograph for a page; of a head only the measured region, unless faces are asked for. */
async function makeReportPicture({ image }: PhotographAnalysis['photograph'], result: TimepointResult, showFaces: boolean): Promise<ReportPicture> {
  const { encodeThumbnail } = await import('../image-io/encode-image.js'), { coverFace } = await import('../image-io/cover-face.js');
  const covered = result.kind === 'closeup' || showFaces ? null : coverFace(image, result.targetArea.outline), shown = covered?.image ?? image;
  const scaleFactor = Math.min(1, reportSide / Math.max(shown.width, shown.height));
  return {
    jpeg: await encodeThumbnail(shown, { longestSide: reportSide }),
    widthPx: Math.max(1, Math.round(shown.width * scaleFactor)), heightPx: Math.max(1, Math.round(shown.height * scaleFactor)), scaleFactor,
    ...(covered === null ? {} : { window: covered.window }),
  };
}
