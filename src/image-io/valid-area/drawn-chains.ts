import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { transposeBox } from './geometry.js';
import { findLineCrossings, scanStep, type LineCrossings } from './line-crossings.js';
import { findStepCrossings } from './step-crossings.js';

/** A run of crossings, one a scanned row, that follow one another smoothly in place and colour. */
export interface DrawnChain {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Mean contrast to both sides: brightness, red − green, green − blue. */
  readonly contrast: readonly [number, number, number];
  readonly meanWidth: number;
}

interface OpenChain {
  readonly members: number[];
  lastScan: number;
  column: number;
  slope: number;
  contrast: [number, number, number];
}

/** Scanned rows that a line may miss, e.g. while it crosses a hair of its own colour; a vivid one also between its dashes. */
const mostMissed = { plain: 3, vivid: 4 };
/** Members that a chain must have before it may miss any. */
const leastToMiss = { plain: 4, vivid: 2 };
/** Contrast in red − green and green − blue together that neither hair nor skin reaches. */
const vividContrast = 70;
const leastMembers = { line: 14, step: 7 };

/** Traces thin lines of any direction: steep ones from scans along rows, flat ones from scans along columns. */
export function traceDrawnLines(image: RasterImage, window: PixelWindow): DrawnChain[] {
  const steep = joinCrossings(findLineCrossings(image, window, 'alongRows'), leastMembers.line);
  const flat = joinCrossings(findLineCrossings(image, transposeBox(window), 'alongColumns'), leastMembers.line);
  return [...steep, ...flat.map((chain) => ({ ...chain, rows: chain.columns, columns: chain.rows }))];
}

/** Traces sharp edges that run along rows, more or less. */
export function traceStepsAlongRows(image: RasterImage, window: PixelWindow): DrawnChain[] {
  return joinCrossings(findStepCrossings(image, transposeBox(window), 'alongColumns'), leastMembers.step).map((chain) => ({ ...chain, rows: chain.columns, columns: chain.rows }));
}

/** Joins crossings of neighbouring scanned rows to chains of at least so many. Lines flatter than 50° are left to the scan across. */
function joinCrossings(crossings: LineCrossings, least: number): DrawnChain[] {
  const finished: OpenChain[] = [];
  let open: OpenChain[] = [];
  for (let scan = 0; scan + 1 < crossings.firstOfScan.length; scan++) {
    const from = crossings.firstOfScan[scan];
    const to = crossings.firstOfScan[scan + 1];
    const taken = new Uint8Array(to - from);
    // Long chains choose first.
    open.sort((a, b) => b.members.length - a.members.length);
    for (const chain of open) {
      const next = nextMember(chain, crossings, scan, from, to, taken);
      if (next >= 0) extend(chain, crossings, scan, next);
    }
    for (let i = from; i < to; i++) {
      if (taken[i - from]) continue;
      open.push({ members: [i], lastScan: scan, column: crossings.column[i], slope: 0, contrast: contrastOf(crossings, i) });
    }
    const still: OpenChain[] = [];
    for (const chain of open) {
      if (scan - chain.lastScan <= patience(chain)) still.push(chain);
      else if (chain.members.length >= least) finished.push(chain);
    }
    open = still;
  }
  finished.push(...open.filter(({ members }) => members.length >= least));
  return finished.map(({ members, contrast }) => ({
    rows: members.map((i) => crossings.row[i]),
    columns: members.map((i) => crossings.column[i]),
    contrast,
    meanWidth: members.reduce((sum, i) => sum + crossings.width[i], 0) / members.length,
  }));
}

/** Whether a line's colour is one that neither hair nor skin has: ink of red, green, blue, yellow and the like. */
export function isVivid({ contrast }: { readonly contrast: readonly number[] }): boolean {
  return Math.abs(contrast[1]) + Math.abs(contrast[2]) >= vividContrast;
}

function patience(chain: OpenChain): number {
  const kind = isVivid(chain) ? 'vivid' : 'plain';
  return chain.members.length >= leastToMiss[kind] ? mostMissed[kind] : 0;
}

function nextMember(chain: OpenChain, crossings: LineCrossings, scan: number, from: number, to: number, taken: Uint8Array): number {
  const passed = scan - chain.lastScan;
  const expected = chain.column + chain.slope * passed;
  const young = chain.members.length < 4;
  const reach = young ? 1.2 * scanStep : 1.6 * passed;
  let best = -1;
  let nearest = reach;
  for (let i = firstWithin(crossings.column, from, to, expected, reach); i < to; i++) {
    const distance = Math.abs(crossings.column[i] - expected);
    if (distance > nearest) {
      // Columns ascend: what follows lies further away.
      if (crossings.column[i] > expected) break;
      continue;
    }
    if (taken[i - from] || !alike(chain.contrast, crossings, i)) continue;
    nearest = distance;
    best = i;
  }
  if (best >= 0) taken[best - from] = 1;
  return best;
}

/** The first of ascending columns that does not lie further than the reach before the expected one. */
function firstWithin(column: Float32Array, from: number, to: number, expected: number, reach: number): number {
  let low = from, high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (expected - column[middle] > reach) low = middle + 1; else high = middle;
  }
  return low;
}

function extend(chain: OpenChain, crossings: LineCrossings, scan: number, next: number): void {
  const passed = scan - chain.lastScan;
  const step = (crossings.column[next] - chain.column) / passed;
  const known = chain.members.length;
  chain.slope = known === 1 ? step : chain.slope + (step - chain.slope) * (known < 4 ? 0.5 : 0.3);
  chain.column = crossings.column[next];
  chain.lastScan = scan;
  chain.members.push(next);
  const weight = 1 / Math.min(12, chain.members.length);
  for (let plane = 0; plane < 3; plane++) chain.contrast[plane] += (crossings.contrast[next * 3 + plane] - chain.contrast[plane]) * weight;
}

function alike(contrast: readonly number[], crossings: LineCrossings, i: number): boolean {
  let difference = 0;
  let strength = 0;
  for (let plane = 0; plane < 3; plane++) {
    difference += Math.abs(contrast[plane] - crossings.contrast[i * 3 + plane]);
    strength += Math.abs(contrast[plane]);
  }
  return difference <= 20 + 0.6 * strength;
}

function contrastOf(crossings: LineCrossings, i: number): [number, number, number] {
  return [crossings.contrast[i * 3], crossings.contrast[i * 3 + 1], crossings.contrast[i * 3 + 2]];
}
