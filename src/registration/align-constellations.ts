import { compareHairs } from './compare-hairs.js';
import type { HairComparison } from './compare-hairs.js';
import type { Constellation, PlaceMm } from './constellation.js';
import { describeField } from './field-of-view.js';
import { pairFields } from './field-pair.js';
import { findAlignments } from './find-alignment.js';
import type { Candidate } from './find-alignment.js';
import { mendSlips } from './mend-slips.js';
import { shippedDetectorErrors } from './judge-one-sided.js';
import type { DetectorErrors } from './judge-one-sided.js';
import { compareRoots, layRoots } from './root-field.js';
import type { RootField } from './root-field.js';
import type { FittedWarp } from './smooth-warp.js';

/** One similarity as people read it: the follow-up against the baseline. */
export interface PoseSummary {
  /** Turn of the follow-up, degrees, −180…180, clockwise on the picture (x right, y down). */
  readonly rotationDegrees: number;
  /** Size in the follow-up over size in the baseline, by the scales given. */
  readonly scale: number;
}

export interface Alignment {
  readonly aligned: true;
  /** Probability, 0…1, that the two photographs show the same skin laid like this. */
  readonly confidence: number;
  /** Natural logarithm of the odds against chance. */
  readonly evidence: number;
  readonly pose: PoseSummary;
  /** Carries a place of the baseline to the follow-up, mm. */
  readonly toFollowUp: (place: PlaceMm) => PlaceMm;
  /** Carries a place of the follow-up to the baseline, mm. */
  readonly toBaseline: (place: PlaceMm) => PlaceMm;
  /** Skin that both show, mm². */
  readonly commonAreaMm2: number;
  /** Its share of the smaller of the two fields, 0…1. */
  readonly overlapShare: number;
  /** Median distance between matched roots after alignment, µm. */
  readonly residualUm: number;
  /** Hairs of the common area, by the ids of the constellations; `probability` that the statement is true. */
  readonly kept: readonly { readonly baseline: number; readonly followUp: number; readonly probability: number }[];
  readonly lost: readonly { readonly id: number; readonly probability: number }[];
  readonly gained: readonly { readonly id: number; readonly probability: number }[];
  /** Seen at one visit only and more likely an error of seeing than a change; by visit. `probability` that they were lost, or gained, all the same. */
  readonly unclear: {
    readonly baseline: readonly { readonly id: number; readonly probability: number }[];
    readonly followUp: readonly { readonly id: number; readonly probability: number }[];
  };
}

export interface NoAlignment {
  readonly aligned: false;
  readonly confidence: number;
  readonly reason: { readonly code: 'registration.tooFewHairs' | 'registration.notFound' | 'registration.ambiguous' | 'registration.smallOverlap'; readonly message: string };
}

export interface AlignmentOptions {
  /** Errors of the detector that found the roots; default those of the network that ships. They move probabilities, never the alignment. */
  readonly detector?: DetectorErrors;
}

/** Two roots carry a pose and prove nothing; from the third on the evidence decides. */
const fewestRoots = 3;
/** Odds against chance that are asked for, 400 to 1; see docs/registration.md for what different people reach. */
export const leastEvidence = Math.log(400);
/** The best alignment must outweigh all others together by this much. */
const leastConfidence = 0.95;
/** Fewer kept hairs, or a smaller share of the smaller field, are no common area to measure a change in. */
const fewestKept = 2;
const leastOverlap = 0.15;

/**
 * Lays a follow-up onto its baseline by the constellation of hair roots, and says of each hair of the common skin whether it
 * was kept, lost or gained; or says that it cannot.
 *
 * Finds any turn, ±10 % scale, shifts up to about half a frame, tilt and smooth stretching, among hairs that came and went.
 * Deterministic. Exchanging the two constellations gives exactly the inverse: the same pairs, lost and gained exchanged,
 * the two maps exchanged.
 *
 * @throws RangeError when an outline encloses no area, or a root has no place.
 */
