import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import type { MeasuringCircle } from './measuring-circles.js';

/** Contrast between the channels from which on a colour is ink and neither skin nor hair. */
const leastVivid = 70;
/** A pixel has the ink's colour when its own contrast between channels is this strong a share of the ink's, in nearly its direction. */
const leastShare = 0.6, leastAlike = 0.9;
/** Smaller patches are specks of noise; larger ones than this share of the picture are no line. */
const fewestPixels = 12, largestShare = 0.01;
/** Pixels around the ink that its blur and the round handle at a line's end reach. */
const margin = 4;

/**
 * Finds what else was drawn in the ink of a measuring circle: its radius line, handles, pieces of further circles. Only in the
 * ink of a circle that was found, so that a red vein or a spot of marker alone is not taken for one.
 *
 * @returns Small boxes, a few pixels each, that follow the lines; empty for circles in grey, black or white.
 */
export function findSameInk(image: RasterImage, inner: PixelWindow, circles: readonly MeasuringCircle[]): PixelWindow[] {
  return circles.flatMap((circle) => {
    const ink = inkOf(image, inner, circle);
    return Math.hypot(ink[0], ink[1]) < leastVivid ? [] : patchesOf(image, inner, ink, circle);
  });
}

/** Contrast of red to green and of green to blue on the ring, medians. */
function inkOf({ data, width }: RasterImage, inner: PixelWindow, { circle }: MeasuringCircle): [number, number] {
  const first: number[] = [], second: number[] = [];
  for (let step = 0; step < 2000; step++) {
    const angle = (step / 2000) * 2 * Math.PI, row = Math.round(circle.row + circle.radius * Math.sin(angle)), column = Math.round(circle.column + circle.radius * Math.cos(angle));
    if (row < inner.top || row >= inner.bottom || column < inner.left || column >= inner.right) continue;
    const at = (row * width + column) * 3;
    first.push(data[at] - data[at + 1]);
    second.push(data[at + 1] - data[at + 2]);
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  return [median(first), median(second)];
}

function patchesOf({ data, width, height }: RasterImage, inner: PixelWindow, [one, two]: readonly [number, number], { circle, halfWidth }: MeasuringCircle): PixelWindow[] {
  const strength = Math.hypot(one, two), inked = new Uint8Array(width * height), boxes: PixelWindow[] = [];
  for (let row = inner.top; row < inner.bottom; row++) {
    for (let column = inner.left, at = (row * width + inner.left) * 3; column < inner.right; column++, at += 3) {
      const a = data[at] - data[at + 1], b = data[at + 1] - data[at + 2], along = (a * one + b * two) / strength;
      if (along < leastShare * strength || along < leastAlike * Math.hypot(a, b)) continue;
      if (Math.abs(Math.hypot(row - circle.row, column - circle.column) - circle.radius) > halfWidth + 4) inked[row * width + column] = 1;
    }
  }
  const stack: number[] = [];
  let total = 0;
  for (let start = 0; start < inked.length; start++) {
    if (inked[start] !== 1) continue;
    const members: number[] = [];
    inked[start] = 2;
    stack.push(start);
    while (stack.length > 0) {
      const at = stack.pop()!, column = at % width;
      members.push(at);
      for (let down = -width; down <= width; down += width) {
        for (let across = -1; across <= 1; across++) {
          const next = at + down + across;
          if (next >= 0 && next < inked.length && column + across >= 0 && column + across < width && inked[next] === 1) { inked[next] = 2; stack.push(next); }
        }
      }
    }
    if (members.length < fewestPixels) continue;
    total += members.length;
    for (const at of members) {
      const row = Math.floor(at / width), column = at % width;
      boxes.push({ top: row - margin, left: column - margin, bottom: row + margin + 1, right: column + margin + 1 });
    }
  }
  return total > largestShare * width * height ? [] : boxes;
}
