import { AnalysisError } from '../errors.js';
import { isOutOfDescriptors } from './wait-for-descriptors.js';

/** What it means that the system let this account open no further file, also when that was said of a photograph; null for any other error. */
export function tooManyOpen(error: unknown): AnalysisError | null {
  if (!isOutOfDescriptors(error instanceof AnalysisError && error.code === 'photo.unreadable' ? error.cause : error)) return null;
  return new AnalysisError('internal', 'This account may not open as many files at once as the program needs.', { hint: 'Allow more, at least 256: ulimit -n 1024.', cause: error });
}
