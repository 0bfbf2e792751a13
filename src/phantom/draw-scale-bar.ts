import { fillRectangle, type Colour } from '../raster/draw-strokes.js';
import type { RasterImage } from '../raster/raster-image.js';
import { glyphs } from './paint-marks.js';
import type { Random } from './random.js';

/** A scale bar as microscope and dermatoscope software draws it. Pixels unless said otherwise. */
export interface ScaleBarParameters {
  readonly millimetres: number;
  readonly colour: Colour;
  readonly thickness: number;
  /** `ticks` cross its ends, `corner` is an L with two equal arms. */
  readonly shape: 'plain' | 'ticks' | 'corner';
  readonly label: string | null;
  readonly labelPlace: 'above' | 'below' | 'right';
  /** Letter height. */
  readonly letterHeight: number;
  /** Ground behind bar and label; null for none. */
  readonly box: Colour | null;
  /** Upper left of the bar. */
  readonly row: number;
  readonly column: number;
}

/** Draws a bar over a picture, ends rounded to whole pixels as software does. Changes the picture in place. @returns Its length in pixels as drawn. */
export function drawScaleBar(image: RasterImage, bar: ScaleBarParameters, pixelsPerMillimetre: number): number {
  const { row, column, thickness, colour, shape } = bar, length = Math.round(bar.millimetres * pixelsPerMillimetre), letter = bar.letterHeight;
  const labelWide = (bar.label?.length ?? 0) * 0.75 * letter;
  const [labelRow, labelColumn] = bar.labelPlace === 'right' ? [row + thickness / 2 - letter / 2, column + length + letter * 0.8]
    : [bar.labelPlace === 'above' ? row - letter * 1.8 : row + thickness + letter * 0.8, column + (length - labelWide) / 2];
  if (bar.box !== null) {
    const pad = Math.round(letter * 0.6);
    fillRectangle(image, [Math.round(Math.min(row, labelRow)) - pad, Math.round(Math.max(row + thickness, labelRow + letter)) + pad],
      [Math.round(Math.min(column, labelColumn)) - pad, Math.round(Math.max(column + length, labelColumn + labelWide)) + pad], bar.box);
  }
  const tick = Math.max(6, Math.round(letter * 0.5));
  fillRectangle(image, [row, row + thickness], [column, column + length], colour);
  if (shape === 'ticks') for (const end of [column, column + length - thickness]) fillRectangle(image, [row - tick, row + thickness + tick], [end, end + thickness], colour);
  if (shape === 'corner') fillRectangle(image, [row + thickness - length, row + thickness], [column, column + thickness], colour);
  if (bar.label !== null) writeLabel(image, bar.label, Math.round(labelRow), Math.round(labelColumn), letter, colour);
  return length;
}

function writeLabel(image: RasterImage, text: string, row: number, column: number, height: number, colour: Colour): void {
  const unit = height / 4, pen = Math.max(1, Math.round(height / 9));
  [...text].forEach((letter, i) => {
    for (const stroke of glyphs[letter] ?? []) for (let k = 1; k < stroke.length; k++) {
      const [[x0, y0], [x1, y1]] = [stroke[k - 1], stroke[k]], steps = Math.ceil(Math.hypot(x1 - x0, y1 - y0) * unit * 2) + 1;
      for (let s = 0; s <= steps; s++) {
        const r = Math.round(row + (y0 + ((y1 - y0) * s) / steps) * unit), c = Math.round(column + (i * 3 + x0 + ((x1 - x0) * s) / steps) * unit);
        fillRectangle(image, [r, r + pen], [c, c + pen], colour);
      }
    }
  });
}

const inks: readonly Colour[] = [[255, 255, 255], [0, 0, 0], [255, 0, 0], [255, 255, 0], [0, 255, 0], [0, 0, 255], [64, 64, 70], [230, 230, 230]];

/** Draws a bar by chance: eight colours, hairline to thick, three shapes, with and without label and box, anywhere. */
export function sampleScaleBar(random: Random, { width, height }: RasterImage, pixelsPerMillimetre: number): ScaleBarParameters {
  const lengths = [0.1, 0.2, 0.5, 1, 2, 5].filter((mm) => mm * pixelsPerMillimetre >= 0.08 * width && mm * pixelsPerMillimetre <= 0.45 * width);
  const millimetres = lengths.length > 0 ? random.choose(lengths) : (0.25 * width) / pixelsPerMillimetre, length = millimetres * pixelsPerMillimetre;
  const shape = random.choose(['plain', 'ticks', 'corner'] as const, [0.45, 0.35, 0.2]), letterHeight = 10 + random.integer(15), room = 3 * letterHeight + 12;
  const colour = random.choose(inks), isLight = colour[0] + colour[1] > 250;
  return {
    millimetres, colour, shape, letterHeight, thickness: random.choose([1, 2, 3, 4, 6, 9]),
    label: random.chance(0.8) || shape === 'plain' ? `${Number(millimetres.toPrecision(2))} mm` : null, labelPlace: random.choose(['above', 'below', 'right'] as const),
    box: random.chance(0.2) ? (isLight ? [20, 20, 22] : [245, 245, 245]) : null,
    row: Math.round(random.uniform(Math.min(height - room - 2, shape === 'corner' ? Math.max(room, length + 8) : room), height - room)), column: Math.round(random.uniform(8, width - length - (letterHeight * 6) - 12)),
  };
}
