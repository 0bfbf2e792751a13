import type { Issue, TimepointResult } from '../domain/result.js';
import { findStraySide } from './stray-shafts.js';

/**
 * Why two photographs cannot be compared whatever is known of their scale: all reasons, in a fixed order; empty when they can. Of two kinds, only that.
 *
 * Two different kinds of photograph, methods, networks or measuring options would turn a difference of the tools into
 * a change of the hair. Global photographs are compared by coverage elsewhere.
 */
export function findComparisonRefusals(baseline: TimepointResult, followUp: TimepointResult): Issue[] {
  const refusals: Issue[] = [];
  const refuse = (code: string, because: string) => {
    refusals.push({ code, field: 'change', message: `The photographs cannot be compared because ${because}` });
  };
  if (baseline.kind !== followUp.kind) {
    refuse('comparison.differentKinds', `the baseline is a ${kindWords(baseline)} and the follow-up a ${kindWords(followUp)}.`);
    // Their methods, networks and options differ because their kinds do.
    return refusals;
  }
  if (!baseline.quality.usable || !followUp.quality.usable) {
    refuse('comparison.photographUnusable', `${sides(!baseline.quality.usable, !followUp.quality.usable)} failed the quality checks; they say what to change.`);
  }
  if (baseline.method.version !== followUp.method.version) {
    refuse('comparison.differentMethods', `they were measured with different versions of the method (${baseline.method.version} and ${followUp.method.version}). Measure both again with one version.`);
  }
  if (baseline.method.model.sha256 !== followUp.method.model.sha256) {
    refuse('comparison.differentModels', `they were measured with different networks (${baseline.method.model.name} and ${followUp.method.model.name}, by their checksums). Measure both again with one network.`);
  }
  const option = differingOption(baseline, followUp);
  if (option !== null) {
    refuse('comparison.differentOptions', `they were measured with a different ${option.name} (${option.before} and ${option.after}). Measure both again with the same options.`);
  }
  const stray = findStraySide(baseline, followUp);
  if (stray !== null) {
    refuse('comparison.strayOnOneSide', `${stray === baseline ? 'the baseline' : 'the follow-up'} shows much that is probably no hair and the other photograph does not: what came or went would be that.`);
  }
  return refusals;
}

const comparedOptions = [
  ['terminalThresholdUm', 'limit between terminal and vellus, µm'],
  ['countingRule', 'counting rule'],
  ['hairProbabilityThreshold', 'limit of the hair probability'],
] as const;

function differingOption(baseline: TimepointResult, followUp: TimepointResult) {
  for (const [key, name] of comparedOptions) {
    const [before, after] = [baseline.method.options[key], followUp.method.options[key]];
    if (before !== after) return { name, before, after };
  }
  return null;
}

function kindWords(result: TimepointResult): string {
  return result.kind === 'closeup' ? 'close-up' : 'photograph of the whole head';
}

/** "the baseline", "the follow-up" or both, for the sentence that says which photograph is meant. */
export function sides(baseline: boolean, followUp: boolean): string {
  if (baseline && followUp) return 'both photographs';
  return baseline ? 'the baseline' : 'the follow-up';
}
