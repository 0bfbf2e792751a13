import type { HairRoot, PlaceMm } from './constellation.js';
import type { FieldPair } from './field-pair.js';
import { findStrayPartners } from './find-stray-partners.js';
import { pairRoots } from './pair-roots.js';
import type { ExpectedPlaces } from './pair-roots.js';
import { wrapAngle } from './root-field.js';

/** Pairs of hairs, counted in one photograph at least, wherever the roots have found each other; and the counted hairs left over. */
export interface Pairing {
  readonly pairs: readonly { readonly one: HairRoot; readonly other: HairRoot; readonly there: PlaceMm; readonly variance: number }[];
  /** Indices into the roots of each field. */
  readonly onlyFirst: readonly number[];
  readonly onlySecond: readonly number[];
}

/** Shafts of one hair lean apart by about so much from visit to visit, radians (clipping, combing, errors); beyond three times that the lean says no more. */
const leanError = 0.25, mostLean = 9;
/** Exits are placed off their shafts more often than a bell of the map's error would have it, mm; so much is added to it. */
const besideMm = 0.02;
/** Of surely seen hairs so many are seen at one visit only, of doubtful ones more; rough, it only decides who is whose. */
const aloneSure = 0.05, alonePerDoubt = 0.7;

/**
 * Pairs of roots at one place; then, of the counted hairs that are left, those that fit a little up or down the shaft, or whose exit was
 * taken for the tip in one photograph; then those of which the other photograph shows a faint trace, or a shaft that its edge cuts or
 * whose exit it may hide, either way round.
 *
 * Where hairs stand close, the pairs are those that leave the fewest surely seen hairs alone and lean alike.
 * A hair that counts in one photograph and is cut short by the edge of the other is there all the same: it is paired.
 *
 * @param expected  Where the roots of the first field lie in the second; `expectedBack` the other way.
 * @param turn  How much directions turn from the first field to the second, radians.
 */
export function pairHairs({ first, second }: FieldPair, expected: ExpectedPlaces, expectedBack: ExpectedPlaces, turn: number): Pairing {
  const generous = { ...expected, variance: expected.variance.map((variance) => variance + besideMm ** 2) };
  const partner = pairRoots(generous, second, (i, j) => describeUnlikeness(first.roots[i], second.roots[j], turn)), pairs: Pairing['pairs'][number][] = [];
  const onlyFirst = new Set<number>(), onlySecond = new Set(second.roots.keys());
  const join = (i: number, other: HairRoot): void => {
    onlyFirst.delete(i);
    pairs.push({ one: first.roots[i], other, there: { x: expected.x[i], y: expected.y[i] }, variance: expected.variance[i] });
  };
  partner.forEach((j, i) => {
    if (j < 0) onlyFirst.add(i);
    else {
      onlySecond.delete(j);
      if (first.roots[i].counted || second.roots[j].counted) join(i, second.roots[j]);
    }
  });
  for (const seen of [(root: HairRoot): HairRoot => root, turnAround]) {
    const left = listCounted(second.roots, onlySecond);
    for (const { hair, candidate } of findStrayPartners({
      lonely: listCounted(first.roots, onlyFirst), hairs: first.roots, expected, candidates: left.map((j) => seen(second.roots[j])), owners: [], turn,
    })) {
      onlySecond.delete(left[candidate]);
      join(hair, seen(second.roots[left[candidate]]));
    }
  }
  const tracesLater = listTraces(second, onlySecond), tracesBefore = listTraces(first, onlyFirst);
  const faintLater = findStrayPartners({ lonely: listCounted(first.roots, onlyFirst), hairs: first.roots, expected, candidates: tracesLater, owners: second.roots, turn });
  const faintBefore = findStrayPartners({ lonely: listCounted(second.roots, onlySecond), hairs: second.roots, expected: expectedBack, candidates: tracesBefore, owners: first.roots, turn: -turn });
  for (const { hair, candidate } of faintLater) join(hair, tracesLater[candidate]);
  for (const { hair: j, candidate } of faintBefore) {
    onlySecond.delete(j);
    const one = tracesBefore[candidate], other = second.roots[j];
    // Where the trace is expected is not computed; it lies as far from the hair as the hair's place in the first field from it.
    pairs.push({ one, other, there: { x: other.x + (one.x - expectedBack.x[j]), y: other.y + (one.y - expectedBack.y[j]) }, variance: expectedBack.variance[j] });
  }
  return { pairs, onlyFirst: listCounted(first.roots, onlyFirst), onlySecond: listCounted(second.roots, onlySecond) };
}

/** What besides distance speaks against two shafts being one hair, less what speaks against either being alone; twice the logarithm of odds. */
function describeUnlikeness(one: HairRoot, other: HairRoot, turn: number): number {
  const lean = one.directionRadians === null || other.directionRadians === null ? 0 : wrapAngle(other.directionRadians - one.directionRadians - turn) / leanError;
  const alone = ({ confidence }: HairRoot): number => Math.log(aloneSure + alonePerDoubt * (1 - confidence));
  return Math.min(mostLean, lean * lean) + 2 * (alone(one) + alone(other));
}

function listCounted(roots: readonly HairRoot[], indices: Iterable<number>): number[] {
  return [...indices].filter((k) => roots[k].counted);
}

/** What may be a hair that was seen badly: faint traces and shafts that do not count, none of them paired; each also the other way round. */
function listTraces({ roots, traces }: FieldPair['first'], unpaired: ReadonlySet<number>): HairRoot[] {
  const all = [...traces, ...[...unpaired].map((k) => roots[k]).filter(({ counted }) => !counted)];
  return [...all, ...all.map(turnAround)];
}

/** The same shaft with its exit at the other end. A shaft whose direction is not known has no other end. */
function turnAround(root: HairRoot): HairRoot {
  if (root.directionRadians === null || root.lengthMm === undefined || root.lengthMm === null) return { ...root, x: Infinity, y: Infinity };
  return {
    ...root, x: root.x + root.lengthMm * Math.cos(root.directionRadians), y: root.y + root.lengthMm * Math.sin(root.directionRadians),
    directionRadians: root.directionRadians + Math.PI,
  };
}
