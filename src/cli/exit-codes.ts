import type { BatchSummary } from '../batch/batch-request.js';
import type { ErrorCode } from '../errors.js';

/** What the process tells the shell. */
export const exitCodes = { allMeasured: 0, nothingDone: 1, wrongUsage: 2, someFailed: 3 } as const;

/** Refusals that the command line itself can put right; every other code means that nothing could be done. */
const usageCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['usage.invalid', 'calibration.invalid', 'area.invalid', 'region.invalid', 'manifest.invalid', 'batch.changed']);

export function exitCodeOfError(code: ErrorCode): number {
  return usageCodes.has(code) ? exitCodes.wrongUsage : exitCodes.nothingDone;
}

/**
 * The exit code of a run over many photographs.
 * A scale or an area that no photograph can take is wrong usage, not a fault of the photographs.
 *
 * @param failures  The code of each photograph that failed.
 * @param total     Number of photographs.
 */
export function exitCodeOfRows(failures: readonly ErrorCode[], total: number): number {
  if (failures.length === 0) return exitCodes.allMeasured;
  if (failures.length < total) return exitCodes.someFailed;
  return failures.every((code) => usageCodes.has(code)) ? exitCodes.wrongUsage : exitCodes.nothingDone;
}

/** That of its photographs, unless all were measured and a comparison failed. */
export function exitCodeOfBatch({ failures, failedComparisons, rows }: Pick<BatchSummary, 'failures' | 'failedComparisons' | 'rows'>): number {
  const code = exitCodeOfRows(failures.map(({ refusal }) => refusal.code), rows);
  return code === exitCodes.allMeasured && failedComparisons.length > 0 ? exitCodes.someFailed : code;
}
