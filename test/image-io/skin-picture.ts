import type { Mask, RasterImage } from '../../src/raster/raster-image.js';
import { drawPath, type Colour } from '../../src/raster/draw-strokes.js';

/** A small generator with a fixed sequence (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Something like a close-up for tests of overlays: uneven light, blotches of a few pixels, camera noise, and dark tapering
 * strokes for hairs. Not for measuring; the phantom renderer does that.
 */
export function skinPicture(options: { width?: number; height?: number; seed?: number; hairs?: number } = {}): RasterImage {
  const { width = 640, height = 480, seed = 1, hairs = 14 } = options;
  const random = seeded(seed);
  const data = new Uint8Array(width * height * 3);
  const coarse = Float32Array.from({ length: 64 * 64 }, () => random() - 0.5);
  const blotch = (row: number, column: number, size: number): number => {
    const y = row / size, x = column / size;
    const top = Math.floor(y), left = Math.floor(x);
    const at = (r: number, c: number): number => coarse[(r & 63) * 64 + (c & 63)];
    const upper = at(top, left) + (at(top, left + 1) - at(top, left)) * (x - left);
    const lower = at(top + 1, left) + (at(top + 1, left + 1) - at(top + 1, left)) * (x - left);
    return upper + (lower - upper) * (y - top);
  };
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const light = 1 - 0.18 * (((row - height / 2) / height) ** 2 + ((column - width / 2) / width) ** 2) * 4;
      const texture = 18 * blotch(row, column, 23) + 22 * blotch(row, column, 7) + 12 * (random() - 0.5);
      const at = (row * width + column) * 3;
      data[at] = 178 * light + texture;
      data[at + 1] = 142 * light + texture;
      data[at + 2] = 124 * light + texture * 0.9;
    }
  }
  const image = { width, height, data };
  const mean = random() * Math.PI;
  for (let hair = 0; hair < hairs; hair++) drawHair(image, random, mean);
  return image;
}

function drawHair(image: RasterImage, random: () => number, mean: number): void {
  const angle = mean + (random() - 0.5) * 0.8;
  const length = 50 + random() * 90;
  const bend = (random() - 0.5) * 0.006;
  let row = random() * image.height;
  let column = random() * image.width;
  const colour: Colour = [40 + random() * 25, 30 + random() * 20, 26 + random() * 15];
  const steps = 12;
  for (let step = 0; step < steps; step++) {
    const turned = angle + bend * length * (step / steps);
    const next = { row: row + (Math.sin(turned) * length) / steps, column: column + (Math.cos(turned) * length) / steps };
    const fade = Math.min(1, 0.35 + step / 4);
    for (const [wider, opacity] of [[3, 0.25], [1.5, 0.4], [0, 0.9]] as const) {
      drawPath(image, [{ row, column }, next], { width: 5 + wider - step * 0.1, colour, opacity: opacity * fade });
    }
    ({ row, column } = next);
  }
}

/** Share of a rectangle's pixels that a mask leaves out, 0…1. */
export function shareLeftOut(mask: Mask, rows: readonly [number, number], columns: readonly [number, number]): number {
  let out = 0;
  for (let row = rows[0]; row < rows[1]; row++) for (let column = columns[0]; column < columns[1]; column++) if (mask.data[row * mask.width + column] === 0) out++;
  return out / ((rows[1] - rows[0]) * (columns[1] - columns[0]));
}
