import { describe, expect, it } from 'vitest';
import { analysePhotograph } from '../../src/analysis/analyse-photograph.js';
import { encodeJpeg } from '../../src/image-io/encode-image.js';
import { findJoin } from '../../src/image-io/joined-pictures.js';
import { readPhotograph } from '../../src/image-io/read-photograph.js';
import type { RasterImage } from '../../src/raster/raster-image.js';
import { transposeImage } from '../../src/raster/transpose-image.js';
import { skinPicture } from './skin-picture.js';

type Colour = readonly [number, number, number];

/** A picture whose pixels are given by row and column. */
function paint(width: number, height: number, at: (row: number, column: number) => ArrayLike<number>): RasterImage {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0, to = 0; row < height; row++) for (let column = 0; column < width; column++, to += 3) {
    const colour = at(row, column);
    data[to] = colour[0];
    data[to + 1] = colour[1];
    data[to + 2] = colour[2];
  }
  return { width, height, data };
}

const pixel = ({ width, data }: RasterImage, row: number, column: number): Uint8Array => data.subarray(3 * (row * width + column), 3 * (row * width + column) + 3);
const before = skinPicture({ width: 360, height: 300, seed: 3 }), otherSkin = skinPicture({ width: 360, height: 300, seed: 9 });
/** In other light: a tenth darker. */
const after = paint(360, 300, (row, column) => pixel(otherSkin, row, column).map((value) => 0.9 * value));

function beside(left: RasterImage, right: RasterImage, gap: number, colour: Colour = [255, 255, 255]): RasterImage {
  return paint(left.width + gap + right.width, left.height, (row, column) => (column < left.width ? pixel(left, row, column) : column < left.width + gap ? colour : pixel(right, row, column - left.width - gap)));
}

describe('a file of two photographs', () => {
  it('is known by the step between them, beside and above each other', () => {
    expect(findJoin(beside(before, after, 0))).toEqual({ direction: 'columns', at: 360 });
    expect(findJoin(transposeImage(beside(before, after, 0)))).toEqual({ direction: 'rows', at: 360 });
  });

  it.each([[[255, 255, 255]], [[0, 0, 0]], [[70, 70, 70]]])('is known by the gap between them, of colour %s', (colour) => {
    expect(findJoin(beside(before, after, 12, colour as unknown as Colour))).toEqual({ direction: 'columns', at: 372 });
  });

  it('is known after compression', async () => {
    for (const gap of [0, 12]) expect(findJoin((await readPhotograph(await encodeJpeg(beside(before, after, gap), 85))).image)?.direction).toBe('columns');
  });

  it.each([[8, 50], [12, 30], [12, 50], [20, 30], [20, 50]])('is known by a gap of %i pixels after compression at quality %i, which blurs the pictures into it', async (gap, quality) => {
    for (const colour of [[255, 255, 255], [0, 0, 0]] as const) {
      expect(findJoin((await readPhotograph(await encodeJpeg(beside(before, after, gap, colour), quality))).image)?.direction).toBe('columns');
    }
  });

  it('is refused before anything is measured, with what to do', async () => {
    await expect(analysePhotograph(await encodeJpeg(beside(before, after, 0), 92), { name: 'both.jpg', calibration: { method: 'given', micrometresPerPixel: 5 } }))
      .rejects.toMatchObject({ code: 'photo.several', message: expect.stringContaining('side by side') as string, hint: expect.stringContaining('a file of its own') as string });
  });
});

describe('one photograph', () => {
  const whole = skinPicture({ width: 720, height: 300, seed: 5 });
  const drawn = (stroke: (row: number, column: number) => Colour | null): RasterImage => paint(720, 300, (row, column) => stroke(row, column) ?? pixel(whole, row, column));

  it.each<[string, RasterImage]>([
    ['as it is', whole],
    ['strongly compressed', paint(720, 300, (row, column) => pixel(whole, row - (row % 8), column - (column % 8)))],
    ['under a grid', drawn((row, column) => (row % 100 < 2 || column % 90 < 2 ? [0, 255, 0] : null))],
    ['under one thin line', drawn((_row, column) => (column === 350 ? [0, 0, 0] : null))],
    ['with a strip of a device', drawn((_row, column) => (column > 640 ? [0, 0, 0] : null))],
    ['beside the page of a program', drawn((row, column) => (column > 520 ? (row % 20 < 6 && column % 7 < 4 && column < 650 ? [30, 30, 30] : [240, 240, 240]) : null))],
    ['of an edge that is a little turned', drawn((row, column) => (column + 0.02 * row > 360 ? [90, 120, 150] : null))],
    ['in a frame', drawn((row, column) => (row < 40 || row > 260 || column < 60 || column > 660 ? [255, 255, 255] : null))],
  ])('%s is not taken for two', (_name, picture) => {
    expect(findJoin(picture)).toBeNull();
    expect(findJoin(transposeImage(picture))).toBeNull();
  });

  it('with an edge in a fifth of its height, before a plain wall whose compression shows its blocks, is not taken for two', async () => {
    const wall = paint(720, 480, (row, column) => (row < 100 && column >= 360 ? [40, 45, 50] : [1, 1, 1].map(() => 100 + 0.2 * column + 0.1 * row + ((row * 7919 + column * 104729 + row * column * 31) % 97) / 16)));
    for (const quality of [20, 30, 40]) expect(findJoin((await readPhotograph(await encodeJpeg(wall, quality))).image)).toBeNull();
  });
});
