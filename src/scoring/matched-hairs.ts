import { isTakenForHair, type Hair } from '../domain/hair.js';
import type { FollowUpResult } from '../domain/result.js';

export type DensityEndpoint = 'terminalDensityPerCm2' | 'densityPerCm2';

/** Hairs of the common skin as they enter a change. Numbers of hairs, not whole ones where a kind or a loss is not certain. */
export interface MatchedCounts {
  /** Hairs of both visits, as many of them as each photograph shows without the help of the other; above 0 for a change. */
  readonly keptBefore: number;
  readonly keptAfter: number;
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
 * A kept hair may have been found in one of the photographs by its faint trace only. Lost and gained hairs have no such help, so the
 * kept ones are counted as each photograph shows them by itself: otherwise every change would come out too small.
 *
 * For terminal density each hair weighs as much as it is likely to be terminal. A shaft that is surely terminal at one visit and
 * undecided at the other stayed what it was: nothing shows that it changed, and blur alone moves shafts in and out of "undecided".
 * One that is surely terminal at one visit and surely vellus at the other came or went.
 */
export function countMatchedHairs(
  hairs: NonNullable<FollowUpResult['hairs']>, baseline: readonly Hair[], followUp: readonly Hair[], endpoint: DensityEndpoint,
): MatchedCounts {
  const [before, after] = [baseline, followUp].map((list) => new Map(list.map((hair) => [hair.id, hair])));
  const pairs = hairs.kept.map((kept) => [before.get(kept.baseline)!, after.get(kept.followUp)!] as const);
  const weigh = endpoint === 'densityPerCm2' ? () => 1 : describeTerminal([...baseline, ...followUp]);
  const keptBefore: number[] = [], keptAfter: number[] = [], thinned: number[] = [], thickened: number[] = [];
  for (const [was, is] of pairs) {
    const [weightBefore, weightAfter] = weighPair(was, is, weigh);
    const stayed = Math.min(weightBefore, weightAfter);
    if (isTakenForHair(was)) { keptBefore.push(stayed); thinned.push(weightBefore - stayed); }
    if (isTakenForHair(is)) { keptAfter.push(stayed); thickened.push(weightAfter - stayed); }
  }
  const oneSided = (likely: readonly { id: number; probability: number }[], unclear: readonly { id: number; probability: number }[] | undefined, list: Map<number, Hair>) => {
    const all = [...likely, ...unclear ?? []].map(({ id, probability }) => ({ weight: weigh(list.get(id)!), probability }));
    return {
      expected: sum(all.map(({ weight, probability }) => weight * probability)),
      variance: sum(all.map(({ weight, probability }) => weight * probability * (1 - weight * probability))),
    };
  };
  const lost = oneSided(hairs.lost, hairs.unclear?.baseline, before!), gained = oneSided(hairs.gained, hairs.unclear?.followUp, after!);
  return {
    keptBefore: sum(keptBefore), keptAfter: sum(keptAfter),
    lost: lost.expected + sum(thinned), gained: gained.expected + sum(thickened),
    lostVariance: lost.variance, gainedVariance: gained.variance,
  };
}

/** Weights of one hair at both visits: alike unless it surely changed its kind. A faint trace says nothing of the kind. */
function weighPair(was: Hair, is: Hair, weigh: (hair: Hair) => number): [number, number] {
  const [before, after] = [weigh(was), weigh(is)];
  if (!isTakenForHair(was)) return [after, after];
  if (!isTakenForHair(is)) return [before, before];
  const [sureBefore, sureAfter] = [was.kind !== 'indeterminate', is.kind !== 'indeterminate'];
  if (sureBefore === sureAfter) return sureBefore ? [before, after] : [(before + after) / 2, (before + after) / 2];
  return sureBefore ? [before, before] : [after, after];
}

/** Probability that a hair is terminal: of an undecided one the share of terminal hairs among the decided ones of both visits. */
function describeTerminal(hairs: readonly Hair[]): (hair: Hair) => number {
  const of = (kind: Hair['kind']): number => hairs.filter((hair) => hair.kind === kind && isTakenForHair(hair)).length;
  const terminal = of('terminal'), vellus = of('vellus'), share = (terminal + 1) / (terminal + vellus + 2);
  return ({ kind }) => (kind === 'terminal' ? 1 : kind === 'vellus' ? 0 : share);
}

/** In order of size, so that exchanged visits add the same numbers in the same order. */
function sum(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b).reduce((total, value) => total + value, 0);
}
