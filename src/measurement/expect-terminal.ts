import type { Hair } from '../domain/hair.js';
import { chanceAbove } from '../statistics/chance-above.js';

/** Share of hairs, one standard deviation, that a bias of the diameters moves across the limit; thin hairs are missed most. Convention. */
const diameterBiasShare = 0.03;

/** Number of terminal hairs to be expected among counted ones, and its standard deviation. */
export interface ExpectedTerminal { readonly count: number; readonly deviation: number }

/**
 * Expected number of terminal hairs: each hair counts with the probability that its diameter lies above the threshold.
 * A hair that touches others has no diameter of its own; it counts with the mean probability of the measured hairs, because leaving
 * such hairs out would make dense hair look thin (on rendered scalps of 200 hairs per cm² and more, terminal density was 21 % low).
 * Bias: where hidden hairs are thinner than free ones, the number is a little high.
 * @returns Null where no counted hair has a diameter.
 */
export function expectTerminal(counted: readonly Hair[], thresholdUm: number): ExpectedTerminal | null {
  const chances = counted.flatMap((hair) => (hair.diameterUm === null ? [] : [chanceAbove(thresholdUm, hair.diameterUm, hair.diameterIntervalUm)]));
  if (chances.length === 0) return null;
  const sum = chances.reduce((total, chance) => total + chance, 0), mean = sum / chances.length, unmeasured = counted.length - chances.length;
  // A share near 0 or 1 from few hairs is not sure: half a hair is added on either side (Jeffreys).
  const cautious = (sum + 0.5) / (chances.length + 1), ofShare = (cautious * (1 - cautious)) / chances.length;
  const variance = chances.reduce((total, chance) => total + chance * (1 - chance), 0) + unmeasured * cautious * (1 - cautious) + unmeasured ** 2 * ofShare
    + counted.length * cautious * (1 - cautious) / 2 + (diameterBiasShare * counted.length) ** 2 + 0.25;
  return { count: sum + unmeasured * mean, deviation: Math.sqrt(variance) };
}
