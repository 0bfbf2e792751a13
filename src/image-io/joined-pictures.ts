import type { RasterImage } from '../raster/raster-image.js';

/** Two photographs in one file: beside each other or one above the other, and the column or row at which the second begins. */
export interface Join {
  readonly direction: 'columns' | 'rows';
  readonly at: number;
}

/** Lines that are looked at along the way (all of them would tell no more), the parts of their length, and how many parts must agree. */
const linesAsked = 360, parts = 12, leastParts = 11;
/** A step is held against those of so many pixels to either side, but for its neighbours, over which compression spreads it. */
const reach = 40, ownWidth = 2;
/** So much stronger than the strongest of them (natural edges, blocks of JPEG: mostly below 1.7; joins: 7 to 35), and than their mean in nearly every part of the way. */
const standsOut = 2, standsOutHere = 1.5;
/**
 * Strong compression makes steps so many pixels apart, clearest where the picture is plain. With an edge in a part of the way they look like one edge through all of it:
 * so a join must stand out of them, too, in so many parts.
 */
const jpegBlock = 8, leastPartsOfBlocks = 9;
/** Mean step of the three channels together, levels: less is no change of picture. */
const leastStep = 10;
/** Seen from four pixels to either side, a stroke drawn over a picture is gone, and an edge that a lens drew has grown; a join is what it was. */
const aside = 4, asidePerStep = { least: 0.5, most: 1.6 }, asidePerUsual = 1.5;
/** Either picture takes at least this share of the file; less is a strip of a program or of a device. */
const leastPicture = 0.15;
/** A gap: lines of one plain colour, so wide at least, in pixels and as a share of the file. A channel may have this standard deviation, since compression blurs the pictures into the gap. */
const plainDeviation = 6, leastGap = 4, leastGapShare = 0.006;
/** Two lines beyond a gap, or a block of compression further, a picture has begun that is so far from its colour, levels of the three channels together. */
const leastContrast = 24, beyondGap = 3;
/** A page of a program has one plain colour over more than this share; colours are told apart by four levels. */
const plainestPicture = 0.35;
/** On smaller pictures a few hairs make a line. */
const smallest = 200;

/** A picture read across: `along` pixels on each of `lines` lines. */
interface Reading { readonly data: Uint8Array; readonly along: number; readonly lines: number; readonly nextPixel: number; readonly nextLine: number }

/**
 * Finds photographs that were laid together into one file, as before-and-after pictures are. In one photograph no edge runs through the whole picture along one line
 * of pixels with other things on either side from end to end: no camera is held so exactly, and no lens draws so sharply.
 *
 *     ▒░▒░▒█▓█▓█▓     a step that all lines make at the same pixel,
 *     ▒░▒░▒  █▓█▓█    or a gap of one plain colour, with a picture on either side
 *
 * Strokes drawn over a photograph (grids, circles), frames, strips along its sides and pages of programs are none of it.
 * Pictures alike in colour that were scaled after they were joined are missed.
 *
 * @returns The first join, or null where the file shows one picture.
 */
export function findJoin({ width, height, data }: RasterImage): Join | null {
  if (Math.min(width, height) < smallest) return null;
  const across = findAlong({ data, along: width, lines: height, nextPixel: 3, nextLine: 3 * width });
  if (across !== null) return { direction: 'columns', at: across };
  const down = findAlong({ data, along: height, lines: width, nextPixel: 3 * width, nextLine: 3 });
  return down === null ? null : { direction: 'rows', at: down };
}

function findAlong(reading: Reading): number | null {
  const { steps, stepsByPart, plain } = measureSteps(reading), { along } = reading, first = Math.round(leastPicture * along), last = along - first;
  for (let x = first; x < last; x++) {
    const isJoin = plain[x] === 0 ? isStep(reading, x, steps, stepsByPart) && isPicture(reading, 0, x + 1) && isPicture(reading, x + 1, along) : false;
    if (isJoin) return x + 1;
    if (plain[x] === 0) continue;
    let end = x;
    while (end < along && plain[end] === 1) end++;
    if (end < last && end - x >= Math.max(leastGap, leastGapShare * along) && isGap(reading, x, end) && isPicture(reading, pictureBefore(plain, x), x) && isPicture(reading, end, pictureAfter(plain, end))) return end;
    x = end - 1;
  }
  return null;
}

