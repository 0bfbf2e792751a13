import { AnalysisError } from '../errors.js';

/** For a folder that is not, or not yet, a data folder of the application. */
export function noData(): AnalysisError {
  return new AnalysisError('usage.invalid', 'There is no application data in this folder.', { hint: 'Name the folder that `trichoscore serve` prints when it starts, with --data.' });
}
