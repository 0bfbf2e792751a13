import type { Issue, RatioChange } from '../domain/result.js';
import { measureChange, whyNoChange } from './change.js';
import type { KindShift } from './kind-shift.js';
import type { DensityEndpoint, MatchedCounts } from './matched-hairs.js';

/** Errors of the counting of registered pairs, measured on pairs whose change is known: docs/registration.md. */
export interface CountingErrors {
  /** Share of the hairs of a patch that a photograph shows by itself, 0…1. */
  readonly foundShare: number;
  /** Hairs seen at one visit only without any change, for each one that both visits show. */
  readonly oneSidedShare: number;
  /** How much the share found of hairs that came or went differs from that of hairs that stayed, as a share of it (one standard deviation). */
  readonly changedFoundCv: number;
}

export const shippedCountingErrors: CountingErrors = { foundShare: 0.87, oneSidedShare: 0.065, changedFoundCv: 0.07 };

/** How much the rate of one-sided errors differs from photograph to photograph, as a share of it: 0.7 to 1.6 times the rate taken for given was seen (docs/registration.md). */
const rateCv = 0.5;
/** Part of the one-sided errors whose number is not known from the confidences of the hairs themselves; and the least doubt, in hairs. */
const openErrors = 0.4, leastDoubt = 0.1;

/**
 * Variance of θ = ln(after / before) when the same skin was counted twice and hairs are matched one to one. Four things are uncertain:
 *
 * - which of the hairs seen at one visit only are errors of seeing;
 * - how many such errors these photographs have: where much changed, all that are more than usual are taken for change;
 * - the hairs that neither photograph shows: what came and went is known of the found share only, as in a sample from a finite lot;
 * - whether hairs that come and go (often thin, often the second of a unit) are found as well as those that stay.
 */
export function matchedVariance(counts: MatchedCounts, { foundShare, oneSidedShare, changedFoundCv }: CountingErrors): number {
  const { keptBefore, keptAfter, lost, gained, lostVariance, gainedVariance } = counts;
  const side = (kept: number, changed: number, doubt: number): number => {
    const all = kept + changed, errors = doubt + openErrors * oneSidedShare * all + leastDoubt;
    const mistaken = (rateCv * oneSidedShare * changed) / (changed + oneSidedShare * kept || 1);
    return errors / (all * all) + ((1 - foundShare) * changed) / (kept * all) + ((changedFoundCv * changed) / all) ** 2 + mistaken ** 2;
  };
  return side(keptBefore, lost, lostVariance) + side(keptAfter, gained, gainedVariance);
}

export interface RegisteredChangeInput {
  readonly endpoint: DensityEndpoint;
  readonly counts: MatchedCounts;
  /** Skin that both photographs show, cm², above 0. */
  readonly commonAreaCm2: number;
  readonly countingErrors?: CountingErrors;
  /** How the kept hairs crossed the limit between vellus and terminal; null or absent: not, or not known. */
  readonly kindShift?: KindShift | null;
  /** Per-visit coefficient of variation of the counts from the site's own repeat study of registered pairs; null or absent: not measured. */
  readonly repeatabilityCv?: number | null;
}

/**
 * The change of one patch of skin from its matched hairs:
 *
 *     θ = ln(e^(κ/2) + gained / kept, as the follow-up shows them) − ln(e^(−κ/2) + lost / kept, as the baseline shows them)
 *
 * κ is how the kept hairs crossed the limit between vellus and terminal. The kept hairs are the yardstick at each visit, so that a photograph that shows a smaller share of all hairs (focus, light) feigns no
 * loss. Scale errors cancel, because both densities have one and the same area, but for κ, which rests on diameters. Where the site has measured its repeatability, the
 * standard error is the larger of the site's and of counting alone. Exchanged visits give exactly the negative.
 *
 * @returns The change, or why there is none.
 * @throws RangeError for counts or rates that are negative or not finite, or an area that is not above 0.
 */
export function measureRegisteredChange(input: RegisteredChangeInput): { change: RatioChange; refusal: null } | { change: null; refusal: Issue } {
  const { endpoint, counts, commonAreaCm2, countingErrors = shippedCountingErrors, kindShift = null, repeatabilityCv = null } = input;
  for (const [name, value] of Object.entries({ ...counts, ...countingErrors, repeatabilityCv: repeatabilityCv ?? 0, kindVariance: kindShift?.variance ?? 0 })) {
    if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`${name} must be 0 or more and finite, got ${value}.`);
  }
  if (!(commonAreaCm2 > 0 && Number.isFinite(commonAreaCm2))) throw new RangeError(`The common area must be above 0 cm², got ${commonAreaCm2}.`);
  const { keptBefore, keptAfter, countedBefore, countedAfter, lost, gained } = counts, kept = Math.sqrt(countedBefore * countedAfter);
  if (kept === 0) return { change: null, refusal: whyNothingKept(endpoint, keptBefore + lost, keptAfter + gained) };
  const ofKinds = (kindShift?.logRatio ?? 0) / 2;
  // Of what went and came the kind is told at its own visit; only the kept hairs moved.
  const before = (kept * (Math.exp(-ofKinds) + lost / keptBefore)) / commonAreaCm2, after = (kept * (Math.exp(ofKinds) + gained / keptAfter)) / commonAreaCm2;
  const variance = matchedVariance(counts, countingErrors) + (kindShift?.variance ?? 0);
  const standardError = Math.sqrt(repeatabilityCv === null ? variance : Math.max(variance, 2 * Math.log1p(repeatabilityCv) ** 2));
  const refusal = whyNoChange({ endpoint, before, after, standardError });
  return refusal === null ? { change: measureChange({ endpoint, before, after, standardError }), refusal } : { change: null, refusal };
}

function whyNothingKept(endpoint: DensityEndpoint, before: number, after: number): Issue {
  return whyNoChange({ endpoint, before, after, standardError: 0 }) ?? {
    code: 'change.nothingKept', field: 'change', message: 'No hair of this kind was kept from one visit to the other, so there is nothing to measure the change of the others by.',
  };
}
