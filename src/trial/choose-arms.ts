import { AnalysisError } from '../errors.js';
import type { TrialResult } from '../domain/trial-result.js';
import { compareByNumbers } from './compare-by-numbers.js';
import { noArm } from './trial-data.js';

export interface ChosenArms {
  /** The control first, the others by name, doses as they rise; last whoever is in no arm that anybody wrote down. */
  arms: string[];
  controlChosen: TrialResult['controlChosen'];
}

const controlName = /^(placebo|sham|vehicle|controls?|untreated|no treatment)\b/i;

/** What stands in brackets and is not added says what a control is made of: "vehicle (water and ethanol)" is one, "placebo (+ minoxidil)" is none. */
const composition = /[([](?!\s*(?:[+&]|plus\b|and\b))[^()[\]]*[)\]]/gi;

/** An arm of which every part is none: "placebo + minoxidil" is treated. */
const isControl = (name: string): boolean => name.replace(composition, ' ').split(/[+&]|\bplus\b|\band\b/i).every((part) => controlName.test(part.trim()));

/**
 * Which arm the others are compared with: the one named, or the only one whose name says so, or the first by name.
 * @throws AnalysisError `trial.invalid` when the named arm is not there.
 */
export function chooseArms(names: readonly string[], named?: string): ChosenArms {
  const given = [...new Set(names)].sort(compareByNumbers), sorted = given.length < 2 ? given : [...given.filter((name) => name !== noArm), ...given.filter((name) => name === noArm)];
  if (named !== undefined && !sorted.includes(named)) throw new AnalysisError('trial.invalid', `No subject is in the arm ${named}; the arms are ${sorted.join(', ')}.`, { hint: 'Name one of them, as the tables write it.' });
  const recognised = sorted.filter(isControl);
  const control = named ?? (recognised.length === 1 ? recognised[0] : sorted[0]);
  return {
    arms: [control, ...sorted.filter((name) => name !== control)].filter((name) => name !== undefined),
    controlChosen: sorted.length < 2 ? 'oneArm' : named !== undefined ? 'named' : recognised.length === 1 ? 'recognised' : 'firstByName',
  };
}
