import type { Canvas } from './canvas.js';
import { cover, strokeLine } from './canvas.js';
import type { OverlayParameters, Rgb } from './conditions.js';

type Stroke = readonly (readonly [number, number])[];

/** Letters as strokes on a grid 2 wide and 4 high, row 0 at the top. */
export const glyphs: Readonly<Record<string, readonly Stroke[]>> = {
  '0': [[[0, 0], [2, 0], [2, 4], [0, 4], [0, 0]]],
  '1': [[[0, 1], [1, 0], [1, 4]]],
  '2': [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 4], [2, 4]]],
  '3': [[[0, 0], [2, 0], [2, 4], [0, 4]], [[0.5, 2], [2, 2]]],
  '4': [[[0, 0], [0, 2], [2, 2]], [[2, 0], [2, 4]]],
  '5': [[[2, 0], [0, 0], [0, 2], [2, 2], [2, 4], [0, 4]]],
  '6': [[[2, 0], [0, 0], [0, 4], [2, 4], [2, 2], [0, 2]]],
  '7': [[[0, 0], [2, 0], [1, 4]]],
  '8': [[[0, 0], [2, 0], [2, 4], [0, 4], [0, 0]], [[0, 2], [2, 2]]],
  '9': [[[0, 4], [2, 4], [2, 0], [0, 0], [0, 2], [2, 2]]],
  '.': [[[0.8, 4], [1.2, 4]]],
  ',': [[[1, 3.8], [0.7, 4.7]]],
  ':': [[[1, 1], [1, 1.3]], [[1, 3], [1, 3.3]]],
  '/': [[[0, 4], [2, 0]]],
  '-': [[[0, 2], [2, 2]]],
  m: [[[0, 4], [0, 1.6], [1, 1.6], [1, 4]], [[1, 1.6], [2, 1.6], [2, 4]]],
  u: [[[0, 1.6], [0, 4], [2, 4], [2, 1.6]]],
  x: [[[0, 1.6], [2, 4]], [[2, 1.6], [0, 4]]],
  c: [[[2, 1.6], [0, 1.6], [0, 4], [2, 4]]],
  A: [[[0, 4], [0, 1], [1, 0], [2, 1], [2, 4]], [[0, 2.5], [2, 2.5]]],
  D: [[[0, 0], [1.3, 0], [2, 1], [2, 3], [1.3, 4], [0, 4], [0, 0]]],
  E: [[[2, 0], [0, 0], [0, 4], [2, 4]], [[0, 2], [1.5, 2]]],
  I: [[[1, 0], [1, 4]]],
  L: [[[0, 0], [0, 4], [2, 4]]],
  P: [[[0, 4], [0, 0], [2, 0], [2, 2], [0, 2]]],
  R: [[[0, 4], [0, 0], [2, 0], [2, 2], [0, 2], [2, 4]]],
  S: [[[2, 0], [0, 0], [0, 2], [2, 2], [2, 4], [0, 4]]],
  T: [[[0, 0], [2, 0]], [[1, 0], [1, 4]]],
  V: [[[0, 0], [1, 4], [2, 0]]],
};

function writeText(map: Float32Array, width: number, height: number, text: string, left: number, top: number, size: number): number {
  const unit = size / 4;
  let x = left;
  for (const letter of text) {
    for (const stroke of glyphs[letter] ?? []) {
      strokeLine(map, width, height, stroke.map(([u, v]) => [x + u * unit, top + v * unit] as const), Math.max(0.55, size * 0.055), 1);
    }
    x += unit * (letter === ' ' ? 2 : 3);
  }
  return x - left;
}

/**
 * Puts circles, scale bars, text, a footer strip or a round scope field over a finished picture.
 * @returns 1 where the picture no longer shows skin or hair, 0 elsewhere.
 */
export function paintMarks(canvas: Canvas, overlay: OverlayParameters): Uint8Array {
  const { width, height, pixelsPerMillimetre: scale } = canvas, covered = new Uint8Array(width * height);
  const layer = (): Float32Array => new Float32Array(width * height);
  const put = (map: Float32Array, colour: Rgb): void => {
    cover(canvas, map, colour);
    for (let i = 0; i < map.length; i++) if (map[i]! > 0.3) covered[i] = 1;
  };
  const fill = (left: number, top: number, right: number, bottom: number, colour: Rgb): void => {
    const map = layer();
    for (let y = Math.max(0, Math.round(top)); y < Math.min(height, Math.round(bottom)); y++) {
      for (let x = Math.max(0, Math.round(left)); x < Math.min(width, Math.round(right)); x++) map[y * width + x] = 1;
    }
    put(map, colour);
  };
  const small = Math.max(7, Math.min(width, height) * 0.016), thin = Math.max(0.5, Math.min(width, height) / 1300);

  if (overlay.scopeField) {
    const radius = Math.min(width, height) * 0.52, map = layer();
    for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++, i++) {
      map[i] = Math.min(1, Math.max(0, Math.hypot(x - width / 2, y - height / 2) - radius));
    }
    put(map, [3, 3, 4]);
  }
  if (overlay.circle !== null) {
    const { colour, centreShare, radiusShare } = overlay.circle, map = layer(), radius = radiusShare * Math.min(width, height);
    const steps = Math.ceil(radius / 2), ring = Array.from({ length: steps + 1 }, (_, i) =>
      [centreShare[0] * width + radius * Math.cos((2 * Math.PI * i) / steps), centreShare[1] * height + radius * Math.sin((2 * Math.PI * i) / steps)] as const);
    strokeLine(map, width, height, ring, thin, 1);
    put(map, colour);
  }
  if (overlay.scaleBar !== null) {
    const { millimetres, light, shape } = overlay.scaleBar, long = millimetres * scale;
    const ink: Rgb = light ? [250, 250, 250] : [58, 58, 64], map = layer(), left = width * 0.03, bottom = height * (1 - overlay.footerShare) - Math.max(12, height * 0.05);
    strokeLine(map, width, height, [[left, bottom], [left + long, bottom]], thin, 1);
    if (shape === 'corner') strokeLine(map, width, height, [[left, bottom], [left, bottom - long]], thin, 1);
    else for (const end of [left, left + long]) strokeLine(map, width, height, [[end, bottom - small / 2], [end, bottom + small / 2]], thin, 1);
    put(map, ink);
    const label = `${millimetres.toFixed(1)} mm`, labelLeft = left + long + small * 0.8, labelWidth = label.length * small * 0.75;
    if (!light) fill(labelLeft - small * 0.4, bottom - small * 0.9, labelLeft + labelWidth, bottom + small * 0.7, [64, 64, 70]);
    const letters = layer();
    writeText(letters, width, height, label, labelLeft, bottom - small * 0.5, small);
    put(letters, light ? ink : [225, 225, 225]);
  }
  if (overlay.text !== null) {
    const map = layer();
    writeText(map, width, height, overlay.text, width * 0.04, height * 0.03, small * 1.4);
    put(map, [245, 240, 120]);
  }
  if (overlay.footerShare > 0) fill(0, height * (1 - overlay.footerShare), width, height, [222, 222, 222]);
  return covered;
}
