import { blurMap } from '../raster/blur-map.js';
import { drawPath } from '../raster/draw-strokes.js';
import type { FloatMap, RasterImage } from '../raster/raster-image.js';
import type { RulerParameters, TickPattern } from './conditions.js';
import { glyphs } from './paint-marks.js';
import { createRandom } from './random.js';

/**
 * Paints a ruler: short ticks, longer ones by its pattern, numbers beyond the longest. Changes the picture in place.
 *
 *     ┌─┬─┬─┬─┬─┬─┬─┬─┬─┬─┬──
 *     │ ╵ ╵ ╵ ╵ │ ╵ ╵ ╵ ╵ │
 *     │         ╵         1
 *
 * In the middle of the picture a millimetre of the ruler, untilted, is `pixelsPerMillimetre` long.
 * @returns 1 where the ruler hides the picture, 0 elsewhere.
 */
export function paintRuler(image: RasterImage, ruler: RulerParameters, pixelsPerMillimetre: number): Uint8Array {
  const { width, height, data } = image, random = createRandom(ruler.seed);
  const { angle, fromMm = -Infinity, toMm = Infinity, bodyWidthMm } = ruler, parts = 3;
  const middleX = (width - 1) / 2, middleY = (height - 1) / 2;
  const [tangentX, tangentY] = [Math.tan(ruler.tilt[0]), Math.tan(ruler.tilt[1])], [cosineX, cosineY] = [Math.cos(ruler.tilt[0]), Math.cos(ruler.tilt[1])];
  const onPlane = (x: number, y: number): [number, number] => {
    const X = (x - middleX) / pixelsPerMillimetre, Y = (y - middleY) / pixelsPerMillimetre;
    const depth = 1 / (1 - (X * tangentX + Y * tangentY) / ruler.cameraDistanceMm);
    return [(X * depth) / cosineX, (Y * depth) / cosineY];
  };
  const origin = onPlane(ruler.column, ruler.row), cosine = Math.cos(angle), sine = Math.sin(angle);
  const farOff = 3 / pixelsPerMillimetre, shift = random.uniform(0, ruler.tickEveryMm * 10), shine = random.uniform(0, 6), isInk = inkTest(ruler);
  const spots = Array.from({ length: ruler.glareSpots }, () => ({ x: random.uniform(0, width), y: random.uniform(0, height), wide: random.uniform(0.02, 0.1) * width, high: random.uniform(0.02, 0.06) * width }));

  const layers = Array.from({ length: 4 }, (): FloatMap => ({ width, height, data: new Float32Array(width * height) })), [cover, ...colour] = layers;
  for (let row = 0, at = 0; row < height; row++) for (let column = 0; column < width; column++, at++) {
    let ground = 0, drawn = 0;
    for (let i = 0; i < parts * parts; i++) {
      const [p, q] = onPlane(column + ((i % parts) + 0.5) / parts - 0.5, row + (Math.floor(i / parts) + 0.5) / parts - 0.5);
      const u = (p - origin[0]) * cosine + (q - origin[1]) * sine, v = (q - origin[1]) * cosine - (p - origin[0]) * sine;
      if (v < -farOff || v > bodyWidthMm + farOff) break;
      if (v < 0 || v > bodyWidthMm || u < fromMm || u > toMm) continue;
      ground++;
      if (isInk(u + shift, v - (ruler.footMm ?? 0))) drawn++;
    }
    if (ground === 0) continue;
    const ink = drawn / parts ** 2, body = ((ground - drawn) / parts ** 2) * ruler.bodyOpacity, light = 1 + 0.12 * Math.sin(shine + (row * cosine - column * sine) / pixelsPerMillimetre / 2);
    let glare = 0;
    for (const { x, y, wide, high } of spots) glare = Math.max(glare, 1 - Math.hypot((column - x) / wide, (row - y) / high));
    glare = Math.min(1, Math.max(0, glare * 1.6)) * (ground / parts ** 2);
    cover.data[at] = Math.min(1, (ink + body) * (1 - glare) + glare);
    for (let c = 0; c < 3; c++) colour[c].data[at] = (ruler.ink[c] * ink + Math.min(255, ruler.body[c] * light) * body) * (1 - glare) + 252 * glare;
  }
  const [share, ...paint] = ruler.blurPx > 0.2 ? layers.map((layer) => blurMap(layer, ruler.blurPx)) : layers;
  const covered = new Uint8Array(width * height);
  for (let i = 0; i < covered.length; i++) {
    if (share.data[i] === 0) continue;
    if (share.data[i] > 0.3) covered[i] = 1;
    for (let c = 0; c < 3; c++) data[3 * i + c] = Math.max(0, Math.min(255, Math.round(data[3 * i + c] * (1 - share.data[i]) + paint[c].data[i])));
  }
  layHairs(image, covered, ruler, pixelsPerMillimetre);
  return covered;
}

