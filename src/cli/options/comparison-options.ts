import { AnalysisError } from '../../errors.js';
import { readNumber } from './read-number.js';

/** The cut points of the score. @throws AnalysisError `usage.invalid`. */
export function readPreset(preset: string): 'standard' | 'strict' {
  if (preset === 'standard' || preset === 'strict') return preset;
  throw new AnalysisError('usage.invalid', `--preset must be standard or strict; got ${JSON.stringify(preset.slice(0, 40))}.`);
}

/** The site's own repeatability, given in percent; nothing where the default holds. @throws AnalysisError `usage.invalid`. */
export function readRepeatability(percent: string | undefined): { repeatabilityCv?: number } {
  return percent === undefined ? {} : { repeatabilityCv: readNumber('--repeatability', percent, { smallest: 0, largest: 50 }) / 100 };
}
