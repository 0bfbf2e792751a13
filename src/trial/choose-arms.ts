import { AnalysisError } from '../errors.js';
import type { TrialResult } from '../domain/trial-result.js';

export interface ChosenArms {
  /** The control first, the others by name. */
  arms: string[];
  controlChosen: TrialResult['controlChosen'];
}

const controlNames = /^(placebo|sham|vehicle|controls?|untreated|no treatment)\b/i;

/**
 * Which arm the others are compared with: the one named, or the only one whose name says so, or the first by name.
 * @throws AnalysisError `trial.invalid` when the named arm is not there.
 */
export function chooseArms(names: readonly string[], named?: string): ChosenArms {
  const sorted = [...new Set(names)].sort();
  if (named !== undefined && !sorted.includes(named)) throw new AnalysisError('trial.invalid', `No subject is in the arm ${named}; the arms are ${sorted.join(', ')}.`, { hint: 'Name one of them, as the tables write it.' });
  const recognised = sorted.filter((name) => controlNames.test(name));
  const control = named ?? (recognised.length === 1 ? recognised[0] : sorted[0]);
  return {
    arms: [control, ...sorted.filter((name) => name !== control)].filter((name) => name !== undefined),
    controlChosen: sorted.length < 2 ? 'oneArm' : named !== undefined ? 'named' : recognised.length === 1 ? 'recognised' : 'firstByName',
  };
}
