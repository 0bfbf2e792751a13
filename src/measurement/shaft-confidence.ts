import type { ShaftEvidence } from './find-shafts.js';
import { inNetworkPixels } from './network-pixels.js';

/**
 * Weights of a logistic score, set by hand. A regression on rendered scalps that the network never saw
 * (training/fit-confidence.mjs) was tried and did worse on photographs: mean count error 1.9 hairs against 1.6.
 */
export const confidenceWeights = {
  intercept: -6, middle: 7, root: 2, tip: 1, rootAtTip: -1.5, tipAtRoot: -1, hair: 1.5, agreement: 2, logLength: 0.2,
} as const;

/** A shaft that scores this much is taken for a hair. Chosen where counts are unbiased on clipped donor close-ups. */
export const confidenceThreshold = 0.2;

/** A fainter trace than this is not even kept to be compared with another photograph of the same skin. */
export const traceThreshold = 0.02;

/** Probability, 0…1, that a candidate is a hair that a careful person would mark. */
export function confidenceOf(evidence: ShaftEvidence, weights: Readonly<Record<keyof typeof confidenceWeights, number>> = confidenceWeights): number {
  const features = confidenceFeatures(evidence);
  let sum = weights.intercept;
  for (const [name, value] of Object.entries(features)) sum += weights[name as keyof typeof features] * value;
  return 1 / (1 + Math.exp(-sum));
}

export function confidenceFeatures(evidence: ShaftEvidence): Record<Exclude<keyof typeof confidenceWeights, 'intercept'>, number> {
  return {
    middle: evidence.middle, root: evidence.root, tip: evidence.tip, rootAtTip: evidence.rootAtTip, tipAtRoot: evidence.tipAtRoot,
    hair: evidence.hair, agreement: evidence.agreement, logLength: Math.log(Math.max(evidence.length, inNetworkPixels(25)) / inNetworkPixels(333)),
  };
}
