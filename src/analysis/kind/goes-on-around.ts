import { fillLargestRegion } from '../../raster/fill-region.js';
import type { GlobalMaps } from '../../raster/global-maps.js';
import type { RasterImage } from '../../raster/raster-image.js';

/** What is seen around that which the network for heads takes for a scalp, each compared with its middle. */
export interface Surroundings {
  /** Share of what lies around it, on its least like side, that has the colour of its middle. */
  readonly leastAlike: number;
  /** How rough the like-coloured surroundings are, as a multiple of the middle. */
  readonly roughness: number;
}

/** Colours are alike where no channel is more than this much stronger, as a natural logarithm: light falls off over a close-up. */
const alike = 0.3;
/** Levels that are added before colours are compared, so that noise of black places does not count. */
const darkest = 8;
/** A side of which less than this share of the picture is seen tells nothing. */
const leastSide = 0.005;

/**
 * Ring of ink on skin, around which the skin goes on. On a head the scalp ends at an ear, a face, clothes or a wall: of 304 heads the least like side had the colour of the middle on a half at most,
 * of 30 rendered close-ups with a ring drawn on them on 0.59 and more in 24. A wall in the very colour of the hair is smoother than hair.
 */
export const goesOn = { leastAlike: 0.58, roughness: [0.7, 1.6] } as const;

/** Whether what looks like a scalp is a drawn piece of a larger one: on all sides of it lies the same skin. */
export function goesOnAround(picture: RasterImage, maps: GlobalMaps): boolean {
  const around = describeSurroundings(picture, maps), [smoothest, roughest] = goesOn.roughness;
  return around !== null && around.leastAlike >= goesOn.leastAlike && around.roughness >= smoothest && around.roughness <= roughest;
}

/** @returns Null where no scalp is seen, or where it fills the picture on two sides or more. */
export function describeSurroundings(picture: RasterImage, maps: GlobalMaps): Surroundings | null {
  const region = fillLargestRegion({ width: maps.width, height: maps.height, data: maps.scalp });
  if (region === null) return null;
  const { width, height, data } = picture, middle = middleOf(region.data, maps.width, maps.height);
  const cellOf = (x: number, y: number): { across: number; down: number } => ({ across: ((x + 0.5) * maps.width) / width - 0.5, down: ((y + 0.5) * maps.height) / height - 0.5 });
  const isScalp = ({ across, down }: { across: number; down: number }): boolean => region.data[Math.round(down) * maps.width + Math.round(across)] === 1;
  const inside: [number[], number[], number[]] = [[], [], []];
  let roughInside = 0;
  eachPixel(picture, (x, y, at, step) => {
    const cell = cellOf(x, y);
    if (!isScalp(cell) || Math.abs(cell.across - middle.across) > middle.reachAcross || Math.abs(cell.down - middle.down) > middle.reachDown) return;
    inside.forEach((values, channel) => values.push(data[at + channel]));
    roughInside += step;
  });
  if (inside[0].length === 0) return null;
  roughInside /= inside[0].length;
  const colour = inside.map((values) => values.sort((a, b) => a - b)[values.length >> 1]);
  const sides = [0, 1, 2, 3].map(() => ({ seen: 0, like: 0 }));
  let rough = 0, like = 0;
  eachPixel(picture, (x, y, at, step) => {
    const cell = cellOf(x, y);
    if (isScalp(cell)) return;
    const right = (cell.across - middle.across) / maps.width, below = (cell.down - middle.down) / maps.height;
    const side = sides[Math.abs(right) > Math.abs(below) ? (right > 0 ? 0 : 1) : (below > 0 ? 2 : 3)];
    side.seen++;
    if (!colour.every((level, channel) => Math.abs(Math.log((data[at + channel] + darkest) / (level + darkest))) < alike)) return;
    side.like++;
    rough += step;
    like++;
  });
  const told = sides.filter(({ seen }) => seen >= leastSide * width * height);
  if (told.length < 3 || like === 0) return null;
  return { leastAlike: Math.min(...told.map((side) => side.like / side.seen)), roughness: (rough / like + 0.5) / (roughInside + 0.5) };
}

/** Where the region has its middle, and how far it reaches around it, one standard deviation; in cells. */
function middleOf(region: Uint8Array, width: number, height: number): { across: number; down: number; reachAcross: number; reachDown: number } {
  let count = 0, sumX = 0, sumY = 0, squaresX = 0, squaresY = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (region[at] === 0) continue;
      count++;
      sumX += x; sumY += y; squaresX += x * x; squaresY += y * y;
    }
  }
  const across = sumX / count, down = sumY / count, reach = (squares: number, mean: number): number => Math.max(1, Math.sqrt(Math.max(0, squares / count - mean * mean)));
  return { across, down, reachAcross: reach(squaresX, across), reachDown: reach(squaresY, down) };
}

/** @param visit  Told the place, where its three channels begin, and the mean step of brightness to the right and below. */
function eachPixel({ width, height, data }: RasterImage, visit: (x: number, y: number, at: number, step: number) => void): void {
  const light = (at: number): number => 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
  for (let y = 0; y + 1 < height; y++) {
    for (let x = 0; x + 1 < width; x++) {
      const at = 3 * (y * width + x), here = light(at);
      visit(x, y, at, (Math.abs(light(at + 3) - here) + Math.abs(light(at + 3 * width) - here)) / 2);
    }
  }
}
