import type { FieldPair } from './field-pair.js';
import { growMatches } from './grow-matches.js';
import type { Matching } from './grow-matches.js';
import { proposePoses } from './propose-poses.js';
import type { ProposedPose } from './propose-poses.js';
import { buildLookup } from './root-lookup.js';
import type { Stiffness } from './smooth-warp.js';
import { weighEvidence } from './weigh-evidence.js';

/** A matching with the stiffness of skin that explains it best. */
export interface Candidate {
  /** The fields whose roots are matched. */
  readonly pair: FieldPair;
  readonly matching: Matching;
  readonly stiffness: Stiffness;
  /** Natural logarithm of the odds against chance, see `weighEvidence`. */
  readonly evidence: number;
}

/** What guesses grow with: yielding enough to follow a stretched skin from hair to hair. */
const yielding: Stiffness = { shear: 0.025, stretchMm: 0.1, lengthMm: 2.5, rootErrorMm: 0.04 };

/** What an alignment is judged by: still skin under a glass, sharply or roughly located roots, and stretched skin. Alike in prior weight. */
const stiffnesses: readonly Stiffness[] = [
  { shear: 0.004, stretchMm: 0.01, lengthMm: 2.5, rootErrorMm: 0.018 },
  { shear: 0.004, stretchMm: 0.01, lengthMm: 2.5, rootErrorMm: 0.03 },
  { shear: 0.02, stretchMm: 0.05, lengthMm: 2.5, rootErrorMm: 0.03 },
  { shear: 0.025, stretchMm: 0.25, lengthMm: 2.5, rootErrorMm: 0.04 },
];

const mostGrown = 30;
const mostPolished = 4;
/**
 * Beyond these odds (e to the power of it) chance is out of the question. The next rival is still grown, because a pattern
 * that repeats itself fits in many places, each time overwhelmingly.
 */
const overwhelming = 30;
const rivalsGrown = 1;

/**
 * Searches for the alignment of two fields: guesses, grows the best of them, weighs each, polishes the leaders.
 *
 * @returns Candidates, strongest first; empty when nothing fits. Nothing is accepted here.
 */
export function findAlignments(pair: FieldPair): Candidate[] {
  const grown: Candidate[] = [];
  let tried = 0, most = mostGrown;
  for (const pose of proposePoses(pair, buildLookup(pair.second))) {
    if (tried === most) break;
    if (grown.some((candidate) => contains(candidate.matching, pose))) continue;
    tried++;
    const start = new Int32Array(pair.first.x.length).fill(-1);
    pose.first.forEach((i, k) => { start[i] = pose.second[k]; });
    const matching = growMatches(pair, start, yielding);
    if (matching === null || grown.some((candidate) => isSame(candidate.matching, matching))) continue;
    const candidate = judge(pair, stiffnesses.map((stiffness) => ({ matching, stiffness })));
    grown.push(candidate);
    if (candidate.evidence > overwhelming) most = Math.min(most, tried + rivalsGrown);
  }
  grown.sort(byEvidence);
  const leads = grown.length > 1 && grown[0].evidence - grown[1].evidence > overwhelming / 2;
  return grown.slice(0, leads ? 1 : mostPolished).map((candidate) => polish(pair, candidate)).sort(byEvidence);
}

/** The alignment that grows from some partners of the first field's roots (−1 for none); null where it falls apart. */
export function alignFrom(pair: FieldPair, start: Int32Array): Candidate | null {
  const matching = growMatches(pair, start, yielding);
  return matching === null ? null : polish(pair, judge(pair, stiffnesses.map((stiffness) => ({ matching, stiffness }))));
}

/** Grows the matching once more with each stiffness (where it is no longer in question, with the best one) and keeps the best of all. */
function polish(pair: FieldPair, candidate: Candidate): Candidate {
  const asked = candidate.evidence > overwhelming ? [candidate.stiffness] : stiffnesses;
  const tries = asked.flatMap((stiffness) => {
    const matching = growMatches(pair, candidate.matching.partner, stiffness);
    return matching === null ? [] : [{ matching, stiffness }];
  });
  const polished = tries.length === 0 ? candidate : judge(pair, tries);
  return polished.evidence > candidate.evidence ? polished : candidate;
}

function judge(pair: FieldPair, tries: readonly { matching: Matching; stiffness: Stiffness }[]): Candidate {
  const candidates = tries.map(({ matching, stiffness }) => ({
    pair, matching, stiffness, evidence: weighEvidence(pair, matching, stiffness) - Math.log(stiffnesses.length),
  }));
  return candidates.reduce((best, next) => (next.evidence > best.evidence ? next : best));
}

function byEvidence(a: Candidate, b: Candidate): number {
  return b.evidence - a.evidence;
}

function contains({ partner }: Matching, pose: ProposedPose): boolean {
  return pose.first.every((i, k) => partner[i] === pose.second[k]);
}

function isSame(a: Matching, b: Matching): boolean {
  return a.matched === b.matched && a.partner.every((j, i) => j === b.partner[i]);
}
