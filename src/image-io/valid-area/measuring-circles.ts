import { fitCircle } from '../../raster/fit-circle.js';
import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { isVivid, type DrawnChain } from './drawn-chains.js';
import { boxHeight, boxWidth, type Circle } from './geometry.js';
import { scanStep } from './line-crossings.js';

export interface MeasuringCircle {
  readonly circle: Circle;
  /** Half the thickness of the drawn line, pixels. */
  readonly halfWidth: number;
}

/**
 * A drawn circle is this exact; long hairs that happen to bend like an arc stray by more. Pixels, root mean square.
 * JPEG smears the colours of vivid lines.
 */
const largestResidual = { vivid: 1.1, plain: 0.4 };
/**
 * Share of the circle's visible part that must show the line: of a line in a colour that neither hair nor skin has, and of any other. An uncut curl, a thick line
 * by itself, leaves its circle sooner or later (0.81 to 0.95 of painted ones showed, rarely more); what was drawn goes all the way (0.96 and more, mostly 1).
 */
const leastSupport = { thin: { vivid: 0.5, plain: 0.6 }, thick: { vivid: 0.7, plain: 0.96 } };
/** Share of the visible part that must have been traced, in pieces of 40 pixels and more. */
const leastTraced = { vivid: 0.4, plain: 0.5 };
/** Height, pixels, of the arc over its chord: below it a circle is hardly told from a straight line. */
const leastBulge = 5;
/** Part of a full turn that must be visible in the picture. */
const leastTurn = { vivid: 1 / 60, plain: 1 / 8 };
const mostCircles = 6;
/** Radius as a share of the picture's shorter side: smaller rings without colour are bubbles in the immersion fluid. */
const leastRadius = { vivid: 0.05, plain: 0.15 };

/**
 * Finds thin circles, whole or cut by the frame, drawn onto a picture: exact arcs of one colour, present all along the
 * part of the circle that the picture shows. A hair can bend like a circle, but does not go on as one.
 *
 * @param chains  From the scans along rows and along columns, both in rows and columns of the picture.
 * @param thickness  A thick line must show its very colour and stand out from both sides: the outline of a head is an arc with contrast, too, but not of one ink.
 */
export function findMeasuringCircles(image: RasterImage, inner: PixelWindow, chains: readonly DrawnChain[], thickness: 'thin' | 'thick'): MeasuringCircle[] {
  const found: MeasuringCircle[] = [];
  let left = [...chains].sort((a, b) => b.rows.length - a.rows.length);
  while (found.length < mostCircles) {
    const next = bestCircle(image, inner, left, thickness);
    if (!next) break;
    found.push({ circle: next.circle, halfWidth: next.halfWidth });
    left = left.filter((chain) => chainDistance(chain, next.circle) > 6);
  }
  return found;
}

interface Candidate extends MeasuringCircle {
  readonly supported: number;
}

function bestCircle(image: RasterImage, inner: PixelWindow, chains: readonly DrawnChain[], thickness: 'thin' | 'thick'): Candidate | null {
  let best: Candidate | null = null;
  const tried: Circle[] = [];
  for (const seed of seeds(chains)) {
    const grown = grow(seed, chains);
    if (!grown || !plausible(grown.circle, inner, grown.members.some(isVivid) ? 'vivid' : 'plain')) continue;
    if (tried.some((circle) => Math.abs(circle.row - grown.circle.row) + Math.abs(circle.column - grown.circle.column) + Math.abs(circle.radius - grown.circle.radius) < 3)) continue;
    tried.push(grown.circle);
    const candidate = verify(image, inner, grown.circle, grown.members, thickness);
    if (candidate && (!best || candidate.supported > best.supported)) best = candidate;
    // Each trial walks round a circle; a picture full of long hair offers many.
    if (tried.length >= 40) break;
  }
  return best;
}

/** Single long chains, and pairs of like colour among the longest: two short arcs fix a circle where one cannot. */
function* seeds(chains: readonly DrawnChain[]): Generator<DrawnChain[]> {
  const longest = chains.slice(0, 24);
  for (const chain of longest) if (chain.rows.length >= 30) yield [chain];
  for (let i = 0; i < longest.length; i++) {
    for (let j = i + 1; j < longest.length; j++) if (alike(longest[i], longest[j])) yield [longest[i], longest[j]];
  }
}

function grow(seed: DrawnChain[], chains: readonly DrawnChain[]): { circle: Circle; members: DrawnChain[] } | null {
  let members = seed;
  let circle = fitChains(members);
  for (let round = 0; round < 4 && circle; round++) {
    const fitted: Circle = circle;
    const joined = chains.filter((chain) => members.includes(chain) || (alike(chain, seed[0]) && chainDistance(chain, fitted) < 2));
    if (joined.length === members.length) break;
    const refitted = fitChains(joined);
    if (!refitted) break;
    members = joined;
    circle = refitted;
  }
  return circle && { circle, members };
}

function fitChains(chains: readonly DrawnChain[]): Circle | null {
  const circle = fitCircle(chains.flatMap(({ rows }) => rows), chains.flatMap(({ columns }) => columns));
  return circle && circle.residual <= largestResidual[chains.some(isVivid) ? 'vivid' : 'plain'] ? circle : null;
}

