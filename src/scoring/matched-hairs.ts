import type { Hair } from '../domain/hair.js';
import { isTakenForHair } from '../domain/taken-for-hair.js';
import type { FollowUpResult } from '../domain/result.js';
import { chanceAbove } from '../statistics/chance-above.js';
import { sumInOrder } from '../statistics/sum-in-order.js';

export type DensityEndpoint = 'terminalDensityPerCm2' | 'densityPerCm2';

/** Hairs of the common skin as they enter a change. Numbers of hairs, not whole ones where a kind or a loss is not certain. */
export interface MatchedCounts {
  /** Hairs of both visits, as many of them as each photograph is expected to show without the help of the other; above 0 for a change. */
  readonly keptBefore: number;
  readonly keptAfter: number;
  /** The same as each photograph counts them: without the chance that some are no hairs. */
  readonly countedBefore: number;
  readonly countedAfter: number;
  /** Expected number of hairs that went and that came. */
  readonly lost: number;
  readonly gained: number;
  /** Variances of these two, as far as they come from hairs of which it is not certain. */
  readonly lostVariance: number;
  readonly gainedVariance: number;
}

/**
 * Counts the matched hairs for an endpoint.
 *
 * A kept hair may have been found in one of the photographs by its faint trace only, or be cut short by its edge. Lost and gained hairs
 * have no such help, so the kept ones are counted, and weighed, as each photograph shows them by itself: otherwise every change would
 * come out too small, and a photograph that hides more of its hairs would feign a change. For the same reason each counts as much as
 * it is likely to be a hair: that is in the probability of the others too.
 *
 * For terminal density each hair weighs as much as it is likely to be terminal, a kept one the same at both visits: hairs that became
 * thicker or thinner are `measureKindShift`'s.
 *
 * @param terminalThresholdUm  Diameter above which a hair is terminal; that of both photographs.
 */
export function countMatchedHairs(
  hairs: NonNullable<FollowUpResult['hairs']>, baseline: readonly Hair[], followUp: readonly Hair[], endpoint: DensityEndpoint, terminalThresholdUm: number,
): MatchedCounts {
  const [before, after] = [baseline, followUp].map((list) => new Map(list.map((hair) => [hair.id, hair])));
  const pairs = hairs.kept.map((kept) => [before.get(kept.baseline)!, after.get(kept.followUp)!] as const);
  const weigh = endpoint === 'densityPerCm2' ? () => 1 : describeTerminal([...baseline, ...followUp], terminalThresholdUm);
  const keptBefore: number[] = [], keptAfter: number[] = [], countedBefore: number[] = [], countedAfter: number[] = [];
  for (const [was, is] of pairs) {
    const weight = weighBoth(was, is, weigh);
    if (was.counted) { countedBefore.push(weight); keptBefore.push(weight * was.confidence); }
    if (is.counted) { countedAfter.push(weight); keptAfter.push(weight * is.confidence); }
  }
  const oneSided = (likely: readonly { id: number; probability: number }[], unclear: readonly { id: number; probability: number }[] | undefined, list: Map<number, Hair>) => {
    const all = [...likely, ...unclear ?? []].map(({ id, probability }) => ({ weight: weigh(list.get(id)!), probability }));
    return {
      expected: sumInOrder(all.map(({ weight, probability }) => weight * probability)),
      variance: sumInOrder(all.map(({ weight, probability }) => weight * probability * (1 - weight * probability))),
    };
  };
  const lost = oneSided(hairs.lost, hairs.unclear?.baseline, before!), gained = oneSided(hairs.gained, hairs.unclear?.followUp, after!);
  return {
    keptBefore: sumInOrder(keptBefore), keptAfter: sumInOrder(keptAfter), countedBefore: sumInOrder(countedBefore), countedAfter: sumInOrder(countedAfter),
    lost: lost.expected, gained: gained.expected,
    lostVariance: lost.variance, gainedVariance: gained.variance,
  };
}

/** A kept hair weighs alike at both visits: as the kind that is sure at one of them; where neither or both are, halfway. */
function weighBoth(was: Hair, is: Hair, weigh: (hair: Hair) => number): number {
  const isSure = ({ kind, counted }: Hair): boolean => counted && (kind === 'terminal' || kind === 'vellus');
  if (isSure(was) === isSure(is)) return (weigh(was) + weigh(is)) / 2;
  return weigh(isSure(was) ? was : is);
}

/**
 * Probability that a hair is terminal, as the density of one photograph weighs it: an undecided one by its own diameter, one without a diameter (it
 * touches others) by the mean of those that have one.
 */
function describeTerminal(hairs: readonly Hair[], thresholdUm: number): (hair: Hair) => number {
  const ownChance = ({ kind, diameterUm, diameterIntervalUm }: Hair): number | null =>
    (kind === 'terminal' ? 1 : kind === 'vellus' ? 0 : diameterUm === null ? null : chanceAbove(thresholdUm, diameterUm, diameterIntervalUm));
  const known = hairs.filter(isTakenForHair).map(ownChance).filter((chance) => chance !== null), usual = known.length === 0 ? 0.5 : sumInOrder(known) / known.length;
  return (hair) => ownChance(hair) ?? usual;
}