export function alignConstellations(baseline: Constellation, followUp: Constellation, options: AlignmentOptions = {}): Alignment | NoAlignment {
  for (const root of [...baseline.roots, ...followUp.roots]) {
    if (!Number.isFinite(root.x) || !Number.isFinite(root.y)) throw new RangeError(`Hair ${root.id} has no place: (${root.x}, ${root.y}).`);
  }
  const fields = [layRoots(baseline), layRoots(followUp)];
  // The order of computing depends on the content alone, so that exchanging the photographs changes no bit.
  const exchanged = compareFields(fields[0], fields[1]) > 0;
  const [first, second] = exchanged ? [fields[1], fields[0]] : fields;
  const fewest = Math.min(first.roots.length, second.roots.length);
  if (fewest < fewestRoots) {
    return refuse('registration.tooFewHairs', `Only ${fewest} hairs can be located in one of the photographs; at least ${fewestRoots} are needed to recognise a place.`, 0);
  }
  const pair = pairFields(first, second);
  const { candidates, evidence } = findSomehow(exchanged ? [followUp, baseline] : [baseline, followUp]);
  const confidence = candidates.length === 0 ? 0 : confidenceOf(candidates, evidence);
  if (evidence < leastEvidence) {
    return refuse('registration.notFound', 'The hairs of the two photographs do not fall into one pattern: they show different skin, or too few hairs in common to tell.', confidence);
  }
  if (confidence < leastConfidence) {
    return refuse('registration.ambiguous', 'The hairs of the two photographs fit each other in more than one way.', confidence);
  }
  const comparison = compareHairs(pair, mendSlips(candidates[0]), options.detector ?? shippedDetectorErrors);
  const overlapShare = Math.min(1, comparison.commonAreaMm2 / Math.min(first.field.areaMm2, second.field.areaMm2));
  if (comparison.kept.length < fewestKept || overlapShare < leastOverlap) {
    return refuse('registration.smallOverlap', `The photographs share only ${(100 * overlapShare).toFixed(0)} % of the smaller field with ${comparison.kept.length} hairs in it, too little to measure a change.`, confidence);
  }
  return describe({ comparison, exchanged, overlapShare, confidence, evidence });
}

/**
 * Alignments by the hairs alone, or, where these do not reach the odds that are asked for, by the hairs and all fainter traces.
 * Of areas that somebody drew by the hairs inside them, then by those of the whole photographs, then by the hairs and traces inside: how dense and how even chance is must be judged by the skin that holds the roots.
 * `evidence` is that of the best one, all looks allowed for: each has its share of the belief.
 */
function findSomehow([one, other]: readonly Constellation[]): { candidates: Candidate[]; evidence: number } {
  const isDrawn = [one, other].some(({ photograph }) => photograph !== undefined);
  const looks: ((constellation: Constellation) => RootField)[] = isDrawn ? [(constellation) => layRoots(keepInside(constellation)), layPhotograph, (constellation) => layTraces(keepInside(constellation))] : [layRoots, layTraces];
  const evidenceForLooks = Math.log(looks.length);
  let candidates: Candidate[] = [], evidence = -Infinity;
  for (const lay of looks) {
    const found = findAlignments(pairFields(lay(one), lay(other)));
    if (found.length > 0 && found[0].evidence - evidenceForLooks > evidence) [candidates, evidence] = [found, found[0].evidence - evidenceForLooks];
    if (evidence >= leastEvidence) break;
  }
  return { candidates, evidence };
}

function layTraces(constellation: Constellation): RootField {
  return layRoots({ ...constellation, roots: [...constellation.roots, ...constellation.traces ?? []] });
}