function plausible({ radius }: Circle, inner: PixelWindow, kind: 'vivid' | 'plain'): boolean {
  const short = Math.min(boxHeight(inner), boxWidth(inner));
  return radius >= short * leastRadius[kind] && radius <= 1.2 * Math.max(boxHeight(inner), boxWidth(inner));
}

function alike(a: DrawnChain, b: DrawnChain): boolean {
  let difference = 0;
  let strength = 0;
  for (let plane = 0; plane < 3; plane++) {
    difference += Math.abs(a.contrast[plane] - b.contrast[plane]);
    strength += Math.abs(a.contrast[plane]) + Math.abs(b.contrast[plane]);
  }
  return difference <= 25 + 0.3 * strength;
}

/** Root of the mean squared distance of a chain from a circle. */
function chainDistance({ rows, columns }: DrawnChain, circle: Circle): number {
  let squares = 0;
  for (let i = 0; i < rows.length; i++) squares += (Math.hypot(rows[i] - circle.row, columns[i] - circle.column) - circle.radius) ** 2;
  return Math.sqrt(squares / rows.length);
}

/** Walks round the circle and asks at each step whether the line is there. */
function verify(image: RasterImage, inner: PixelWindow, circle: Circle, members: readonly DrawnChain[], thickness: 'thin' | 'thick'): Candidate | null {
  const points = members.reduce((sum, { rows }) => sum + rows.length, 0);
  const width = members.reduce((sum, { rows, meanWidth }) => sum + meanWidth * rows.length, 0) / points;
  const contrast = [0, 1, 2].map((plane) => members.reduce((sum, chain) => sum + chain.contrast[plane] * chain.rows.length, 0) / points);
  const line = lineColour(image, members);
  const steps = Math.ceil(2 * Math.PI * circle.radius);
  const reach = Math.ceil(width / 2) + 4;
  let visible = 0;
  let supported = 0;
  for (let step = 0; step < steps; step++) {
    const angle = (step / steps) * 2 * Math.PI;
    const sin = Math.sin(angle), cos = Math.cos(angle);
    const row = circle.row + circle.radius * sin;
    const column = circle.column + circle.radius * cos;
    if (row < inner.top + reach || column < inner.left + reach || row > inner.bottom - 1 - reach || column > inner.right - 1 - reach) continue;
    visible++;
    if (lineAt(image, circle, sin, cos, contrast, line, reach, thickness)) supported++;
  }
  const vivid = Math.max(...line) - Math.min(...line) >= 90 || isVivid({ contrast });
  const kind = vivid ? 'vivid' : 'plain';
  const bulge = (visible * visible) / (8 * circle.radius);
  if (visible < 60 || visible < steps * leastTurn[kind] || bulge < leastBulge) return null;
  if (points * scanStep < visible * leastTraced[kind] || supported < visible * leastSupport[thickness][kind]) return null;
  return { circle, halfWidth: width / 2, supported };
}

/** Whether the line shows within 2 pixels of the circle: its contrast to both sides or, as a hair of its brightness may lie beside it, its very colour; a thick one shows both. */
function lineAt(image: RasterImage, circle: Circle, sin: number, cos: number, contrast: readonly number[], line: readonly number[], reach: number, thickness: 'thin' | 'thick'): boolean {
  const at = (radius: number): number => (Math.round(circle.row + radius * sin) * image.width + Math.round(circle.column + radius * cos)) * 3;
  const strength = Math.hypot(contrast[0], contrast[1], contrast[2]);
  for (let offset = -2; offset <= 2; offset++) {
    const here = at(circle.radius + offset);
    const colourAway = Math.abs(image.data[here] - line[0]) + Math.abs(image.data[here + 1] - line[1]) + Math.abs(image.data[here + 2] - line[2]);
    const inked = colourAway <= 60;
    if (inked && thickness === 'thin') return true;
    if (!inked && thickness === 'thick') continue;
    const inside = along(image, here, at(circle.radius + offset - reach), contrast, strength);
    const outside = along(image, here, at(circle.radius + offset + reach), contrast, strength);
    if (Math.min(inside, outside) >= 0.4 * strength) return true;
  }
  return false;
}

/** Difference of two pixels along the line's contrast. */
function along({ data }: RasterImage, here: number, there: number, contrast: readonly number[], strength: number): number {
  const red = data[here] - data[there], green = data[here + 1] - data[there + 1], blue = data[here + 2] - data[there + 2];
  return (((red + 2 * green + blue) / 4) * contrast[0] + (red - green) * contrast[1] + (green - blue) * contrast[2]) / strength;
}

function lineColour(image: RasterImage, members: readonly DrawnChain[]): [number, number, number] {
  const channels: [number[], number[], number[]] = [[], [], []];
  for (const { rows, columns } of members) {
    for (let i = 0; i < rows.length; i++) {
      const at = (Math.round(rows[i]) * image.width + Math.round(columns[i])) * 3;
      for (let channel = 0; channel < 3; channel++) channels[channel].push(image.data[at + channel]);
    }
  }
  return channels.map((values) => values.sort((a, b) => a - b)[values.length >> 1]) as [number, number, number];
}
