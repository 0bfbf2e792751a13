import type { Comparison } from '../answers.js';

/** Whether a comparison waits for its turn or is at it. */
export function isBeingMeasured(comparison: { state: Comparison['state'] } | null): boolean {
  return comparison?.state === 'queued' || comparison?.state === 'running';
}
