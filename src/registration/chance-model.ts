import { edgeMm, type RootField } from './root-field.js';

/**
 * How roots of unrelated skin fall: what a match has to beat.
 *
 * A root lands at a place with the mean density of the second photograph, raised because follicular units keep their
 * distance: where the neighbours already fit, one more fits more often than in rain, and on a regular pattern much more
 * often. Beside a hair of the same unit the density is far higher, so the second hair of a unit proves little.
 */
export interface ChanceModel {
  /** Logarithm of the density, per mm², of a root that is the first of its unit to be matched. */
  readonly logFirst: number;
  /** The same for a further root of a unit. */
  readonly logFurther: number;
  /** The first of its unit, at the edge of the photograph: exits that the frame may hide are all seen there, so edges laid over each other agree by themselves. */
  readonly logAtEdge: number;
}

/** Factor on ordinary skin; peak of the pair correlation of units that keep half their mean distance. */
const leastCrowding = 1.5;
/**
 * From an evenness of 1.25 on the logarithm of the factor grows, and faster beyond 1.5, where a lattice shifted by one
 * meets itself. Set so that made lattices, shaken by 2–12 % of their spacing, raise no more alarms than real skin.
 */
const crowdingGrowth = { from: 1.25, linear: 3, steepFrom: 1.5, quadratic: 20 } as const;
/** Hairs per mm² within a unit beside one of its hairs: 0.6 further hairs within 0.2 mm, most of them within half of it. */
const densityInUnit = 9;

export function describeChance(first: RootField, second: RootField): ChanceModel {
  const evenness = (measureEvenness(first) + measureEvenness(second)) / 2;
  const { from, linear, steepFrom, quadratic } = crowdingGrowth;
  const logCrowding = Math.log(leastCrowding) + linear * Math.max(0, evenness - from) + quadratic * Math.max(0, evenness - steepFrom) ** 2;
  const density = (Math.exp(logCrowding) * second.x.length) / second.field.areaMm2;
  const { left, right, top, bottom } = second.field, stripMm2 = 2 * edgeMm * (right - left + bottom - top);
  const atEdge = (Math.exp(logCrowding) * second.atEdge.reduce((sum, value) => sum + value, 0)) / stripMm2;
  return { logFirst: Math.log(density), logFurther: Math.log(density + densityInUnit), logAtEdge: Math.log(Math.max(density, atEdge)) };
}

/**
 * Mean distance of the follicular units to their nearest neighbour against that of rain: 1 for rain, about 1.1 measured on
 * donor skin, 1.5 for a shaken triangular lattice. Edge correction: Donnelly 1978.
 */
function measureEvenness({ x, y, unit, unitCount, field }: RootField): number {
  if (unitCount < 2) return 1;
  const x0 = new Float64Array(unitCount), y0 = new Float64Array(unitCount), size = new Float64Array(unitCount);
  unit.forEach((number, i) => { x0[number] += x[i]; y0[number] += y[i]; size[number]++; });
  for (let i = 0; i < unitCount; i++) { x0[i] /= size[i]; y0[i] /= size[i]; }
  let total = 0;
  for (let i = 0; i < unitCount; i++) {
    let nearest2 = Infinity;
    for (let j = 0; j < unitCount; j++) {
      if (j !== i) nearest2 = Math.min(nearest2, (x0[i] - x0[j]) ** 2 + (y0[i] - y0[j]) ** 2);
    }
    total += Math.sqrt(nearest2);
  }
  const border = 2 * (field.right - field.left + field.bottom - field.top);
  const inRain = 0.5 * Math.sqrt(field.areaMm2 / unitCount) + ((0.0514 + 0.041 / Math.sqrt(unitCount)) * border) / unitCount;
  return total / unitCount / inRain;
}
