/**
 * Seeded random numbers. The same seed gives the same phantom on every machine,
 * because only integer arithmetic and the functions that JavaScript engines compute alike are used.
 */
export interface Random {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Gaussian. */
  normal(mean: number, standardDeviation: number): number;
  /** Whole number in [0, count). */
  integer(count: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the items; weights need not sum to 1, none means all alike. */
  choose<T>(items: readonly T[], weights?: readonly number[]): T;
  poisson(mean: number): number;
}

/** @param seed Any whole number. */
export function createRandom(seed: number): Random {
  // Four 32-bit words of state, filled by splitmix, stepped by sfc32 (PractRand's author's small fast counter).
  let mixed = seed >>> 0;
  const word = (): number => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  let a = word(), b = word() ^ Math.floor(seed / 0x100000000), c = word(), counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();

  let spare: number | null = null;
  const gaussian = (): number => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };

  return {
    uniform: (low, high) => low + (high - low) * next(),
    normal: (mean, standardDeviation) => mean + standardDeviation * gaussian(),
    integer: (count) => Math.min(count - 1, Math.floor(next() * count)),
    chance: (probability) => next() < probability,
    choose: (items, weights) => {
      if (weights === undefined) return items[Math.min(items.length - 1, Math.floor(next() * items.length))]!;
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      let left = next() * total;
      for (let i = 0; i < items.length - 1; i++) {
        left -= weights[i]!;
        if (left < 0) return items[i]!;
      }
      return items[items.length - 1]!;
    },
    poisson: (mean) => {
      // Knuth's product method in pieces, so that exp() never underflows.
      let count = 0;
      for (let rest = mean; rest > 0; rest -= 30) {
        const limit = Math.exp(-Math.min(rest, 30));
        for (let product = next(); product > limit; product *= next()) count++;
      }
      return count;
    },
  };
}
