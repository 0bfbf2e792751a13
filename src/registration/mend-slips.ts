import { alignFrom } from './find-alignment.js';
import type { Candidate } from './find-alignment.js';
import { wrapAngle } from './root-field.js';

/** A hair without partner and one without partner in the other photograph, which lie on each other if the map is shifted there by (`dx`, `dy`), mm. */
interface Slip {
  readonly i: number;
  readonly j: number;
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** Fainter hairs say nothing of the map. */
const leastConfidence = 0.5;
/** A map slips to a neighbouring hair, not farther, mm. */
const farthestMm = 0.5;
/** The two lean and are thick alike: radians, and the logarithm of the ratio of their diameters. */
const mostLean = 0.5, mostThicker = 0.35;
/** Slips of one place agree to this, mm, and lie this near to each other, mm; one alone is chance. */
const agreeMm = 0.1, togetherMm = 3;
/** Matches this near to them, mm, are taken back: one of them held the map in the wrong place. */
const clearedMm = 1.5;
/** So many places are tried in each of so many rounds, those first that most hairs speak for. */
const mostTried = 6, mostRounds = 3;
/** One place mended may be as likely as before, and only the next one show that it was right: so much evidence may be lost on the way. */
const mostLost = Math.LN2;
/** Roots that grow anew in all tries together: a field of 200 may be tried as often as that, one of a thousand four times, or mending would take several times as long as the search. */
const mostRegrown = 4000;

/**
 * Mends places where the map has slipped. Where hairs are sparse, a chance match can hold it off by a hair's distance: hairs around it are then left without
 * partner in both photographs although each would meet its like by one and the same shift. These are matched in place of what is matched there, the rest grows
 * from them anew, and stays so if it explains the two photographs better. The evidence never falls.
 */
export function mendSlips(candidate: Candidate): Candidate {
  const tried = new Set<string>(), most = Math.floor(mostRegrown / candidate.pair.first.x.length);
  let best = candidate, latest = candidate;
  for (let round = 0; round < mostRounds; round++) {
    const starts = listStarts(latest).filter((start) => !tried.has(start.join())).slice(0, Math.min(mostTried, most - tried.size));
    let next: Candidate | null = null;
    for (const start of starts) {
      tried.add(start.join());
      const mended = alignFrom(candidate.pair, start);
      if (mended !== null && mended.evidence !== latest.evidence && mended.evidence > (next?.evidence ?? latest.evidence - mostLost)) next = mended;
    }
    if (next === null) break;
    latest = next;
    if (next.evidence > best.evidence) best = next;
  }
  return best;
}

/** Partners with those of one slipped place exchanged, for each such place. */
function listStarts(candidate: Candidate): Int32Array[] {
  const { pair: { first }, matching: { partner } } = candidate, slips = listSlips(candidate), used = new Set<Slip>();
  const groups = slips.map((slip) => [slip, ...slips.filter((other) => agree(slip, other))]).filter(({ length }) => length > 1).sort((a, b) => b.length - a.length);
  return groups.filter(([slip]) => !used.has(slip)).map((group) => {
    group.forEach((slip) => used.add(slip));
    const start = partner.map((j, i) => (group.some(({ x, y }) => Math.hypot(first.x[i] - x, first.y[i] - y) < clearedMm) ? -1 : j));
    for (const { i, j } of group) if (start[i] < 0 && !start.includes(j)) start[i] = j;
    return start;
  });
}

function listSlips({ pair: { first, second }, matching: { partner, warp } }: Candidate): Slip[] {
  const turn = Math.atan2(warp.imaginary, warp.real), taken = new Set(partner), slips: Slip[] = [];
  first.roots.forEach((one, i) => {
    if (partner[i] >= 0 || one.confidence < leastConfidence) return;
    const there = warp.apply(one.x, one.y);
    second.roots.forEach((other, j) => {
      const dx = other.x - there.x, dy = other.y - there.y;
      if (taken.has(j) || other.confidence < leastConfidence || Math.hypot(dx, dy) > farthestMm) return;
      if (one.directionRadians !== null && other.directionRadians !== null && Math.abs(wrapAngle(other.directionRadians - one.directionRadians - turn)) > mostLean) return;
      if (one.diameterUm !== null && other.diameterUm !== null && Math.abs(Math.log(one.diameterUm / other.diameterUm)) > mostThicker) return;
      slips.push({ i, j, x: one.x, y: one.y, dx, dy });
    });
  });
  return slips;
}

function agree(one: Slip, other: Slip): boolean {
  return one.i !== other.i && one.j !== other.j && Math.hypot(one.x - other.x, one.y - other.y) <= togetherMm && Math.hypot(one.dx - other.dx, one.dy - other.dy) <= agreeMm;
}
