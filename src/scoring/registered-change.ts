import type { FollowUpResult, Issue, RatioChange, TimepointResult } from '../domain/result.js';
import { measureChange, whyNoChange } from './change.js';

/** Hairs of the common skin by whether they count for the endpoint at each visit. */
export interface MatchedCounts {
  readonly both: number;
  readonly onlyBefore: number;
  readonly onlyAfter: number;
}

/** Errors of the counting, for the endpoint in question. */
export interface CountingErrors {
  /** Share of the hairs that are there and are not counted at a visit, 0…1. */
  readonly missRate: number;
  /** Hairs counted at a visit that are none, for each true one, 0 or more. */
  readonly falseRate: number;
}

/** Until a site or a model card gives its own: from the size of human disagreement (root F1 0.953, 8.6 % of the count). */
export const defaultCountingErrors: CountingErrors = { missRate: 0.05, falseRate: 0.05 };

/**
 * How much the share of hairs that is found varies from one photograph to the next (focus, light, wetness), as a coefficient
 * of variation. Such errors do not average out over hairs. Convention, until a site or the validation gives its own.
 */
export const defaultPhotographCv = 0.03;

/**
 * Counts the matched hairs for an endpoint. For terminal density a hair that became terminal, or stopped being, is one that
 * came or went, even though the shaft stayed. A shaft that is surely terminal at one visit and undecided at the other stayed
 * terminal: nothing shows that it changed, and blur alone moves shafts in and out of "undecided".
 */
export function countMatchedHairs(
  hairs: NonNullable<FollowUpResult['hairs']>, baseline: TimepointResult['hairs'], followUp: TimepointResult['hairs'],
  endpoint: 'terminalDensityPerCm2' | 'densityPerCm2',
): MatchedCounts {
  const wanted = (list: TimepointResult['hairs']): Set<number> =>
    new Set(list.filter((hair) => endpoint === 'densityPerCm2' || hair.kind === 'terminal').map((hair) => hair.id));
  const undecided = (list: TimepointResult['hairs']): Set<number> => new Set(list.filter((hair) => hair.kind === 'indeterminate').map((hair) => hair.id));
  const [before, after] = [wanted(baseline), wanted(followUp)], [openBefore, openAfter] = [undecided(baseline), undecided(followUp)];
  const counts = { both: 0, onlyBefore: 0, onlyAfter: 0 };
  for (const kept of hairs.kept) {
    const was = before.has(kept.baseline), is = after.has(kept.followUp);
    if ((was || is) && (was || openBefore.has(kept.baseline)) && (is || openAfter.has(kept.followUp))) counts.both++;
    else if (was) counts.onlyBefore++;
    else if (is) counts.onlyAfter++;
  }
  counts.onlyBefore += hairs.lost.filter((hair) => before.has(hair.id)).length;
  counts.onlyAfter += hairs.gained.filter((hair) => after.has(hair.id)).length;
  return counts;
}

/**
 * Variance of θ = ln(after / before) when the same skin was counted twice and hairs are matched one to one.
 *
 * What came and went in this skin is known, not sampled; only errors of counting are uncertain. At a visit with n hairs the
 * count varies by n·(m(1 − m) + f) for miss rate m and false rate f. Every such error shows as a hair seen at one visit only,
 * so there cannot be (much) more of them than such hairs: one more than were seen is the most that is granted.
 */
export function matchedVariance({ both, onlyBefore, onlyAfter }: MatchedCounts, { missRate, falseRate }: CountingErrors): number {
  const before = both + onlyBefore, after = both + onlyAfter;
  const perHair = missRate * (1 - missRate) + falseRate;
  const expected = perHair / before + perHair / after;
  const most = (onlyBefore + onlyAfter + 1) / (before * after);
  return Math.min(expected, most);
}

export interface RegisteredChangeInput {
  readonly endpoint: 'terminalDensityPerCm2' | 'densityPerCm2';
  readonly counts: MatchedCounts;
  /** Skin that both photographs show, cm², above 0. */
  readonly commonAreaCm2: number;
  readonly countingErrors?: CountingErrors;
  /** Per-visit coefficient of variation of the counts from the site's own repeat study of registered pairs; null or absent: not measured. */
  readonly repeatabilityCv?: number | null;
  /** Variation from photograph to photograph that is assumed while `repeatabilityCv` is not measured; default 0.03. */
  readonly photographCv?: number;
}

/**
 * The change of one patch of skin from its matched hairs. Scale errors cancel, because both densities have one and the same area.
 *
 * The standard error is that of counting hair by hair, plus the variation from photograph to photograph. Where the site has
 * measured its repeatability, that contains both: then it is the larger of the site's and of counting alone. Exchanged visits
 * give exactly the negative.
 *
 * @returns The change, or why there is none.
 * @throws RangeError for counts or rates that are negative or not finite, or an area that is not above 0.
 */
export function measureRegisteredChange(input: RegisteredChangeInput): { change: RatioChange; refusal: null } | { change: null; refusal: Issue } {
  const { endpoint, counts, commonAreaCm2, countingErrors = defaultCountingErrors, repeatabilityCv = null, photographCv = defaultPhotographCv } = input;
  for (const [name, value] of Object.entries({ ...counts, ...countingErrors, repeatabilityCv: repeatabilityCv ?? 0, photographCv })) {
    if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`${name} must be 0 or more and finite, got ${value}.`);
  }
  if (!(commonAreaCm2 > 0 && Number.isFinite(commonAreaCm2))) throw new RangeError(`The common area must be above 0 cm², got ${commonAreaCm2}.`);
  const before = (counts.both + counts.onlyBefore) / commonAreaCm2, after = (counts.both + counts.onlyAfter) / commonAreaCm2;
  const hairless = whyNoChange({ endpoint, before, after, standardError: 0 });
  if (hairless !== null) return { change: null, refusal: hairless };
  const counting = matchedVariance(counts, countingErrors);
  const variance = repeatabilityCv === null
    ? counting + 2 * Math.log1p(photographCv) ** 2
    : Math.max(counting, 2 * Math.log1p(repeatabilityCv) ** 2);
  return { change: measureChange({ endpoint, before, after, standardError: Math.sqrt(variance) }), refusal: null };
}
