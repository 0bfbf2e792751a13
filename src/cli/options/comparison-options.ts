import { AnalysisError } from '../../errors.js';

/** The cut points of the score. @throws AnalysisError `usage.invalid`. */
export function readPreset(preset: string): 'standard' | 'strict' {
  if (preset === 'standard' || preset === 'strict') return preset;
  throw new AnalysisError('usage.invalid', `--preset must be standard or strict; got ${JSON.stringify(preset.slice(0, 40))}.`);
}