/** Mean steps from each pixel to the next, in all and in each part of the way; and which lines are of one plain colour. */
function measureSteps(reading: Reading): { steps: Float64Array; stepsByPart: Float64Array[]; plain: Uint8Array } {
  const { along, lines } = reading, asked = Math.min(lines, linesAsked), steps = new Float64Array(along), stepsByPart = Array.from({ length: parts }, () => new Float64Array(along));
  const red = createLevels(along);
  for (const [k, line] of readLines(reading).entries()) addLine(line, stepsByPart[Math.floor((k * parts) / asked)]!, red);
  for (const part of stepsByPart) {
    for (let x = 0; x < along; x++) {
      steps[x]! += part[x]! / asked;
      part[x]! *= parts / asked;
    }
  }
  // Hardly a line is plain in red; only there the other channels are looked at.
  const plain = Uint8Array.from({ length: along }, (_, x) => Number(isPlain(red, x, asked) && isPlain(levelsAcross(reading, x, 1), 0, asked) && isPlain(levelsAcross(reading, x, 2), 0, asked)));
  return { steps, stepsByPart, plain };
}

/** The values of one channel at each pixel along the way, added up, and their squares. */
interface Levels { readonly sums: Int32Array; readonly squares: Int32Array }

function createLevels(along: number): Levels {
  return { sums: new Int32Array(along), squares: new Int32Array(along) };
}

function isPlain({ sums, squares }: Levels, x: number, asked: number): boolean {
  return squares[x]! / asked - (sums[x]! / asked) ** 2 <= plainDeviation ** 2;
}

function levelsAcross({ data, lines, nextPixel, nextLine }: Reading, x: number, channel: number): Levels {
  const asked = Math.min(lines, linesAsked), levels = createLevels(1);
  for (let k = 0; k < asked; k++) addLevel(levels, 0, data[Math.floor(((k + 0.5) * lines) / asked) * nextLine + x * nextPixel + channel]!);
  return levels;
}

// Each loop over the pixels has a function of its own: engines compile a function anew for each of its loops.

/** The lines that are asked for, the pixels of each side by side. */
function readLines({ data, along, lines, nextPixel, nextLine }: Reading): Uint8Array[] {
  const asked = Math.min(lines, linesAsked), starts = Int32Array.from({ length: asked }, (_, k) => Math.floor(((k + 0.5) * lines) / asked) * nextLine);
  if (nextPixel === 3) return Array.from(starts, (start) => data.subarray(start, start + 3 * along));
  // Lines that run down the picture are gathered row by row, as they lie in memory: column by column, looking through twelve megapixels took half as long again.
  const copies = new Uint8Array(asked * 3 * along);
  for (let x = 0; x < along; x++) gatherPixels(data, x * nextPixel, starts, copies, 3 * x, 3 * along);
  return Array.from(starts, (_, k) => copies.subarray(k * 3 * along, (k + 1) * 3 * along));
}

/** Copies one pixel of each line. */
function gatherPixels(data: Uint8Array, offset: number, starts: Int32Array, copies: Uint8Array, first: number, next: number): void {
  for (let k = 0, to = first; k < starts.length; k++, to += next) {
    const from = starts[k]! + offset;
    copies[to] = data[from]!;
    copies[to + 1] = data[from + 1]!;
    copies[to + 2] = data[from + 2]!;
  }
}

/** Adds the steps from each pixel of a line to the next, and its red levels. */
function addLine(line: Uint8Array, part: Float64Array, levels: Levels): void {
  let red = line[0]!, green = line[1]!, blue = line[2]!;
  addLevel(levels, 0, red);
  for (let x = 1, i = 3; x < part.length; x++, i += 3) {
    const nextRed = line[i]!, nextGreen = line[i + 1]!, nextBlue = line[i + 2]!;
    part[x - 1]! += Math.abs(red - nextRed) + Math.abs(green - nextGreen) + Math.abs(blue - nextBlue);
    addLevel(levels, x, nextRed);
    red = nextRed;
    green = nextGreen;
    blue = nextBlue;
  }
}

function addLevel({ sums, squares }: Levels, x: number, value: number): void {
  sums[x]! += value;
  squares[x]! += value * value;
}

