/** For every pixel of the result along one axis: the source pixels it is made of and how much of each. */
export interface ResampleWeights {
  /** First source pixel of each result pixel. */
  readonly first: Int32Array;
  /** Weights a result pixel, the same number for all; unused ones are 0. */
  readonly taps: number;
  /** `length × taps`, each group summing to 1. */
  readonly weights: Float32Array;
}

/**
 * Shrinking averages exactly the stretch of source that a result pixel covers; enlarging interpolates with the cubic of
 * Catmull and Rom (1974); at scale 1 both are the identity. Pixel centres map by `x_result = (x_source + 0.5) × scale − 0.5`.
 *
 *     scale 0.4, source │ 0 │ 1 │ 2 │ 3 │ 4 │ …     result 0 = (0 + 1 + ½·2) / 2.5
 *                result │    0    │    1    │ …     result 1 = (½·2 + 3 + 4) / 2.5
 *
 * Beyond the edges the edge pixel is repeated.
 *
 * @param from   Pixels of the source along the axis, >= 1.
 * @param to     Pixels of the result along the axis, >= 1.
 * @param scale  Result pixels a source pixel, > 0.
 */
export function computeResampleWeights(from: number, to: number, scale: number): ResampleWeights {
  return scale < 1 ? averagingWeights(from, to, scale) : interpolatingWeights(from, to, scale);
}

function averagingWeights(from: number, to: number, scale: number): ResampleWeights {
  // A whole factor covers exactly so many pixels; any other may cut one at either end.
  const whole = Math.abs(1 / scale - Math.round(1 / scale)) < 1e-9;
  const taps = Math.min(from, whole ? Math.round(1 / scale) : Math.ceil(1 / scale) + 1);
  const first = new Int32Array(to);
  const weights = new Float32Array(to * taps);
  for (let i = 0; i < to; i++) {
    const start = whole ? i * taps : i / scale;
    const end = whole ? (i + 1) * taps : (i + 1) / scale;
    const begin = Math.max(0, Math.min(Math.floor(start), from - taps));
    first[i] = begin;
    let total = 0;
    for (let tap = 0; tap < taps; tap++) {
      const covered = Math.max(0, Math.min(end, begin + tap + 1) - Math.max(start, begin + tap));
      weights[i * taps + tap] = covered;
      total += covered;
    }
    // A last result pixel that lies wholly beyond the source takes the last source pixel.
    if (total <= 0) weights[i * taps + taps - 1] = total = 1;
    for (let tap = 0; tap < taps; tap++) weights[i * taps + tap] /= total;
  }
  return { first, taps, weights };
}

function interpolatingWeights(from: number, to: number, scale: number): ResampleWeights {
  const taps = Math.min(from, 4);
  const first = new Int32Array(to);
  const weights = new Float32Array(to * taps);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) / scale - 0.5;
    const left = Math.floor(centre);
    const begin = Math.max(0, Math.min(left - 1, from - taps));
    first[i] = begin;
    for (let tap = -1; tap <= 2; tap++) {
      const source = Math.max(0, Math.min(left + tap, from - 1));
      weights[i * taps + source - begin] += catmullRom(Math.abs(centre - (left + tap)));
    }
  }
  return { first, taps, weights };
}

function catmullRom(distance: number): number {
  if (distance < 1) return (1.5 * distance - 2.5) * distance * distance + 1;
  if (distance < 2) return ((-0.5 * distance + 2.5) * distance - 4) * distance + 2;
  return 0;
}
