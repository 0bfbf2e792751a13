import type { PixelWindow } from '../../raster/pixel-window.js';
import type { RasterImage } from '../../raster/raster-image.js';
import { isVivid, type DrawnChain } from './drawn-chains.js';
import { transposeBox } from './geometry.js';
import type { TwoWays } from './two-ways.js';
import { findEndTicks } from './end-ticks.js';
import { judgeEnds, walkToEnds, type LineEnds } from './line-ends.js';
import { hasStraightSides, measureLine, keepsColour } from './line-profile.js';
import { straightStretches, type Stretch } from './straight-stretches.js';

/** A straight line drawn exactly along rows or columns. */
export interface DrawnLine {
  readonly direction: 'row' | 'column';
  readonly box: PixelWindow;
  /** In a colour that neither hair nor skin has. */
  readonly vivid: boolean;
  readonly ends: LineEnds;
  /** Share of its length that was traced as exactly straight; the rest was bridged or followed by colour. */
  readonly tracedShare: number;
  /** Short strokes across its ends. */
  readonly ticks: readonly PixelWindow[];
}

/** Chains found in a picture shrunk by a whole factor. */
export interface ChainLevel {
  readonly chains: readonly DrawnChain[];
  readonly factor: number;
}

/** A line that stands alone must be this long; shorter ones count beside text or at right angles to another. */
export const leastLoneLength = 80;
/** Longest stretch, pixels, over which a line may be hidden by hairs of its own colour. */
const longestGap = 80;

/**
 * Finds straight lines along rows and columns: the arms of scale bars, rulers, the bar that telephones draw at the lower edge.
 * They are straighter than any hair, and sharp on both sides.
 */
export function findDrawnLines({ image, swapped }: TwoWays, inner: PixelWindow, levels: readonly ChainLevel[]): DrawnLine[] {
  const stretches = levels.flatMap(({ chains, factor }) => chains.map((chain) => ({ chain, factor })));
  const flat = trimToLines(() => image, inner, stretches.flatMap(({ chain, factor }) => straightStretches(chain.columns, chain.rows, factor, isVivid(chain))));
  const steep = trimToLines(swapped, transposeBox(inner), stretches.flatMap(({ chain, factor }) => straightStretches(chain.rows, chain.columns, factor, isVivid(chain))));
  return [
    ...flat.map((line) => ({ ...line, direction: 'row' }) as const),
    ...steep.map((line) => ({ ...line, direction: 'column', box: transposeBox(line.box), ticks: line.ticks.map(transposeBox) }) as const),
  ];
}

/** Lines along rows, each trimmed to the pixels it covers. */
function trimToLines(picture: () => RasterImage, window: PixelWindow, stretches: readonly Stretch[]): Omit<DrawnLine, 'direction'>[] {
  const lines: Omit<DrawnLine, 'direction'>[] = [];
  if (!stretches.some(({ begins }) => begins)) return lines;
  const image = picture();
  for (const seed of stretches.filter(({ begins }) => begins).sort((a, b) => b.to - b.from - (a.to - a.from))) {
    const row = Math.round(seed.row);
    if (lines.some(({ box }) => row >= box.top - 3 && row <= box.bottom + 2 && seed.from < box.right && seed.to > box.left)) continue;
    let { from, to } = seed;
    for (let grown = true; grown;) {
      grown = false;
      for (const other of stretches) {
        if (Math.abs(other.row - seed.row) > 1.5 || other.to < from - longestGap || other.from > to + longestGap) continue;
        if (other.from < from || other.to > to) grown = true;
        from = Math.min(from, other.from);
        to = Math.max(to, other.to);
      }
    }
    const line = measureLine(image, window, row, Math.round(seed.from), Math.round(seed.to));
    if (!line || !hasStraightSides(image, window, line, Math.round(seed.from), Math.round(seed.to))) continue;
    if (!seed.vivid && !keepsColour(image, line, Math.round(seed.from), Math.round(seed.to))) continue;
    const ends = walkToEnds(image, window, line, Math.floor(from), Math.ceil(to));
    const box = { top: line.top, left: ends.left, bottom: line.bottom, right: ends.right };
    lines.push({ box, vivid: seed.vivid, tracedShare: tracedShare(stretches, seed.row, box), ends: judgeEnds(image, window, line, box), ticks: findEndTicks(image, window, box, line.colour) });
  }
  return lines;
}

/** Share of a line's columns that lie in an exact stretch on its row. */
function tracedShare(stretches: readonly Stretch[], row: number, { left, right }: PixelWindow): number {
  const traced = new Uint8Array(right - left);
  for (const stretch of stretches) {
    if (stretch.exact && Math.abs(stretch.row - row) <= 1) traced.fill(1, Math.max(0, Math.round(stretch.from) - left), Math.max(0, Math.round(stretch.to) + 3 - left));
  }
  return traced.reduce((sum, value) => sum + value, 0) / traced.length;
}
