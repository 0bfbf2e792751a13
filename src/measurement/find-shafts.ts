import type { FloatMap } from '../raster/raster-image.js';
import type { ShaftMaps } from '../raster/shaft-maps.js';
import { inNetworkPixels } from './network-pixels.js';

/** One shaft as a segment, in pixels of the picture that went through the network. */
export interface ShaftCandidate {
  readonly rootX: number;
  readonly rootY: number;
  readonly middleX: number;
  readonly middleY: number;
  readonly tipX: number;
  readonly tipY: number;
  readonly evidence: ShaftEvidence;
}

/** What speaks for a candidate, each 0…1 unless said otherwise. */
export interface ShaftEvidence {
  /** Height of the peak at its middle. */
  readonly middle: number;
  /** Height of the peak at its exit and at its tip; 0 where there is none near. */
  readonly root: number;
  readonly tip: number;
  /** Heights of peaks of the wrong sort at the two ends. */
  readonly rootAtTip: number;
  readonly tipAtRoot: number;
  /** Mean probability of hair along the shaft. */
  readonly hair: number;
  /** Share of points along the shaft whose own offsets name the same ends. */
  readonly agreement: number;
  /** Distance between exit and tip, pixels. */
  readonly length: number;
}

const limits = {
  middleThreshold: 0.06,
  snapRadius: inNetworkPixels(58),
  agreementRadius: inNetworkPixels(67),
  shortest: inNetworkPixels(40),
} as const;

interface Peak { readonly x: number; readonly y: number; readonly height: number }

/**
 * Reads shafts off the network's maps: each peak of the middle map with the exit and tip that its offsets name,
 * both pulled onto the peak of an exit or tip where there is one.
 * @returns Strongest first; duplicates included, see `dropDuplicates`.
 */
export function findShafts(maps: ShaftMaps): ShaftCandidate[] {
  const roots = findPeaks(maps.root, 0.1), tips = findPeaks(maps.tip, 0.1), ends = [...roots, ...tips];
  const candidates: ShaftCandidate[] = [];
  for (const middle of findPeaks(maps.middle, limits.middleThreshold)) {
    const toRoot = meanOffset(maps.rootOffsetX, maps.rootOffsetY, maps.middle, middle);
    const toTip = meanOffset(maps.tipOffsetX, maps.tipOffsetY, maps.middle, middle);
    const root = snap(ends, middle.x + toRoot[0], middle.y + toRoot[1]);
    const tip = snap(ends, middle.x + toTip[0], middle.y + toTip[1]);
    const candidate = describeRightWayRound(maps, root, middle, tip);
    if (candidate.evidence.length >= limits.shortest) candidates.push(candidate);
  }
  return candidates.sort((a, b) => b.evidence.middle - a.evidence.middle || a.middleY - b.middleY || a.middleX - b.middleX);
}

/** The offsets can name the two ends the wrong way round; the peaks of exits and tips know better. */
function describeRightWayRound(maps: ShaftMaps, root: { x: number; y: number }, middle: Peak, tip: { x: number; y: number }): ShaftCandidate {
  const asNamed = describeShaft(maps, root, middle, tip), { root: rootHeight, tip: tipHeight, rootAtTip, tipAtRoot } = asNamed.evidence;
  return rootAtTip + tipAtRoot > rootHeight + tipHeight + exchangeMargin ? describeShaft(maps, tip, middle, root) : asNamed;
}

/** How much more the peaks must speak for the exchanged ends. */
const exchangeMargin = 0.1;

/** Collects the evidence for a shaft from exit over middle to tip. */
export function describeShaft(maps: ShaftMaps, root: { x: number; y: number }, middle: Peak, tip: { x: number; y: number }): ShaftCandidate {
  let hair = 0, agreeing = 0;
  const near = (x: number, y: number, end: { x: number; y: number }): number => (Math.hypot(x - end.x, y - end.y) < limits.agreementRadius ? 0.5 : 0);
  const steps = 12;
  for (let k = 0; k < steps; k++) {
    const t = (k + 0.5) / steps;
    const [x, y] = alongShaft(root, middle, tip, t);
    hair += readMap(maps.hair, x, y);
    const cellX = (x - 0.5) / 2, cellY = (y - 0.5) / 2;
    const rootX = x + readMap(maps.rootOffsetX, cellX, cellY), rootY = y + readMap(maps.rootOffsetY, cellX, cellY);
    const tipX = x + readMap(maps.tipOffsetX, cellX, cellY), tipY = y + readMap(maps.tipOffsetY, cellX, cellY);
    const asNamed = near(rootX, rootY, root) + near(tipX, tipY, tip), exchanged = near(rootX, rootY, tip) + near(tipX, tipY, root);
    agreeing += Math.max(asNamed, exchanged);
  }
  return {
    rootX: root.x, rootY: root.y, middleX: middle.x, middleY: middle.y, tipX: tip.x, tipY: tip.y,
    evidence: {
      middle: middle.height, hair: hair / steps, agreement: agreeing / steps,
      root: highestNear(maps.root, root.x, root.y), tip: highestNear(maps.tip, tip.x, tip.y),
      rootAtTip: highestNear(maps.root, tip.x, tip.y), tipAtRoot: highestNear(maps.tip, root.x, root.y),
      length: Math.hypot(root.x - tip.x, root.y - tip.y),
    },
  };
}

