import { readFile } from 'node:fs/promises';
import { encodeThumbnail } from '../image-io/encode-image.js';
import { encodeLogo } from '../image-io/encode-logo.js';
import { AnalysisError, analysePhotograph, analyseProgress, blindPair, analysePhotographProgress, checkCloseup, correctTimepoint, coverHead, headMethodVersion, methodVersion, openShippedHeadSegmenter, openShippedSegmenter, readPhotograph, renderHtmlReport, renderJsonReport, renderPdfReport } from '../index.js';
import type { ReportPicture } from '../index.js';
import { analyseHeadOnce } from './analyse-head-once.js';
import { jpegSize } from './jpeg-size.js';
import { observeOnce } from './observe-once.js';
import { renderVisit } from './sample/render-visit.js';
import type { PhotographFiles, Stage, TaskName, Tasks } from './tasks.js';
import { keepDerived } from './keep-derived.js';
import { joinMethodParts } from './method-parts.js';

/** Longest sides of the pictures made of a photograph, pixels. */
const pictureSides = { display: 3200, report: 1600 } as const;

type Perform = { [Name in TaskName]: (input: Tasks[Name]['input'], tell: (stage: Stage) => void) => Promise<Tasks[Name]['output']> };

const performers: Perform = {
  identify: async () => ({ methodVersion, modelSha256: joinMethodParts({ closeupSha256: (await openShippedSegmenter()).model.sha256, headMethodVersion, globalSha256: (await openShippedHeadSegmenter()).model.sha256 }) }),
  read: async ({ file }) => {
    const { format, width, height, capturedAt } = await readPhotograph(file);
    return { format, width, height, capturedAt };
  },
  inspect: async ({ files }) => inspect(files),
  logo: async ({ file }) => encodeLogo(await readFile(file)),
  check: async ({ file, request }) => checkCloseup(await readPhotograph(file), request.calibration),
  measure: async ({ file, name, request }, tell) => {
    tell('reading');
    const shipped = await openShippedSegmenter();
    const segmenter = {
      ...shipped,
      segment: async (image: Parameters<typeof shipped.segment>[0]) => {
        tell('finding');
        const maps = await shipped.segment(image);
        tell('measuring');
        return maps;
      },
    };
    const { kind = 'closeup' } = request;
    // One that shows a head is refused.
    if (kind === 'closeup') return (await analysePhotograph(file, { ...request, kind, name, segmenter })).result;
    return (await analyseHeadOnce(file, { ...request, name, segmenter })).result;
  },
  render: async ({ request, visit, file }) => renderVisit(request, visit, file),
  blind: async ({ pair: [left, right], request }) => blindPair([{ source: left.file, ...left }, { source: right.file, ...right }], request, openShippedHeadSegmenter),
  correct: async ({ file, request, automatic, correction }) => {
    const seen = await observeOnce(file, request, correction.area);
    if (seen.photograph.sha256 !== automatic.photo.sha256) throw new AnalysisError('storage.damaged', 'The stored original of this photograph is not the file that was uploaded.');
    return correctTimepoint(seen, automatic, correction);
  },
  compareHeads: async ({ photographs, timepoints, options }) => {
    const heads = [];
    for (const [at, { file, request }] of photographs.entries()) {
      const result = timepoints[at]!, isHead = result.kind === 'global';
      heads.push({ result, head: isHead ? (await analyseHeadOnce(file, { ...request, name: result.photo.name })).head : undefined });
    }
    return analysePhotographProgress(heads.map(({ result, head }) => ({ result, ...(head === undefined ? {} : { head }) })), options);
  },
  compare: async ({ timepoints, options }) => analyseProgress(timepoints.map((result) => ({ result })), options),
  report: async ({ form, progress, pictures, options }) => {
    if (form === 'json') return Buffer.from(renderJsonReport(progress));
    const results = [progress.baseline, ...progress.followUps.map(({ measurement }) => measurement)];
    const [baseline, ...followUps] = await Promise.all(pictures.map((file, at) => (file === null ? null : readPicture(file, results[at].photo.width))));
    if (form === 'pdf') return renderPdfReport(progress, { baseline, followUps }, options);
    return Buffer.from(renderHtmlReport(progress, { baseline, followUps }, options));
  },
};

/** Does one task. `tell` is called when a measurement reaches its next stage. */
export function performTask<Name extends TaskName>(task: Name, input: Tasks[Name]['input'], tell: (stage: Stage) => void): Promise<Tasks[Name]['output']> {
  return performers[task](input, tell);
}

async function inspect({ original, display, report, check: checkFile }: PhotographFiles): Promise<Tasks['inspect']['output']> {
  const photograph = await readPhotograph(original), { image, sha256, format, width, height, capturedAt } = photograph, { usable, checks } = checkCloseup(photograph, null);
  const shown = await coverHead(image), check = { methodVersion, usable, checks, isCovered: shown.isCovered };
  const pictures = { display: await encodeThumbnail(shown.image, { longestSide: pictureSides.display, quality: 88 }), report: await encodeThumbnail(shown.image, { longestSide: pictureSides.report }) };
  const isKept = await keepAll([[display, pictures.display], [report, pictures.report], [checkFile, Buffer.from(JSON.stringify(check))]]);
  return { sha256, format, width, height, capturedAt, check, unkept: isKept ? null : pictures };
}

/** Whether all files could be kept: what is stored is still shown when the disk is full or not to be written to. */
async function keepAll(files: readonly (readonly [path: string, bytes: Uint8Array])[]): Promise<boolean> {
  try {
    for (const [path, bytes] of files) await keepDerived(path, bytes);
    return true;
  } catch (error) {
    if (error instanceof AnalysisError && (error.code === 'storage.full' || error.code === 'output.unwritable')) return false;
    throw error;
  }
}

async function readPicture(picture: string | Uint8Array, originalWidth: number): Promise<ReportPicture> {
  const jpeg = typeof picture === 'string' ? await readFile(picture) : picture;
  const { widthPx, heightPx } = jpegSize(jpeg);
  return { jpeg, widthPx, heightPx, scaleFactor: Math.min(1, widthPx / originalWidth) };
}