/** Bent dark hairs across the picture, kept where the ruler is. */
function layHairs(image: RasterImage, covered: Uint8Array, ruler: RulerParameters, pixelsPerMillimetre: number): void {
  const random = createRandom(ruler.seed + 1), { width, height } = image, copy: RasterImage = { width, height, data: new Uint8Array(image.data) };
  for (let hair = 0; hair < ruler.hairsOver; hair++) {
    let column = random.uniform(0, width), row = random.uniform(0, height), heading = random.uniform(0, 2 * Math.PI);
    const bend = random.normal(0, 0.05), step = width / 40, path = [{ row, column }], shade = random.uniform(15, 60);
    for (let i = 0, count = 6 + random.integer(30); i < count; i++, heading += bend) path.push({ row: row += step * Math.sin(heading), column: column += step * Math.cos(heading) });
    drawPath(copy, path, { width: Math.max(0.8, ruler.hairWidthMm * pixelsPerMillimetre * random.uniform(0.6, 1.2)), colour: [shade + 14, shade + 4, shade], opacity: 0.92 });
  }
  for (let i = 0; i < covered.length; i++) if (covered[i] === 1) for (let c = 3 * i; c < 3 * i + 3; c++) image.data[c] = copy.data[c];
}

/** Length of the k-th tick as a multiple of the shortest. */
function lengthOf(k: number, pattern: TickPattern): number {
  if (pattern === 'fives') return k % 10 === 0 ? 1.9 : k % 5 === 0 ? 1.45 : 1;
  if (pattern === 'halves') return k % 20 === 0 ? 2.2 : k % 10 === 0 ? 1.8 : k % 2 === 0 ? 1.4 : 1;
  if (pattern === 'inches') return k % 16 === 0 ? 2.4 : k % 8 === 0 ? 2 : k % 4 === 0 ? 1.6 : k % 2 === 0 ? 1.3 : 1;
  return 1;
}

/** Whether there is ink at a place of the ruler: `u` along its edge, `v` from the feet of the ticks, mm. */
function inkTest({ tickEveryMm, pattern, tickWidthMm, tickLengthMm, digits, edgeLine }: RulerParameters): (u: number, v: number) => boolean {
  const perNumber = pattern === 'halves' ? 20 : pattern === 'inches' ? 16 : 10, longest = tickLengthMm * 2.3;
  const tall = Math.min(1.6 * tickEveryMm * (perNumber / 10), 1.2 * tickLengthMm), unit = tall / 4, pen = unit * 0.35;
  return (u, v) => {
    if (v < 0) return false;
    const k = Math.round(u / tickEveryMm);
    if (v <= tickLengthMm * lengthOf(k, pattern) && Math.abs(u - k * tickEveryMm) <= tickWidthMm / 2) return true;
    if (edgeLine && v <= tickWidthMm) return true;
    if (!digits || v < longest - pen || v > longest + tall + pen) return false;
    const number = Math.round(u / (perNumber * tickEveryMm)), text = String(Math.abs(number)), y = (v - longest) / unit;
    const x = (u - number * perNumber * tickEveryMm) / unit + (text.length * 3 - 1) / 2, letter = Math.floor((x + 0.5) / 3);
    return (glyphs[text[letter]] ?? []).some((stroke) => stroke.some((point, i) => i > 0 && distanceTo(stroke[i - 1], point, x - letter * 3, y) * unit < pen));
  };
}

function distanceTo([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number], x: number, y: number): number {
  const along = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
}