/** Mean step seen from `aside` pixels to either side; 0 where the picture ends before. */
function asideStep({ data, along, lines, nextPixel, nextLine }: Reading, x: number): number {
  if (x < aside || x + 1 + aside >= along) return 0;
  const asked = Math.min(lines, linesAsked);
  let step = 0;
  for (let k = 0; k < asked; k++) {
    const at = Math.floor(((k + 0.5) * lines) / asked) * nextLine + x * nextPixel;
    step += difference(data, at - aside * nextPixel, at + (1 + aside) * nextPixel) / asked;
  }
  return step;
}

function difference(data: Uint8Array, i: number, j: number): number {
  return Math.abs(data[i]! - data[j]!) + Math.abs(data[i + 1]! - data[j + 1]!) + Math.abs(data[i + 2]! - data[j + 2]!);
}

function isStep(reading: Reading, x: number, steps: Float64Array, stepsByPart: readonly Float64Array[]): boolean {
  const step = steps[x]!;
  if (step < leastStep) return false;
  const around: number[] = [];
  for (let other = Math.max(0, x - reach); other <= Math.min(steps.length - 2, x + reach); other++) {
    if (Math.abs(other - x) <= ownWidth) continue;
    if (steps[other]! * standsOut > step) return false;
    around.push(other);
  }
  // Seen from aside hardly any is looked at, so nothing is kept of it.
  const fromAside = asideStep(reading, x);
  if (fromAside < asidePerStep.least * step || fromAside > asidePerStep.most * step) return false;
  if (fromAside < asidePerUsual * middle(around.filter((other) => Math.abs(other - x) > 2 * aside + ownWidth).map((other) => asideStep(reading, other)))) return false;
  const standsOutOf = (others: readonly number[], average: (values: readonly number[]) => number): number => stepsByPart.filter((part) => part[x]! > standsOutHere * average(others.map((other) => part[other]!))).length;
  return standsOutOf(around, mean) >= leastParts && standsOutOf(around.filter((other) => (other - x) % jpegBlock === 0), middle) >= leastPartsOfBlocks;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Whether on both sides of a plain band something else begins at the same pixel along nearly all of it. */
function isGap(reading: Reading, start: number, end: number): boolean {
  return [[start - beyondGap, start + 1, -1], [end - 1 + beyondGap, end - 2, 1]].every(([outside, inside, way]) => differs(reading, outside!, inside!) || differs(reading, outside! + way! * jpegBlock, inside!));
}

function differs({ data, along, lines, nextPixel, nextLine }: Reading, outside: number, inside: number): boolean {
  if (outside < 0 || outside >= along) return false;
  const asked = Math.min(lines, linesAsked), contrast = new Float64Array(parts);
  for (let k = 0; k < asked; k++) {
    const line = Math.floor(((k + 0.5) * lines) / asked) * nextLine;
    contrast[Math.floor((k * parts) / asked)]! += (difference(data, line + outside * nextPixel, line + inside * nextPixel) * parts) / asked;
  }
  return contrast.filter((value) => value >= leastContrast).length >= leastParts;
}

/** Where what lies before a gap begins: at the next wide plain band, or at the picture's side. */
function pictureBefore(plain: Uint8Array, gapStart: number): number {
  for (let x = gapStart - 1, run = 0; x >= 0; x--) {
    run = plain[x] === 1 ? run + 1 : 0;
    if (run >= leastGap) return x + run;
  }
  return 0;
}

function pictureAfter(plain: Uint8Array, gapEnd: number): number {
  for (let x = gapEnd, run = 0; x < plain.length; x++) {
    run = plain[x] === 1 ? run + 1 : 0;
    if (run >= leastGap) return x + 1 - run;
  }
  return plain.length;
}

/** Whether a part of the file is large enough for a picture and not the page of a program, which has one colour over most of it. */
function isPicture({ data, along, lines, nextPixel, nextLine }: Reading, start: number, end: number): boolean {
  if (end - start < leastPicture * along) return false;
  const counts = new Map<number, number>(), lineStep = Math.max(1, Math.floor(lines / 120)), pixelStep = Math.max(1, Math.floor((end - start) / 120));
  let all = 0, most = 0;
  for (let line = 0; line < lines; line += lineStep) {
    for (let x = start; x < end; x += pixelStep) {
      const i = line * nextLine + x * nextPixel, colour = ((data[i]! >> 2) << 12) | ((data[i + 1]! >> 2) << 6) | (data[i + 2]! >> 2), count = (counts.get(colour) ?? 0) + 1;
      counts.set(colour, count);
      most = Math.max(most, count);
      all++;
    }
  }
  return most < plainestPicture * all;
}
