import type { Mask, RasterImage } from './raster-image.js';

export interface ColourCells {
  /** Median colour of the cells, sRGB bytes: mostly skin, for shafts are narrow. */
  readonly colour: readonly [number, number, number];
  /** Brightness between the 5th and 95th hundredth of the cells, over their median: 0.3 under even light, 1.5 and more on a face. */
  readonly shading: number;
  /** Distance of the cells from the median in shares of red, green and blue, 75th hundredth: 0.03 on one skin, 0.09 where skin, cloth and wall meet. */
  readonly colourSpread: number;
}

const cellsAcross = 16;
/** Within a cell the colour is taken above its median, which passes over dark shafts. */
const cellQuantile = 0.6;
const fewestPixels = 8;

/** Looks at a picture as 16 × 16 cells of one colour each. Null where fewer than a quarter of them lie inside. */
export function measureColourCells(image: RasterImage, valid: Mask): ColourCells | null {
  const { width, height } = image, cells: [number, number, number][] = [], levels = new Uint32Array(3 * 256);
  for (let cellRow = 0; cellRow < cellsAcross; cellRow++) {
    for (let cellColumn = 0; cellColumn < cellsAcross; cellColumn++) {
      const colour = cellColour(levels, image, valid, [cellRow, cellRow + 1].map((at) => Math.floor((at * height) / cellsAcross)), [cellColumn, cellColumn + 1].map((at) => Math.floor((at * width) / cellsAcross)));
      if (colour !== null) cells.push(colour);
    }
  }
  if (cells.length < cellsAcross ** 2 / 4) return null;
  const brightness = cells.map(([red, green, blue]) => 0.299 * red + 0.587 * green + 0.114 * blue);
  const shares = cells.map(([red, green, blue]) => [red, green, blue].map((value) => value / (red + green + blue + 1)));
  const middle = [0, 1, 2].map((channel) => quantile(shares.map((share) => share[channel]), 0.5));
  const away = shares.map((share) => Math.hypot(share[0] - middle[0], share[1] - middle[1], share[2] - middle[2]));
  return {
    colour: [0, 1, 2].map((channel) => quantile(cells.map((cell) => cell[channel]), 0.5)) as [number, number, number],
    shading: (quantile(brightness, 0.95) - quantile(brightness, 0.05)) / Math.max(1, quantile(brightness, 0.5)),
    colourSpread: quantile(away, 0.75),
  };
}

/** @param levels  Room for those of red, of green, of blue. */
function cellColour(levels: Uint32Array, { data, width }: RasterImage, valid: Mask, [top, bottom]: number[], [left, right]: number[]): [number, number, number] | null {
  levels.fill(0);
  let count = 0;
  for (let row = top; row < bottom; row += 2) {
    for (let column = left; column < right; column += 2) {
      const at = row * width + column;
      if (valid.data[at] === 0) continue;
      levels[data[at * 3]]++;
      levels[256 + data[at * 3 + 1]]++;
      levels[512 + data[at * 3 + 2]]++;
      count++;
    }
  }
  const levelOf = (channel: number): number => {
    const rank = Math.floor(cellQuantile * (count - 1));
    let level = 0;
    for (let seen = levels[channel * 256]; seen <= rank; seen += levels[channel * 256 + level]) level++;
    return level;
  };
  return count < fewestPixels ? null : [levelOf(0), levelOf(1), levelOf(2)];
}

function quantile(values: readonly number[], share: number): number {
  return Float64Array.from(values).sort()[Math.floor(share * (values.length - 1))];
}
