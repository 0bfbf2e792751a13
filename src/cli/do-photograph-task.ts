import type { PhotographAnalysis } from '../index.js';
import { writeWhole } from './output-folder.js';
import type { NamedPhotograph, PhotographTask, PhotographTaskName, PhotographTasks, PictureFiles } from './photograph-tasks.js';

/** What was read, by place: pixels and maps are too large to be handed over. */
const kept = new Map<number, PhotographAnalysis>();

/** Does one task, in the process that reads photographs. */
export async function doPhotographTask(task: PhotographTask): Promise<PhotographTasks[PhotographTaskName]['answer']> {
  switch (task.task) {
    case 'open':
      await openSegmenter();
      return null;
    case 'measure':
      if (!task.ask.keepsOthers) kept.clear();
      return (await analyse(task.ask.photograph)).result;
    case 'recall':
      await recall(task.ask.photograph);
      return null;
    case 'draw':
      await draw(await recall(task.ask.photograph), task.ask.files);
      return null;
    case 'compare': {
      const { comparePhotographs } = await import('./compare-photographs.js'), analyses: PhotographAnalysis[] = [];
      for (const photograph of task.ask.photographs) analyses.push(await recall(photograph));
      return comparePhotographs(analyses, task.ask.options, task.ask.showFaces);
    }
  }
}

const openSegmenter = async () => (await import('../analysis/analyse-timepoint.js')).openShippedSegmenter();

async function analyse({ at, path, options }: NamedPhotograph): Promise<PhotographAnalysis> {
  const { analysePhotograph } = await import('../analysis/analyse-photograph.js');
  const analysis = await analysePhotograph(path, { segmenter: await openSegmenter(), ...options });
  kept.set(at, analysis);
  return analysis;
}

/** What a process that has died meanwhile took along is read again. */
const recall = async (photograph: NamedPhotograph): Promise<PhotographAnalysis> => kept.get(photograph.at) ?? analyse(photograph);

async function draw(analysis: PhotographAnalysis, { overlay, hairMap, scalpMap, showFaces }: PictureFiles): Promise<void> {
  const { result, photograph } = analysis;
  if (overlay !== undefined && result.kind === 'global') {
    const { drawHeadOverlay } = await import('../image-io/draw-head-overlay.js');
    await writeWhole(overlay, await drawHeadOverlay(photograph, result, analysis.hairMap, showFaces));
  } else if (overlay !== undefined) {
    const { drawOverlay } = await import('../image-io/draw-overlay.js');
    await writeWhole(overlay, await drawOverlay(photograph, result));
  }
  if (hairMap === undefined) return;
  const { encodeGreyPng } = await import('../image-io/encode-image.js'), { markMap } = await import('../image-io/map-mark.js');
  await writeWhole(hairMap, markMap(await encodeGreyPng(analysis.hairMap)));
  if (scalpMap !== undefined && analysis.scalpMap !== undefined) await writeWhole(scalpMap, markMap(await encodeGreyPng(analysis.scalpMap)));
}
