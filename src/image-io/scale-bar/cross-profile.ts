import type { RasterImage } from '../../raster/raster-image.js';

/** How a horizontal line looks when one walks across it, in the middle of its length. */
export interface CrossProfile {
  /** Centre of the line between its two edges at half depth; pixel centres are whole numbers. */
  readonly row: number;
  /** Width between the edges at half depth, pixels. */
  readonly thickness: number;
  /** Length of the step in colour between line and surroundings, levels (three channels together); of the smaller step of the two. */
  readonly contrast: number;
  /** Distance over which an edge falls from three quarters of the depth to one quarter, pixels, mean of the two edges; 0.5 for an edge on a pixel's border. */
  readonly softness: number;
}

/**
 * Walks across a run by the median colour of each row, which is deaf to shafts that cross, and stops on each side where the
 * colour settles: a bar in a white box has the box on both sides, whatever lies beyond.
 *
 * @param row    Row of the run, good to `reach / 3`.
 * @param reach  Thickest line looked for, pixels.
 * @returns Null where no line stands out from both sides.
 */
export function measureCrossProfile(image: RasterImage, row: number, from: number, to: number, reach: number): CrossProfile | null {
  const every = Math.max(1, Math.floor((to - from) / 300)), columns: number[] = [];
  for (let column = from; column < to; column += every) columns.push(column);
  const side = 2 * reach + 6, rows = new Map<number, number[]>();
  const colourAt = (r: number): number[] | null => {
    if (r < 0 || r >= image.height || Math.abs(r - row) > side) return null;
    let colour = rows.get(r);
    if (colour === undefined) rows.set(r, (colour = medianColour(image, r, columns)));
    return colour;
  };
  const away = Math.max(2, Math.ceil((2 * reach) / 3)), search = Math.ceil(reach / 3);
  let centre = -1, most = 8;
  for (let r = row - search; r <= row + search; r++) {
    const here = colourAt(r), above = colourAt(r - away), below = colourAt(r + away);
    if (here === null || above === null || below === null) continue;
    const step = Math.min(distance(here, above), distance(here, below));
    if (step > most + (r > row ? 0.5 : 0)) {
      most = step;
      centre = r;
    }
  }
  if (centre < 0) return null;
  const top = findEdge(colourAt, centre, -1, reach), bottom = findEdge(colourAt, centre, 1, reach);
  if (top === null || bottom === null) return null;
  return {
    row: (top.place + bottom.place) / 2, thickness: bottom.place - top.place,
    contrast: Math.min(top.step, bottom.step), softness: (top.softness + bottom.softness) / 2,
  };
}

/** Where the colour leaves the ink, and how sharply: half way to where it settles for two rows. */
function findEdge(colourAt: (row: number) => number[] | null, centre: number, direction: 1 | -1, reach: number): { place: number; step: number; softness: number } | null {
  const ink = colourAt(centre)!, steps = [0];
  for (let k = 1; k <= reach + 5; k++) {
    const colour = colourAt(centre + direction * k);
    if (colour === null) return null;
    steps.push(distance(colour, ink));
    const before = steps[k - 1];
    if (k < 2 || before < 8 || steps[k] > 1.12 * before + 2) continue;
    const settled = Math.max(before, steps[k]), crossing = (share: number): number => {
      const i = steps.findIndex((step) => step >= share * settled);
      return i - (steps[i] - share * settled) / (steps[i] - steps[i - 1]);
    };
    return { place: centre + direction * crossing(0.5), step: settled, softness: crossing(0.75) - crossing(0.25) };
  }
  return null;
}

/** The typical colour of a row at some of its columns. */
export function medianColour({ data, width }: RasterImage, row: number, columns: readonly number[]): number[] {
  const values = new Float32Array(columns.length), half = columns.length >> 1;
  return [0, 1, 2].map((channel) => {
    for (let i = 0; i < columns.length; i++) values[i] = data[(row * width + columns[i]) * 3 + channel];
    values.sort();
    return columns.length % 2 === 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  });
}

const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
