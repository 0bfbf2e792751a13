import type { ErrorCode } from '../errors.js';
import type { FailedPhoto, ProgressOptions, ProgressResult, ReportPictures, TimepointResult } from '../index.js';
import { analysePhotos } from './analyse-photos.js';
import { openPhotographProcess } from './photograph-process.js';
import type { NamedPhotograph } from './photograph-tasks.js';

/** What came of a series of photographs. */
export interface ScoredPhotos {
  /** Null when the baseline, or every follow-up, could not be measured. */
  progress: ProgressResult | null;
  pictures: ReportPictures;
  /** Places of the follow-ups in `progress`, in the list of photographs. */
  places: number[];
  /** The baseline's own result, also when there is nothing to compare it with. */
  baseline: TimepointResult | null;
  failed: FailedPhoto[];
  codes: ErrorCode[];
}

/**
 * Analyses a baseline and its follow-ups and compares them, in a process of its own. A follow-up that fails does not stop the others.
 * @param photos    Paths, the baseline first.
 * @param options   Of each photograph, by its place.
 * @param progressOptions  Of the comparison; `dates` by place of the photograph.
 * @param showFaces  Leave heads uncovered in the pictures; default only the measured region is shown.
 */
export async function scorePhotos(
  photos: readonly string[],
  options: (at: number) => NamedPhotograph['options'],
  progressOptions: ProgressOptions,
  showFaces = false,
): Promise<ScoredPhotos> {
  const reader = openPhotographProcess(), photograph = (at: number): NamedPhotograph => ({ at, path: photos[at]!, options: options(at) });
  try {
    await reader.run('open', {});
    const results: (TimepointResult | null)[] = [], failed: FailedPhoto[] = [];
    const measure = async (at: number) => ({ result: await reader.run('measure', { photograph: photograph(at), keepsOthers: true }) });
    const codes = await analysePhotos(photos, measure, (outcome) => {
      results.push('failed' in outcome ? null : outcome.analysis.result);
      if ('failed' in outcome) failed.push(outcome.failed);
    });
    const [baseline] = results, places = results.flatMap((result, at) => (at > 0 && result !== null ? [at] : []));
    const nothing = { progress: null, pictures: { baseline: null, followUps: [] }, places, baseline: baseline ?? null, failed, codes };
    if (baseline === null || places.length === 0) return nothing;

    const used = [0, ...places], { dates, ...others } = progressOptions;
    // One by one, each within its own time: the last photograph may have brought the process down, and all that it held.
    for (const at of used) await reader.run('recall', { photograph: photograph(at) });
    return { ...nothing, ...await reader.run('compare', { photographs: used.map(photograph), options: { ...others, ...(dates === undefined ? {} : { dates: used.map((at) => dates[at]) }) }, showFaces }) };
  } finally {
    reader.close();
  }
}
