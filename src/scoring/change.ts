import type { Issue, RatioChange } from '../domain/result.js';
import { smallestDetectableChangePercent, standardErrorsFor95 } from './uncertainty.js';

export interface ChangeInput {
  endpoint: RatioChange['endpoint'];
  before: number;
  after: number;
  /** Standard error of θ, see `standardErrorOfLogRatio`. */
  standardError: number;
}

/**
 * θ = ln(after / before), computed so that swapping gives exactly the negative in every bit and equal values exactly 0.
 *
 * The ratio is always taken larger over smaller, so both orders do the same arithmetic. Accurate for small changes too.
 */
export function logRatioOf(before: number, after: number): number {
  if (after === before) return 0;
  const size = logOfRatio(Math.max(before, after), Math.min(before, after));
  return after > before ? size : -size;
}

function logOfRatio(larger: number, smaller: number): number {
  const excess = (larger - smaller) / smaller;
  return Number.isFinite(excess) ? Math.log1p(excess) : Math.log(larger) - Math.log(smaller);
}

/** Beyond e^600 fold the percent of the interval would leave the range of numbers. No photograph comes near. */
const largestLogRatio = 600;

/**
 * Why no change can be given for two values; null when it can. Ask before `measureChange`.
 *
 * A zero has no logarithm: from no hair at all every growth is infinitely many percent, and it would be untrue to
 * print a number for it. The caller shows the counts instead.
 */
export function whyNoChange({ endpoint, before, after, standardError }: ChangeInput): Issue | null {
  const refuse = (code: string, message: string): Issue => ({ code, field: 'change', message });
  if (before === 0 && after === 0) {
    return refuse('change.noHairAtBothVisits', `Neither photograph shows a ${hairOf(endpoint)} that counts, so there is no ratio of the two to give.`);
  }
  if (before === 0) {
    return refuse('change.noHairAtBaseline', `The baseline shows no ${hairOf(endpoint)} that counts and the follow-up shows some (${shown(endpoint, after)}): a percent change from nothing does not exist.`);
  }
  if (after === 0) {
    return refuse('change.noHairAtFollowUp', `The follow-up shows no ${hairOf(endpoint)} that counts and the baseline showed some (${shown(endpoint, before)}); the uncertainty of such a loss cannot be given as a ratio.`);
  }
  // Asked in both directions, so that swapping two photographs never turns a change into a refusal.
  const farEnd = Math.abs(logRatioOf(before, after)) + standardErrorsFor95 * standardError;
  if (!(farEnd <= largestLogRatio)) {
    return refuse('change.tooUncertain', 'The two values are so far apart, or so uncertain, that the interval of the change has no end.');
  }
  return null;
}

function shown(endpoint: RatioChange['endpoint'], value: number): string {
  return endpoint === 'hairCount' ? `${value} hairs` : `${Math.round(value)} per cm²`;
}

/**
 * The change between two visits with its 95 % interval.
 *
 * The interval is symmetric on the log scale: that of swapped photographs is its mirror image there.
 *
 * @throws RangeError for a value that is negative or not finite, and wherever `whyNoChange` gives a reason.
 * @example measureChange({ endpoint: 'densityPerCm2', before: 100, after: 125, standardError: 0.069 })
 *          // percent 25, interval95 [9.2, 43.1], smallestDetectableChangePercent 14.5
 */
export function measureChange(input: ChangeInput): RatioChange {
  const { endpoint, before, after, standardError } = input;
  for (const [name, value] of Object.entries({ before, after, standardError })) {
    if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`${name} must be 0 or more and finite, got ${value}.`);
  }
  const reason = whyNoChange(input);
  if (reason !== null) throw new RangeError(reason.message);
  const logRatio = logRatioOf(before, after);
  const percent = 100 * ((after - before) / before);
  const [low, high] = logInterval95(logRatio, standardError);
  return {
    endpoint, before, after, logRatio, percent,
    interval95: standardError === 0 ? [percent, percent] : [100 * Math.expm1(low), 100 * Math.expm1(high)],
    standardError,
    smallestDetectableChangePercent: smallestDetectableChangePercent(standardError),
  };
}

/** The 95 % interval of θ itself; swapping the photographs gives exactly [−high, −low]. */
export function logInterval95(logRatio: number, standardError: number): [number, number] {
  const half = standardErrorsFor95 * standardError;
  return [logRatio - half, logRatio + half];
}

function hairOf(endpoint: ChangeInput['endpoint']): string {
  return endpoint === 'terminalDensityPerCm2' ? 'terminal hair' : 'hair';
}
