import type { ErrorCode } from '../errors.js';

const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['photo.missing', 'photo.directory', 'photo.unreadable', 'photo.heic', 'photo.timedOut', 'photo.noMemory', 'internal', 'usage.invalid']);

/** Whether a failure says something about this installation or this moment, not about the photograph; it is not kept then. */
export function isPassing(code: ErrorCode): boolean {
  return passing.has(code);
}
