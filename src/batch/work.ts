import type { CalibrationRequest } from '../analysis/calibrate.js';
import type { ProgressOptions } from '../analysis/analyse-progress.js';
import type { FollowUpResult, TimepointResult } from '../domain/result.js';
import type { ErrorCode } from '../errors.js';
import type { PhotoKind } from './manifest/manifest-row.js';

/** What a worker process is asked for. Results go through the cache, not through the message: they may be large. */
export type Task =
  | {
    readonly task: 'measure'; readonly cache: string; readonly fingerprint: string; readonly path: string;
    readonly calibration: CalibrationRequest | null; readonly terminalThresholdUm: number; readonly kind: PhotoKind;
  }
  | {
    readonly task: 'compare'; readonly cache: string; readonly key: string; readonly fingerprint: string; readonly baselineKey: string; readonly followUpKey: string;
    readonly options: Omit<ProgressOptions, 'dates'>; readonly dates: readonly [string, string];
    /** The photographs themselves: heads are looked at again, one laid over the other. */
    readonly paths: readonly [string, string];
  };

export interface Refusal { readonly code: ErrorCode; readonly message: string; readonly hint: string }

export type Answer =
  /** The cache holds the result under `key`; `fresh` when it was measured just now, `damaged` when an entry was there but not sound. */
  | { readonly outcome: 'done'; readonly key: string; readonly fresh: boolean; readonly damaged: boolean }
  | { readonly outcome: 'failed'; readonly refusal: Refusal; readonly fresh: boolean; readonly damaged: boolean }
  /** Nothing more can be done by anyone: the cache takes no entry, a model is missing. */
  | { readonly outcome: 'stop'; readonly refusal: Refusal };

/** An entry of the cache for one photograph. The name in `result.photo` is empty: the same picture may have several. */
export type StoredMeasurement =
  | { readonly result: TimepointResult; readonly thumbnail: string }
  /** Refusals that the bytes of the photograph decide for good. */
  | { readonly refusal: Refusal };

/** An entry of the cache for a pair of photographs: the follow-up without its measurement, which has an entry of its own. */
export interface StoredComparison extends Omit<FollowUpResult, 'measurement' | 'hairs'> {
  readonly hairs: { readonly kept: number; readonly lost: number; readonly gained: number } | null;
}
