import { boxBlur } from '../../raster/box-blur.js';
import type { RasterImage } from '../../raster/raster-image.js';
import type { HeadView } from '../../registration/head/head-view.js';

/** Colours are judged after this blur, pixels. */
const blur = 1.5;
/** Added to levels before they are compared, so that the grain of black has no colour. */
const floorOfBlue = 8, floorOfRed = 20;
/** No hair grows so much bluer than red, so much greener than red, or so much redder than green (natural logarithms): light hair under blue sky stays below. */
const tooBlue = 0.5, tooGreen = 0.12, tooRed = 0.7;
/** What is surely taken for scalp and mostly for hair. */
const surelyScalp = 0.6, mostlyHair = 0.6;

/**
 * Share of the scalp, 0…1, that is taken for hair and has a colour in which no hair grows: plainly blue, green or red, as many caps and cloths have.
 *
 * Known limit: a cap in a colour of hair, black, grey, white or brown, is not told from hair; of painted caps that the network takes for hair two in three are not.
 */
export function findOddColours({ width, height, picture, region, scalp, hair }: Pick<HeadView, 'width' | 'height' | 'picture' | 'region' | 'scalp' | 'hair'>): number {
  const [red, green, blue] = [0, 1, 2].map((c) => boxBlur({ width, height, data: channelOf(picture, c) }, blur).data) as [Float32Array, Float32Array, Float32Array];
  const more = (one: number, other: number, floor: number): number => Math.log((one + floor) / (other + floor));
  let all = 0, odd = 0;
  for (let at = 0; at < region.data.length; at++) {
    if (region.data[at] === 0) continue;
    all++;
    if (scalp.data[at] < surelyScalp || hair.data[at] < mostlyHair) continue;
    const [r, g, b] = [red[at], green[at], blue[at]];
    if (more(b, r, floorOfBlue) > tooBlue || (g > b && more(g, r, floorOfBlue) > tooGreen) || more(r, g, floorOfRed) > tooRed) odd++;
  }
  return odd / Math.max(1, all);
}

function channelOf({ width, height, data }: RasterImage, channel: number): Float32Array {
  const values = new Float32Array(width * height);
  for (let at = 0, from = channel; at < values.length; at++, from += 3) values[at] = data[from];
  return values;
}
