import type { ShaftCandidate } from './find-shafts.js';
import { inNetworkPixels } from './network-pixels.js';

/** Two shafts this close over most of the shorter one's length are one and the same, pixels of the network's picture. */
const sameShaftDistance = inNetworkPixels(28);
const sameShaftOverlap = 0.7;
/** As far beyond the longer one's ends the shorter one still lies beside it. */
const beyondEnd = inNetworkPixels(33);

/**
 * Keeps the strongest of candidates that describe one shaft.
 * Touching shafts of one follicular unit stay apart: their centre lines are at least a shaft's width from each other.
 * @param candidates  Strongest first.
 */
export function dropDuplicates(candidates: readonly ShaftCandidate[]): ShaftCandidate[] {
  const kept: ShaftCandidate[] = [];
  for (const candidate of candidates) {
    if (!kept.some((other) => describeSameShaft(candidate, other))) kept.push(candidate);
  }
  return kept;
}

function describeSameShaft(a: ShaftCandidate, b: ShaftCandidate): boolean {
  const [short, long] = a.evidence.length <= b.evidence.length ? [a, b] : [b, a];
  const length = Math.max(long.evidence.length, 1e-6);
  const ux = (long.tipX - long.rootX) / length, uy = (long.tipY - long.rootY) / length;
  let inside = 0, distance = 0;
  const steps = 8;
  for (let k = 0; k <= steps; k++) {
    const t = k / steps;
    const dx = short.rootX + (short.tipX - short.rootX) * t - long.rootX, dy = short.rootY + (short.tipY - short.rootY) * t - long.rootY;
    const along = dx * ux + dy * uy;
    if (along < -beyondEnd || along > length + beyondEnd) continue;
    inside++;
    distance += Math.abs(dy * ux - dx * uy);
  }
  return inside > sameShaftOverlap * (steps + 1) && distance / inside < sameShaftDistance;
}
