import { AnalysisError } from '../errors.js';

/** What it means that a file of the data folder could not be written. */
export function folderFault(error: unknown): AnalysisError {
  if (error instanceof AnalysisError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AnalysisError('storage.full', 'The disk of the data folder is full.', { cause: error });
  return new AnalysisError('output.unwritable', 'The data folder cannot be written to.', { cause: error });
}
