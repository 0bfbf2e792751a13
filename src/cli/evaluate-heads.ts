import { basename } from 'node:path';
import type { MaskPair } from '../evaluation/find-truth.js';
import type { HeadComparison } from '../evaluation/compare-head.js';
import { schemaVersion } from '../domain/result.js';
import type { ErrorCode } from '../errors.js';
import type { FailedPhoto, GlobalMaps, Photograph } from '../index.js';
import { printError, toAnalysisError } from './output.js';
import { startProgress } from './progress.js';
import { readTruthMap } from './read-truth-map.js';
import type { Evaluation } from './text/evaluation-text.js';

interface Outcome { evaluation: Evaluation; codes: ErrorCode[] }

/** Coverage, region and hair of photographs of heads, against what people drew. */
export async function evaluateHeads(folder: string, subjectList: string | undefined): Promise<Outcome> {
  const { readHeadTruth, readSubjectList } = await import('../evaluation/read-head-truth.js');
  const { compareHead } = await import('../evaluation/compare-head.js');
  const { summariseHeads } = await import('../evaluation/summarise-heads.js');
  const { viewHead } = await import('../analysis/head/view-head.js');
  const { hairShareOf } = await import('../measurement/head/hair-share.js');
  const { measureHeadCoverage } = await import('../measurement/head/measure-coverage.js');
  const heads = await readHeadTruth(folder, subjectList === undefined ? undefined : await readSubjectList(subjectList));
  const photos: HeadComparison[] = [];
  const failed = await segmentPhotos(heads.map((head) => head.photoPath), async (maps, photo, at) => {
    const head = heads[at]!, [region, hair] = await Promise.all([readTruthMap(head.scalpPath), readTruthMap(head.hairPath)]);
    const view = viewHead(photo.image, maps), coverage = view === null ? null : measureHeadCoverage(view.scalp, view.hair, view.region).coverage;
    const comparison = compareHead(head, maps, { coverage, shareOf: hairShareOf }, { region, hair, photo });
    photos.push(comparison);
    return `coverage ${comparison.coverage?.toFixed(2) ?? 'not found'}, ${comparison.trueCoverage.toFixed(2)} in truth`;
  });
  return { evaluation: { form: 'heads', summary: summariseHeads(photos), photos, failed }, codes: failed.map(({ error }) => error.code as ErrorCode) };
}

/** Hair masks of whole heads. */
export async function evaluatePortraits(pairs: readonly MaskPair[]): Promise<Outcome> {
  const { overlapOfHair } = await import('../evaluation/compare-head.js');
  const { AnalysisError } = await import('../errors.js');
  const photos: { photo: string; overlap: number }[] = [];
  const failed = await segmentPhotos(pairs.map((pair) => pair.photoPath), async (maps, photo, at) => {
    const mask = await readTruthMap(pairs[at]!.maskPath), { name } = pairs[at]!;
    if (mask.width !== photo.width || mask.height !== photo.height) {
      throw new AnalysisError('truth.invalid', `The mask of ${name} is ${mask.width} × ${mask.height} pixels, its picture ${photo.width} × ${photo.height}.`, { hint: 'Make the mask on the upright picture, at its full size.' });
    }
    const overlap = overlapOfHair(maps, mask);
    photos.push({ photo: name, overlap });
    return `overlap ${overlap.toFixed(2)}`;
  });
  const meanOverlap = photos.length === 0 ? null : photos.reduce((sum, { overlap }) => sum + overlap, 0) / photos.length;
  return { evaluation: { form: 'portraits', summary: { photos: photos.length, meanOverlap }, photos, failed }, codes: failed.map(({ error }) => error.code as ErrorCode) };
}

/** Runs the network for heads over photographs; one that cannot be read does not stop the others, unusable truth does. */
async function segmentPhotos(paths: readonly string[], take: (maps: GlobalMaps, photo: Photograph, at: number) => Promise<string>): Promise<FailedPhoto[]> {
  const { openGlobalSegmenter } = await import('../segmentation/global-segmenter.js');
  const { readPhotograph } = await import('../image-io/read-photograph.js');
  const segmenter = await openGlobalSegmenter();
  const progress = await startProgress(paths.length);
  const failed: FailedPhoto[] = [];
  try {
    for (const [at, path] of paths.entries()) {
      const name = basename(path);
      try {
        const photo = await readPhotograph(path);
        progress.advance(`${name}: ${await take(await segmenter.segment(photo.image), photo, at)}`);
      } catch (caught) {
        const { code, message, hint } = toAnalysisError(caught);
        if (!code.startsWith('photo.')) throw caught;
        failed.push({ schemaVersion, photo: { name }, error: { code, message, hint } });
        progress.advance(`${name}: not measured, ${code}`);
      }
    }
  } finally {
    progress.finish();
    for (const { photo, error } of failed) printError({ ...error, code: error.code as ErrorCode }, photo.name);
  }
  return failed;
}
