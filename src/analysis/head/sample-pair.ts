import { applyAffine, type Affine } from '../../raster/affine.js';
import type { FloatMap, Mask, RasterImage } from '../../raster/raster-image.js';
import { sampleMap } from '../../raster/sample-map.js';
import type { HeadView } from '../../registration/head/head-view.js';

/** What two photographs show at the same places of one head. Entries belong together by their index. */
export interface PairSamples {
  /** Place on the first view's grid. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** How much a place counts: the chance that it is scalp, by both photographs, 0…1. */
  readonly weight: Float32Array;
  /** Share of hair at each, 0…1. */
  readonly hair: readonly [Float32Array, Float32Array];
  /** Second less first: by their colours where those were compared, else the difference of `hair`. */
  readonly change: Float32Array;
  /** Red, green, blue in turn, 0…255. */
  readonly colour: readonly [Float32Array, Float32Array];
  /** Share of the region's places that both photographs show, 0…1. */
  readonly seen: number;
}

/**
 * Every pixel of the region on the first grid that the second photograph shows as well.
 * @param proven  Whether both lie exactly on one another: then a place is scalp as soon as one photograph says so.
 * @param shift   Change of hair on the first grid, see `compareColours`.
 */
export function samplePair(first: HeadView, second: HeadView, map: Affine, region: Mask, proven: boolean, shift: FloatMap | null = null): PairSamples {
  const places: { x: number; y: number; u: number; v: number }[] = [];
  let all = 0;
  for (let at = 0; at < region.data.length; at++) {
    if (region.data[at] === 0) continue;
    all++;
    const x = at % region.width, y = Math.floor(at / region.width), { x: u, y: v } = applyAffine(map, x, y);
    if (u >= 0 && v >= 0 && u <= second.width - 1 && v <= second.height - 1 && sampleMap(second.scalp, u, v, -1) >= 0) places.push({ x, y, u, v });
  }
  const list = (pick: (place: (typeof places)[number]) => number): Float32Array => {
    const values = new Float32Array(places.length);
    for (let i = 0; i < values.length; i++) values[i] = pick(places[i]);
    return values;
  };
  let colour: PairSamples['colour'] | undefined;
  const [scalp, other] = [list(({ x, y }) => first.scalp.data[y * first.width + x]), list(({ u, v }) => sampleMap(second.scalp, u, v, 0))];
  // Where one photograph shows no scalp it shows no hair of the head either, whatever its map says there.
  const one = list(({ x, y }) => first.hair.data[y * first.width + x]).map((value, i) => value * sure(scalp[i])), two = list(({ u, v }) => sampleMap(second.hair, u, v, 0)).map((value, i) => value * sure(other[i]));
  return {
    x: list(({ x }) => x), y: list(({ y }) => y),
    weight: scalp.map((value, i) => (proven ? Math.max(value, other[i]) : (value + other[i]) / 2)),
    hair: [one, two], change: shift === null ? two.map((value, i) => value - one[i]) : list(({ x, y }) => shift.data[y * shift.width + x]),
    // Of a head moved a little to and fro nobody asks for the colours.
    get colour() { return colour ??= [coloursAt(first.picture, places.length, (i) => places[i].x, (i) => places[i].y), coloursAt(second.picture, places.length, (i) => places[i].u, (i) => places[i].v)]; },
    seen: all === 0 ? 0 : places.length / all,
  };
}

/** A chance of scalp as a switch with a soft edge: 0 up to 0.25, 1 from 0.5. */
function sure(scalp: number): number {
  return Math.min(1, Math.max(0, 4 * scalp - 1));
}

function coloursAt({ width, height, data }: RasterImage, count: number, xOf: (i: number) => number, yOf: (i: number) => number): Float32Array {
  const colours = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    const x = xOf(i), y = yOf(i), left = Math.min(width - 2, Math.max(0, Math.floor(x))), top = Math.min(height - 2, Math.max(0, Math.floor(y))), across = x - left, down = y - top;
    for (let c = 0; c < 3; c++) {
      const at = 3 * (top * width + left) + c, below = at + 3 * width;
      colours[3 * i + c] = (data[at] * (1 - across) + data[at + 3] * across) * (1 - down) + (data[below] * (1 - across) + data[below + 3] * across) * down;
    }
  }
  return colours;
}

/**
 * Coverage of both at the places that both show; null where neither shows scalp. The picture with more hair is read by the
 * network, the other is so much less.
 */
export function coverPair({ weight, hair, change }: PairSamples): { first: number; second: number } | null {
  let all = 0, first = 0, second = 0, moved = 0;
  for (let i = 0; i < weight.length; i++) {
    all += weight[i];
    first += weight[i] * hair[0][i];
    second += weight[i] * hair[1][i];
    moved += weight[i] * change[i];
  }
  if (all < 1) return null;
  return moved < 0 ? { first: first / all, second: Math.max(0, (first + moved) / all) } : { first: Math.max(0, (second - moved) / all), second: second / all };
}
