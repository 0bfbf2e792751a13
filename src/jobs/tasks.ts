import type { Correction } from '../domain/correction.js';
import type { ProgressResult, TimepointResult } from '../domain/result.js';
import type { BlindPairRequest, CloseupCheck, PhantomVisitsRequest, PhotographOptions, ProgressOptions, ReportOptions } from '../index.js';
import type { PhotographCheck } from './photograph-check.js';

/** How one photograph is to be measured; plain data, part of the fingerprint of its result. */
export type MeasureRequest = Pick<PhotographOptions, 'calibration' | 'terminalThresholdUm' | 'kind' | 'region'>;

/** Files of a photograph in the data folder. */
export interface PhotographFiles {
  readonly original: string;
  readonly display: string;
  readonly report: string;
  /** What can be said of the photograph before it is measured, as JSON. */
  readonly check: string;
}

export interface BlindFile { readonly file: string; readonly micrometresPerPixel: number | null }

/** What is done outside the process that serves people, because a picture may crash or hang a decoder. */
export interface Tasks {
  /** Decodes an upload to its end, and nothing more. */
  read: { input: { file: string }; output: { format: string; width: number; height: number; capturedAt: string | null } };
  /** Decodes a photograph, writes its pictures without metadata, and checks it. */
  inspect: { input: { files: PhotographFiles }; output: { sha256: string; format: string; width: number; height: number; capturedAt: string | null; check: PhotographCheck; unkept: Record<'display' | 'report', Uint8Array> | null } };
  /** Checks a close-up again, at the scale that was given meanwhile. */
  check: { input: { file: string; request: Pick<MeasureRequest, 'calibration'> }; output: Pick<CloseupCheck, 'usable' | 'checks' | 'calibration'> };
  measure: { input: { file: string; name: string; request: MeasureRequest }; output: TimepointResult };
  /** Measures a photograph again with a person's correction. */
  correct: { input: { file: string; request: MeasureRequest; automatic: TimepointResult; correction: Correction }; output: TimepointResult };
  /** The same for heads, which are laid over one another by what their photographs show. */
  compareHeads: { input: { photographs: { file: string; request: MeasureRequest }[]; timepoints: TimepointResult[]; options: ProgressOptions }; output: ProgressResult };
  compare: { input: { timepoints: TimepointResult[]; options: ProgressOptions }; output: ProgressResult };
  report: { input: { form: 'html' | 'pdf' | 'json'; progress: ProgressResult; pictures: readonly (string | Uint8Array | null)[]; options: ReportOptions }; output: Uint8Array };
  /** Decodes the upload of a logo and encodes it anew. */
  logo: { input: { file: string }; output: { png: Uint8Array; widthPx: number; heightPx: number } };
  /** Two photographs as blinded readers see them, left and right. */
  blind: { input: { pair: readonly [BlindFile, BlindFile]; request: BlindPairRequest }; output: [Uint8Array, Uint8Array] };
  /** Renders a simulated scalp at one of its visits as JPEG into a file. One at a time: a slow machine would take longer over all of them than any task may. */
  render: { input: { request: PhantomVisitsRequest; visit: number; file: string }; output: { sha256: string; bytes: number; umPerPx: number } };
  /** The method and the models that measure, heads included. */
  identify: { input: null; output: { methodVersion: string; modelSha256: string } };
}
export type TaskName = keyof Tasks;

/** Where a measurement stands. */
export const stages = ['reading', 'finding', 'measuring'] as const;
export type Stage = (typeof stages)[number];

export interface TaskMessage { id: number; task: TaskName; input: unknown }

export type WorkerMessage =
  | { id: number; stage: Stage }
  | { id: number; output: unknown }
  | { id: number; error: { code: string; message: string; hint: string } };