/** A point of the curve through exit, middle and tip; t runs from 0 at the exit to 1 at the tip. */
export function alongShaft(root: { x: number; y: number }, middle: { x: number; y: number }, tip: { x: number; y: number }, t: number): [number, number] {
  // The parabola through the three points (Lagrange's form at 0, ½ and 1).
  const a = (1 - t) * (1 - 2 * t), b = 4 * t * (1 - t), c = t * (2 * t - 1);
  return [a * root.x + b * middle.x + c * tip.x, a * root.y + b * middle.y + c * tip.y];
}

/** Local maxima of a half-resolution map above a threshold, to a fraction of a cell, in pixels of the picture. */
export function findPeaks(map: FloatMap, threshold: number): Peak[] {
  const { width, height, data } = map, peaks: Peak[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column, value = data[at]!;
      if (value < threshold) continue;
      let highest = true;
      for (let dr = -1; dr <= 1 && highest; dr++) {
        for (let dc = -1; dc <= 1; dc++) {
          const r = row + dr, c = column + dc;
          if ((dr === 0 && dc === 0) || r < 0 || c < 0 || r >= height || c >= width) continue;
          const other = data[r * width + c]!;
          // Of two equal neighbours the first in reading order stays.
          if (other > value || (other === value && (dr < 0 || (dr === 0 && dc < 0)))) { highest = false; break; }
        }
      }
      if (!highest) continue;
      const left = column > 0 ? data[at - 1]! : value, right = column + 1 < width ? data[at + 1]! : value;
      const up = row > 0 ? data[at - width]! : value, down = row + 1 < height ? data[at + width]! : value;
      peaks.push({ x: 2 * (column + vertex(left, value, right)) + 0.5, y: 2 * (row + vertex(up, value, down)) + 0.5, height: value });
    }
  }
  return peaks;
}

/** Place of the top of the parabola through three neighbouring values, −0.5…0.5. */
function vertex(before: number, at: number, after: number): number {
  const bend = before - 2 * at + after;
  return bend > -1e-6 ? 0 : Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend));
}

function meanOffset(mapX: FloatMap, mapY: FloatMap, weights: FloatMap, peak: Peak): [number, number] {
  const column = Math.round((peak.x - 0.5) / 2), row = Math.round((peak.y - 0.5) / 2);
  let sumX = 0, sumY = 0, sum = 0;
  for (let r = Math.max(0, row - 1); r <= Math.min(mapX.height - 1, row + 1); r++) {
    for (let c = Math.max(0, column - 1); c <= Math.min(mapX.width - 1, column + 1); c++) {
      const at = r * mapX.width + c, weight = weights.data[at]! + 1e-6;
      // The offset of a neighbouring cell starts there; moved to the peak.
      sumX += weight * (mapX.data[at]! + 2 * c + 0.5 - peak.x);
      sumY += weight * (mapY.data[at]! + 2 * r + 0.5 - peak.y);
      sum += weight;
    }
  }
  return [sumX / sum, sumY / sum];
}

function snap(peaks: readonly Peak[], x: number, y: number): { x: number; y: number } {
  let best: Peak | null = null, bestMerit = 0;
  for (const peak of peaks) {
    // Most peaks are far away.
    if (Math.abs(peak.x - x) > limits.snapRadius || Math.abs(peak.y - y) > limits.snapRadius) continue;
    const distance = Math.hypot(peak.x - x, peak.y - y);
    if (distance > limits.snapRadius) continue;
    const merit = peak.height * (1 - distance / (limits.snapRadius + 1));
    if (merit > bestMerit) { best = peak; bestMerit = merit; }
  }
  return best === null ? { x, y } : { x: best.x, y: best.y };
}

/** Bilinear reading; outside the map the edge is repeated. */
export function readMap(map: FloatMap, x: number, y: number): number {
  const u = Math.min(map.width - 1, Math.max(0, x)), v = Math.min(map.height - 1, Math.max(0, y));
  const c = Math.min(map.width - 2, Math.floor(u)), r = Math.min(map.height - 2, Math.floor(v)), fu = u - c, fv = v - r, at = r * map.width + c;
  const { data, width } = map;
  return (data[at]! * (1 - fu) + data[at + 1]! * fu) * (1 - fv) + (data[at + width]! * (1 - fu) + data[at + width + 1]! * fu) * fv;
}

function highestNear(map: FloatMap, x: number, y: number): number {
  const column = Math.round((x - 0.5) / 2), row = Math.round((y - 0.5) / 2);
  let highest = 0;
  for (let r = Math.max(0, row - 2); r <= Math.min(map.height - 1, row + 2); r++) {
    for (let c = Math.max(0, column - 2); c <= Math.min(map.width - 1, column + 2); c++) highest = Math.max(highest, map.data[r * map.width + c]!);
  }
  return highest;
}
