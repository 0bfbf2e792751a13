import { intraclassCorrelation, type IntraclassCorrelation, limitsOfAgreement, type LimitsOfAgreement } from '../statistics/agreement.js';
import { mean, median } from '../statistics/describe.js';
import { type WeightedKappa, weighKappa } from '../statistics/kappa.js';
import type { Refusal } from '../statistics/refusal.js';
import type { Readings } from './read-ratings.js';
import type { RaterRole } from './trial-data.js';

export interface AgreementPair {
  kind: 'readers' | 'repeats' | 'computed';
  first: string;
  second: string;
  /** Items that both looked at. Others are left out and counted. */
  n: number;
  onlyFirst: number;
  onlySecond: number;
  /** Of scores only. */
  kappa: WeightedKappa | Refusal | null;
  /** Of scores: shares of the items with the same score, and with scores at most one step apart; known also where kappa is not. Null without an item. */
  shareIdentical: number | null;
  shareWithinOne: number | null;
  intraclassCorrelation: IntraclassCorrelation | Refusal;
  /** First minus second. Null below 3 pairs. */
  limits: LimitsOfAgreement | null;
  /** Of repeats only: standard error of measurement, in the unit of the values. */
  standardErrorOfMeasurement: number | null;
  /** 1.96·√2 times it. Null where all repeats are alike: a few that agree do not show that any change could be seen. */
  smallestDetectableChange: number | null;
  /** It as a share of the mean, percent; of numbers above 0 only. */
  withinSubjectCvPercent: number | null;
}

export interface AgreementResult {
  schemaVersion: 1;
  scale: 'score' | 'number';
  raters: string[];
  /** Those who rated as adjudicators: only what others differ about, so that these ratings stand in pairs alone. */
  adjudicators: string[];
  /** What was looked at, and of how many persons; null where that is not known. Intervals take items for independent, which those of one person are not quite. */
  items: number;
  subjects: number | null;
  /** Readings of a third or later occasion; the first two are compared. */
  notUsed: number;
  /** All raters but adjudicators together, over the items that each of them rated. Null with one rater or below 3 items. */
  allRaters: { items: number; intraclassCorrelation: IntraclassCorrelation | Refusal } | null;
  pairs: AgreementPair[];
}

/** Name of the computed score among the raters. */
export const computedRater = 'computed score';

/**
 * Reader against reader, each reader against the own repeats, and against the computed score; with three readers or more
 * their median against it, too. Adjudicators rate only what others differ about, so they are compared in pairs alone: all raters together would
 * be compared over the cases that were in dispute. Patients are no part of the median.
 *
 * @param computed  Computed score (or measured number) by item; empty where there is none.
 */
export function analyseAgreement({ scale, readings, subjects }: Readings, computed: ReadonlyMap<string, number>): AgreementResult {
  const raters = [...new Set(readings.map(({ rater }) => rater))].sort();
  const look = (rater: string, occasion: number, but: readonly RaterRole[] = []): Map<string, number> => new Map(readings
    .filter((reading) => reading.rater === rater && reading.occasion === occasion && !but.some((role) => role === reading.role)).map(({ item, value }) => [item, value]));
  const looksOfAll = (but: readonly RaterRole[]): Map<string, number>[] => raters.map((rater) => look(rater, 1, but)).filter(({ size }) => size > 0), readers = looksOfAll(['adjudicator', 'patient']);
  const first = new Map(raters.map((rater) => [rater, look(rater, 1)]));
  const pairs: AgreementPair[] = [];
  const add = (kind: AgreementPair['kind'], names: [string, string], a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): void => {
    pairs.push(comparePair(kind, names, a, b, scale));
  };
  raters.forEach((rater, at) => {
    for (const other of raters.slice(at + 1)) add('readers', [rater, other], first.get(rater)!, first.get(other)!);
  });
  for (const rater of raters) {
    const repeat = look(rater, 2);
    if (repeat.size > 0) add('repeats', [rater, `${rater}, second look`], first.get(rater)!, repeat);
  }
  if (computed.size > 0) {
    for (const rater of raters) add('computed', [computedRater, rater], computed, first.get(rater)!);
    if (readers.length >= 3) add('computed', [computedRater, 'median of the readers'], computed, medianOfReaders(readers, scale));
  }
  return {
    schemaVersion: 1, scale, raters, adjudicators: raters.filter((name) => readings.some(({ rater, role }) => rater === name && role === 'adjudicator')),
    items: new Set(readings.map(({ item }) => item)).size, subjects: subjects ?? null, notUsed: readings.filter(({ occasion }) => occasion > 2).length, allRaters: compareAll(looksOfAll(['adjudicator'])), pairs,
  };
}

/** Two raters over the items that both looked at. */
export function comparePair(kind: AgreementPair['kind'], [first, second]: [string, string], a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>, scale: 'score' | 'number'): AgreementPair {
  const items = [...a.keys()].filter((item) => b.has(item));
  const [left, right] = [items.map((item) => a.get(item)!), items.map((item) => b.get(item)!)];
  const limits = limitsOfAgreement(left, right);
  // Half the mean square of the differences of two looks; the bias between them counts as error.
  const error = kind === 'repeats' && items.length >= 3 ? Math.sqrt(mean(left.map((value, at) => (value - right[at]) ** 2)) / 2) : null;
  const centre = mean([...left, ...right]);
  const shareWithin = (distance: number): number | null => (scale !== 'score' || items.length === 0 ? null : mean(left.map((value, at) => Number(Math.abs(value - right[at]) <= distance))));
  return {
    kind, first, second, n: items.length, onlyFirst: a.size - items.length, onlySecond: b.size - items.length,
    kappa: scale === 'score' ? weighKappa(left, right, -3, 3) : null,
    shareIdentical: shareWithin(0), shareWithinOne: shareWithin(1),
    intraclassCorrelation: intraclassCorrelation(left.map((value, at) => [value, right[at]])),
    limits, standardErrorOfMeasurement: error,
    smallestDetectableChange: error === null || error === 0 ? null : 1.96 * Math.SQRT2 * error,
    withinSubjectCvPercent: error === null || scale === 'score' || [...left, ...right].some((value) => value <= 0) ? null : (100 * error) / centre,
  };
}

function compareAll(looks: readonly ReadonlyMap<string, number>[]): AgreementResult['allRaters'] {
  if (looks.length < 2) return null;
  const items = [...looks[0].keys()].filter((item) => looks.every((look) => look.has(item)));
  return items.length < 3 ? null : { items: items.length, intraclassCorrelation: intraclassCorrelation(items.map((item) => looks.map((look) => look.get(item)!))) };
}

/** Over the items that all readers saw; a score halfway between two goes towards 0. */
function medianOfReaders(looks: readonly ReadonlyMap<string, number>[], scale: 'score' | 'number'): Map<string, number> {
  return new Map([...looks[0].keys()].filter((item) => looks.every((look) => look.has(item))).map((item) => {
    const middle = median(looks.map((look) => look.get(item)!))!;
    return [item, scale === 'score' ? Math.trunc(middle) + 0 : middle];
  }));
}

