import type { PhotographOptions, ProgressOptions, ProgressResult, ReportPictures, TimepointResult } from '../index.js';
import type { ErrorCode } from '../errors.js';

/** A photograph of the command line. */
export interface NamedPhotograph {
  /** Its place among the photographs of the command. */
  readonly at: number;
  readonly path: string;
  readonly options: Omit<PhotographOptions, 'segmenter' | 'headSegmenter'>;
}

/** Where the pictures of a photograph go; what is left out is not drawn. */
export interface PictureFiles {
  readonly overlay?: string;
  readonly hairMap?: string;
  /** Of heads only. */
  readonly scalpMap?: string;
  readonly showFaces: boolean;
}

/** What the process that reads photographs is asked for. */
export interface PhotographTasks {
  /** Opens the networks, so that a missing one is known before the first photograph. */
  open: { ask: object; answer: null };
  /** `keepsOthers`: what was read before is kept, too, to be compared with it. */
  measure: { ask: { photograph: NamedPhotograph; keepsOthers: boolean }; answer: TimepointResult };
  /** Measures it again if what was read of it is lost, because the process died over another one. */
  recall: { ask: { photograph: NamedPhotograph }; answer: null };
  draw: { ask: { photograph: NamedPhotograph; files: PictureFiles }; answer: null };
  compare: { ask: { photographs: readonly NamedPhotograph[]; options: ProgressOptions; showFaces: boolean }; answer: { progress: ProgressResult; pictures: ReportPictures } };
}
export type PhotographTaskName = keyof PhotographTasks;
export type PhotographTask = { [Name in PhotographTaskName]: { readonly task: Name; readonly ask: PhotographTasks[Name]['ask'] } }[PhotographTaskName];

export type PhotographAnswer = { readonly done: PhotographTasks[PhotographTaskName]['answer'] } | { readonly refusal: { readonly code: ErrorCode; readonly message: string; readonly hint: string } };