/** What of a drawn area lies in it; shafts at the frame of the photograph leave traces outside it. */
function keepInside(constellation: Constellation): Constellation {
  if (constellation.photograph === undefined) return constellation;
  const { depth } = describeField(constellation), isInside = ({ x, y }: PlaceMm): boolean => depth(x, y) >= 0;
  return { ...constellation, roots: constellation.roots.filter(isInside), traces: (constellation.traces ?? []).filter(isInside) };
}

function layPhotograph(constellation: Constellation): RootField {
  return layRoots({ ...constellation, outline: constellation.photograph ?? constellation.outline });
}

function refuse(code: NoAlignment['reason']['code'], message: string, confidence: number): NoAlignment {
  return { aligned: false, confidence, reason: { code, message } };
}

/** Share of the belief that the best alignment holds against chance (even odds beforehand) and every other alignment. */
function confidenceOf([best, ...others]: readonly Candidate[], evidence: number): number {
  let against = Math.exp(-evidence);
  for (const other of others) if (isElsewhere(best, other)) against += Math.exp(other.evidence - best.evidence);
  return 1 / (1 + against);
}

/** Whether two candidates lay most roots on different places; otherwise they are variants of one alignment. */
function isElsewhere(a: Candidate, b: Candidate): boolean {
  const gaps = Array.from(a.matching.expected.x, (x, i) => Math.hypot(x - b.matching.expected.x[i], a.matching.expected.y[i] - b.matching.expected.y[i]));
  gaps.sort((p, q) => p - q);
  return gaps[gaps.length >> 2] > 0.15;
}

function compareFields(a: RootField, b: RootField): number {
  if (a.roots.length !== b.roots.length) return a.roots.length - b.roots.length;
  for (let i = 0; i < a.roots.length; i++) {
    const order = compareRoots(a.roots[i], b.roots[i]);
    if (order !== 0) return order;
  }
  return a.field.areaMm2 - b.field.areaMm2;
}

function describe(found: {
  comparison: HairComparison; exchanged: boolean; overlapShare: number; confidence: number; evidence: number;
}): Alignment {
  const { comparison, exchanged, overlapShare, confidence, evidence } = found;
  const idsOf = (list: HairComparison['onlyFirst']) => list.map(({ hair, probability }) => ({ id: hair.id, probability })).sort((a, b) => a.id - b.id);
  const apply = (warp: FittedWarp) => ({ x, y }: PlaceMm) => warp.apply(x, y);
  const onlyFirst = idsOf(comparison.onlyFirst), onlySecond = idsOf(comparison.onlySecond);
  const [onlyBefore, onlyAfter] = exchanged ? [onlySecond, onlyFirst] : [onlyFirst, onlySecond];
  const isLikely = ({ probability }: { probability: number }): boolean => probability >= 0.5;
  const turn = (Math.atan2(comparison.toSecond.imaginary, comparison.toSecond.real) * 180) / Math.PI;
  const scale = Math.hypot(comparison.toSecond.real, comparison.toSecond.imaginary);
  return {
    aligned: true, confidence, evidence, overlapShare,
    pose: exchanged ? { rotationDegrees: -turn, scale: 1 / scale } : { rotationDegrees: turn, scale },
    toFollowUp: apply(exchanged ? comparison.toFirst : comparison.toSecond),
    toBaseline: apply(exchanged ? comparison.toSecond : comparison.toFirst),
    commonAreaMm2: comparison.commonAreaMm2,
    residualUm: 1000 * (comparison.residualMm ?? 0),
    kept: comparison.kept.map((hair) => ({
      baseline: (exchanged ? hair.second : hair.first).id,
      followUp: (exchanged ? hair.first : hair.second).id,
      probability: hair.probability,
    })).sort((a, b) => a.baseline - b.baseline),
    lost: onlyBefore.filter(isLikely),
    gained: onlyAfter.filter(isLikely),
    unclear: { baseline: onlyBefore.filter((hair) => !isLikely(hair)), followUp: onlyAfter.filter((hair) => !isLikely(hair)) },
  };
}
