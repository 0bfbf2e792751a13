import type { HairRoot } from './constellation.js';
import type { ExpectedPlaces } from './pair-roots.js';
import { wrapAngle } from './root-field.js';

/** Shafts that lean apart by more than this are not one hair, radians: combing turns all alike and is taken off. */
const largestLean = 0.6;
/**
 * How far an exit may be seen from where it is expected, mm: under crusts, and where the shaft shines through the skin, it is placed
 * too far up or down the shaft, hardly ever beside it.
 */
const alongMm = 0.22, acrossMm = 0.07;

/** Hairs without a partner, and things in the other photograph that could be it. */
export interface Strays {
  /** Indices into `hairs` and `expected`. */
  readonly lonely: readonly number[];
  readonly hairs: readonly HairRoot[];
  /** Where each of `hairs` lies in the other photograph. */
  readonly expected: ExpectedPlaces;
  readonly candidates: readonly HairRoot[];
  /** Candidates that lie nearer to one of these than to the place in question belong to that one; empty for none. */
  readonly owners: readonly HairRoot[];
  /** How much directions turn from the hairs to the candidates, radians. */
  readonly turn: number;
}

/**
 * Looks for hairs that found no partner at their very place among what is left in the other photograph: another hair without
 * partner a little up or down the same shaft, or a trace too faint to be a hair by itself. A hair leaves the skin at one place
 * for years, so a trace there that leans the same way is that hair, seen badly, and neither lost nor gained.
 *
 * @returns Pairs of an index into `hairs` and one into `candidates`, one to one, surest first.
 */
export function findStrayPartners({ lonely, hairs, expected, candidates, owners, turn }: Strays): { hair: number; candidate: number }[] {
  const pairs: { hair: number; candidate: number; cost: number }[] = [];
  for (const i of lonely) {
    candidates.forEach((candidate, k) => {
      const dx = candidate.x - expected.x[i], dy = candidate.y - expected.y[i], d2 = dx * dx + dy * dy;
      if (d2 > alongMm * alongMm && d2 > expected.reach[i] ** 2) return;
      const cost = costOf(hairs[i], candidate, dx, dy, expected.reach[i], turn);
      if (cost <= 1 && !owners.some((owner) => owner.id !== candidate.id && (owner.x - candidate.x) ** 2 + (owner.y - candidate.y) ** 2 < d2)) pairs.push({ hair: i, candidate: k, cost });
    });
  }
  pairs.sort((a, b) => a.cost - b.cost || a.hair - b.hair || a.candidate - b.candidate);
  const paired = new Set<number>(), taken = new Set<number>();
  return pairs.filter(({ hair, candidate }) => {
    if (paired.has(hair) || taken.has(candidates[candidate].id)) return false;
    paired.add(hair);
    taken.add(candidates[candidate].id);
    return true;
  });
}

/** 0 at the very place, 1 at the farthest that is believed. */
function costOf(hair: HairRoot, candidate: HairRoot, dx: number, dy: number, reach: number, turn: number): number {
  const around = (dx * dx + dy * dy) / (reach * reach);
  if (hair.directionRadians === null || candidate.directionRadians === null) return around;
  const lean = wrapAngle(candidate.directionRadians - hair.directionRadians - turn);
  if (Math.abs(lean) > largestLean) return Infinity;
  const direction = candidate.directionRadians - lean / 2, cos = Math.cos(direction), sin = Math.sin(direction);
  return Math.min(around, ((dx * cos + dy * sin) / alongMm) ** 2 + ((dy * cos - dx * sin) / acrossMm) ** 2);
}
