import type { ShaftMaps } from '../raster/shaft-maps.js';
import { readMap, describeShaft, findPeaks, type ShaftCandidate } from './find-shafts.js';
import { inNetworkPixels } from './network-pixels.js';

const limits = { endHeight: 0.3, explainedRadius: inNetworkPixels(75), shortest: inNetworkPixels(100), longest: inNetworkPixels(1250), leastHair: 0.75, straightness: 0.75 } as const;

/**
 * Finds shafts whose middle peak another shaft hides, where two cross half way: an exit and a tip that no other shaft explains,
 * joined by hair all along and pointing the way the hairs around do.
 * @param kept  Shafts already taken for hairs.
 */
export function joinUnexplainedEnds(maps: ShaftMaps, kept: readonly ShaftCandidate[]): ShaftCandidate[] {
  const roots = findPeaks(maps.root, limits.endHeight).filter((peak) => !kept.some((shaft) => Math.hypot(shaft.rootX - peak.x, shaft.rootY - peak.y) < limits.explainedRadius));
  const tips = findPeaks(maps.tip, limits.endHeight).filter((peak) => !kept.some((shaft) => Math.hypot(shaft.tipX - peak.x, shaft.tipY - peak.y) < limits.explainedRadius));
  const pairs: { merit: number; root: number; tip: number; hair: number }[] = [];
  roots.forEach((root, r) => tips.forEach((tip, t) => {
    const length = Math.hypot(tip.x - root.x, tip.y - root.y);
    if (length < limits.shortest || length > limits.longest) return;
    let hair = 0;
    for (let k = 1; k < 12; k++) hair += readMap(maps.hair, root.x + ((tip.x - root.x) * k) / 12, root.y + ((tip.y - root.y) * k) / 12) / 11;
    if (hair < limits.leastHair) return;
    const along = directionNear(kept, root.x, root.y);
    const agreement = along === null ? 0.9 : ((tip.x - root.x) * along[0] + (tip.y - root.y) * along[1]) / length;
    if (agreement < limits.straightness) return;
    pairs.push({ merit: root.height * tip.height * hair * agreement, root: r, tip: t, hair });
  }));
  pairs.sort((a, b) => b.merit - a.merit || a.root - b.root || a.tip - b.tip);
  const usedRoots = new Set<number>(), usedTips = new Set<number>(), joined: ShaftCandidate[] = [];
  for (const { root, tip, merit } of pairs) {
    if (usedRoots.has(root) || usedTips.has(tip)) continue;
    usedRoots.add(root);
    usedTips.add(tip);
    const from = roots[root]!, to = tips[tip]!;
    // There is no middle peak; its part is played by how well the two ends fit.
    joined.push(describeShaft(maps, from, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, height: Math.sqrt(merit) * 0.6 }, to));
  }
  return joined;
}

/** Mean direction of the three nearest shafts, as a unit vector. */
function directionNear(kept: readonly ShaftCandidate[], x: number, y: number): [number, number] | null {
  const nearest = [...kept].sort((a, b) => Math.hypot(a.rootX - x, a.rootY - y) - Math.hypot(b.rootX - x, b.rootY - y)).slice(0, 3);
  let sumX = 0, sumY = 0;
  for (const shaft of nearest) {
    sumX += (shaft.tipX - shaft.rootX) / Math.max(1, shaft.evidence.length);
    sumY += (shaft.tipY - shaft.rootY) / Math.max(1, shaft.evidence.length);
  }
  const length = Math.hypot(sumX, sumY);
  return length < 0.5 ? null : [sumX / length, sumY / length];
}
