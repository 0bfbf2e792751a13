import { AnalysisError } from '../errors.js';

/** What it means that the system let this account open no further file; null for any other error. */
export function tooManyOpen(error: unknown): AnalysisError | null {
  if (!['EMFILE', 'ENFILE'].includes(String((error as { code?: unknown } | null)?.code))) return null;
  return new AnalysisError('internal', 'This account may not open as many files at once as the program needs.', { hint: 'Allow more, at least 256: ulimit -n 1024.', cause: error });
}
