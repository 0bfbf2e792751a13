import { analysePhotographProgress } from '../analysis/analyse-progress.js';
import { coverFace } from '../image-io/cover-face.js';
import { encodeThumbnail } from '../image-io/encode-image.js';
import type { PhotographAnalysis, ProgressOptions, ProgressResult, ReportPicture, ReportPictures, TimepointResult } from '../index.js';

/** Longest side of a photograph in a report, pixels. */
const reportSide = 1600;

/** Compares follow-ups with the baseline, the first, and makes the pictures for a report. */
export async function comparePhotographs(analyses: readonly PhotographAnalysis[], options: ProgressOptions, showFaces: boolean): Promise<{ progress: ProgressResult; pictures: ReportPictures }> {
  const progress = await analysePhotographProgress(analyses, options);
  const [first, ...rest] = await Promise.all(analyses.map((analysis, at) => makeReportPicture(analysis.photograph, at === 0 ? progress.baseline : progress.followUps[at - 1]!.measurement, showFaces)));
  return { progress, pictures: { baseline: first!, followUps: rest } };
}

/** The photograph for a page; of a head only the measured region, unless faces are asked for. */
async function makeReportPicture({ image }: PhotographAnalysis['photograph'], result: TimepointResult, showFaces: boolean): Promise<ReportPicture> {
  const covered = result.kind === 'closeup' || showFaces ? null : coverFace(image, result.targetArea.outline), shown = covered?.image ?? image;
  const scaleFactor = Math.min(1, reportSide / Math.max(shown.width, shown.height));
  return {
    jpeg: await encodeThumbnail(shown, { longestSide: reportSide }),
    widthPx: Math.max(1, Math.round(shown.width * scaleFactor)), heightPx: Math.max(1, Math.round(shown.height * scaleFactor)), scaleFactor,
    ...(covered === null ? {} : { window: covered.window }),
  };
}
