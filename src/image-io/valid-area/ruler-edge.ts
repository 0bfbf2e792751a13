import { clipConvex } from '../../raster/clip-convex.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { isInside, type RowSpans } from '../../raster/row-spans.js';
import type { Place } from './convex-hull.js';

type Levels = readonly [red: number, green: number, blue: number];

/** A side of a ruler, whether somebody asks for it, and how many places of it are fit to be measured. */
interface Side { readonly corners: Place[]; readonly isAsked: boolean; readonly fitPlaces: number }

/** Colours must differ by so much, levels of 0…255, before a ruler is told from the skin by its own: clear plastic is not. */
const leastDifference = 40;
/** Parts of the ticks' distance: how finely the colour is followed across the ruler, how wide skin must lie before it is no glare or letter, and what blur reaches. */
const perTick = { step: 0.1, skin: 0.3, margin: 0.25 } as const;

/**
 * The side of the photograph beside a ruler that shows more skin, up to the ruler's edge. What lies on its other side is given up, though it may be skin: a ruler is laid beside what is measured.
 * The ruler's colour is that between its ticks, and it is followed from there to both sides until the skin's comes.
 * @param valid   What is known to be fit so far; most of it must be skin.
 * @param ticks   Middles of its ticks, at least two, in order along the ruler.
 * @param asked   A place that somebody wants measured: its side is kept, even the one of less skin.
 * @returns Corners of what is left, pixels of the photograph; null where the ruler has no colour of its own or fills the photograph.
 */
export function findBesideRuler(image: RasterImage, valid: RowSpans, ticks: readonly Place[], spacingPx: number, asked: Place | null): Place[] | null {
  const first = ticks[0]!, last = ticks[ticks.length - 1]!, length = Math.hypot(last.row - first.row, last.column - first.column);
  const along = { row: (last.row - first.row) / length, column: (last.column - first.column) / length }, step = Math.max(1, perTick.step * spacingPx);
  const shifted = ({ row, column }: Place, across: number, by = 0): Place => ({ row: row + along.row * by + along.column * across, column: column + along.column * by - along.row * across });
  const between = ticks.slice(1).flatMap((tick, i) => [-0.15, 0, 0.15].map((by) => shifted({ row: (tick.row + ticks[i]!.row) / 2, column: (tick.column + ticks[i]!.column) / 2 }, 0, by * spacingPx)));
  const body = colourOf(image, between), fit = placesIn(valid), skin = colourOf(image, fit);
  if (body === null || skin === null || distance(body, skin) < leastDifference) return null;

  const sides = [-1, 1].flatMap((side): Side[] => {
    let own = 0, passed = 0;
    for (let k = 1; passed * step < perTick.skin * spacingPx; k++) {
      const colour = colourOf(image, between.map((place) => shifted(place, side * k * step)));
      if (colour === null) return [];
      if (distance(colour, skin) < distance(colour, body)) passed++;
      else [own, passed] = [k, 0];
    }
    const edge = side * (own * step + perTick.margin * spacingPx), far = side * 2 * (image.width + image.height);
    const frame = [[-0.5, -0.5], [-0.5, image.width - 0.5], [image.height - 0.5, image.width - 0.5], [image.height - 0.5, -0.5]].map(([row, column]) => ({ row: row!, column: column! }));
    const corners = clipConvex(frame, [shifted(first, edge, far), shifted(first, edge, -far), shifted(first, edge + far, -far), shifted(first, edge + far, far)]);
    const acrossOf = ({ row, column }: Place): number => (row - first.row) * along.column - (column - first.column) * along.row;
    const isBeside = (place: Place): boolean => side * (acrossOf(place) - edge) > 0;
    return corners.length < 3 ? [] : [{ corners, isAsked: asked !== null && isBeside(asked), fitPlaces: fit.filter(isBeside).length }];
  });
  return sides.sort((a, b) => Number(b.isAsked) - Number(a.isAsked) || b.fitPlaces - a.fitPlaces)[0]?.corners ?? null;
}

/** Median of each channel; null where fewer than half of the places lie in the photograph. */
function colourOf({ width, height, data }: RasterImage, places: readonly Place[]): Levels | null {
  const shown = places.map(({ row, column }) => [Math.round(row), Math.round(column)] as const).filter(([row, column]) => row >= 0 && column >= 0 && row < height && column < width);
  if (shown.length === 0 || shown.length * 2 < places.length) return null;
  const median = (channel: number): number => shown.map(([row, column]) => data[3 * (row * width + column) + channel]!).sort((a, b) => a - b)[shown.length >> 1]!;
  return [median(0), median(1), median(2)];
}

/** Some ten thousand places of the mask, evenly. */
function placesIn(valid: RowSpans): Place[] {
  const apart = Math.max(1, Math.floor(Math.sqrt((valid.width * valid.height) / 10_000))), places: Place[] = [];
  for (let row = 0; row < valid.height; row += apart) for (let column = 0; column < valid.width; column += apart) if (isInside(valid, row, column)) places.push({ row, column });
  return places;
}

const distance = (a: Levels, b: Levels): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
