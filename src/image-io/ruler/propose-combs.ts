import type { FloatMap } from '../../raster/raster-image.js';
import type { BrightnessLevel } from './brightness-levels.js';
import { findCombs } from './find-combs.js';

/** A place of the photograph where a ruler's ticks may stand. Pixels of the original. */
export interface CombProposal {
  /** Middle of the row of ticks. */
  readonly x: number;
  readonly y: number;
  /** Direction of the row, radians. */
  readonly angle: number;
  readonly spacing: number;
  readonly sign: 1 | -1;
  /** Places along the row from its middle, and which tooth each is. */
  readonly places: readonly number[];
  readonly teeth: readonly number[];
  readonly evidence: number;
}

const cell = 10;
/** Pixels of a level to each side that a strip reaches, and half its width. */
const stripReach = 200, stripHalf = 4;
const mostProposals = 60;

/**
 * Looks everywhere for evenly spaced lines: where most edges of a neighbourhood run one way, brightness is read across them.
 *
 * @returns Best first; alike ones come once.
 */
export function proposeCombs(levels: readonly BrightnessLevel[]): CombProposal[] {
  const found = levels.flatMap(proposeInLevel).sort((a, b) => b.evidence - a.evidence), kept: CombProposal[] = [];
  for (const proposal of found) {
    if (kept.length >= mostProposals) break;
    if (!kept.some((known) => isAlike(known, proposal))) kept.push(proposal);
  }
  return kept;
}

function isAlike(a: CombProposal, b: CombProposal): boolean {
  const turn = Math.abs(Math.sin(a.angle - b.angle)), dx = b.x - a.x, dy = b.y - a.y;
  const along = Math.abs(dx * Math.cos(a.angle) + dy * Math.sin(a.angle)), across = Math.abs(dy * Math.cos(a.angle) - dx * Math.sin(a.angle));
  return a.sign === b.sign && Math.abs(a.spacing - b.spacing) < 0.06 * a.spacing && turn < 0.12 && across < a.spacing && along < (Math.max(...a.places) - Math.min(...a.places)) / 2 + a.spacing;
}

function proposeInLevel({ map, factor }: BrightnessLevel): CombProposal[] {
  const proposals: CombProposal[] = [], profile = new Float32Array(2 * stripReach + 1);
  const tryDirection = (x: number, y: number, angle: number): void => {
    readProfile(map, x, y, angle, profile);
    for (const { places, teeth, spacing, sign, evidence } of findCombs(profile, stripReach)) {
      const middle = (places[0] + places[places.length - 1]) / 2, along = middle - stripReach;
      proposals.push({
        x: (x + along * Math.cos(angle) + 0.5) * factor - 0.5, y: (y + along * Math.sin(angle) + 0.5) * factor - 0.5, angle, spacing: spacing * factor, sign,
        places: places.map((place) => (place - middle) * factor), teeth, evidence,
      });
    }
  };
  const columns = Math.floor(map.width / cell), rows = Math.floor(map.height / cell), isSmall = Math.max(map.width, map.height) <= smallLevel, isLarge = Math.max(map.width, map.height) > largeLevel;
  const near = isSmall ? null : findDirections(map, 0), around = isSmall ? null : findDirections(map, 1);
  for (let row = 0, at = 0; row < rows; row++) for (let column = 0; column < columns; column++, at++) {
    if (isLarge && (row + column) % 2 === 1) continue;
    const x = (column + 0.5) * cell - 0.5, y = (row + 0.5) * cell - 0.5;
    if (near === null || around === null) for (let turn = 0; turn < turns; turn++) tryDirection(x, y, (turn * Math.PI) / turns);
    else {
      if (!Number.isNaN(around[at])) tryDirection(x, y, around[at]);
      if (!Number.isNaN(near[at]) && !(Math.abs(Math.sin(near[at] - around[at])) < 0.08)) tryDirection(x, y, near[at]);
    }
  }
  return proposals;
}

/** In a picture whose longer side is this, pixels, a neighbourhood holds more than ticks; all directions are tried. */
const smallLevel = 140;
const turns = 45;
/** In a picture larger than this every second neighbourhood, as on a chessboard, is enough to meet a row of ticks. */
const largeLevel = 400;

/** For each cell the direction across the edges of it and of `reach` cells around (structure tensor); NaN where there is none. */
function findDirections({ width, height, data }: FloatMap, reach: number): Float32Array {
  const columns = Math.floor(width / cell), rows = Math.floor(height / cell), sums = new Float64Array(columns * rows * 3);
  for (let row = 1; row < Math.min(height - 1, rows * cell); row++) for (let column = 1; column < Math.min(width - 1, columns * cell); column++) {
    const at = row * width + column, gx = data[at + 1] - data[at - 1], gy = data[at + width] - data[at - width];
    const to = (Math.floor(row / cell) * columns + Math.floor(column / cell)) * 3;
    sums[to] += gx * gx;
    sums[to + 1] += gx * gy;
    sums[to + 2] += gy * gy;
  }
  const angles = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) {
    let xx = 0, xy = 0, yy = 0;
    for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r++) for (let c = Math.max(0, column - reach); c <= Math.min(columns - 1, column + reach); c++) {
      const from = (r * columns + c) * 3;
      xx += sums[from];
      xy += sums[from + 1];
      yy += sums[from + 2];
    }
    const spread = Math.hypot(xx - yy, 2 * xy), isClear = spread > 0.3 * (xx + yy) && xx + yy > 4 * cell * cell * (2 * reach + 1) ** 2;
    angles[row * columns + column] = isClear ? 0.5 * Math.atan2(2 * xy, xx - yy) : NaN;
  }
  return angles;
}

/** Mean brightness of a strip nine pixels wide through a point, every second row of it; NaN outside the map. */
function readProfile({ width, height, data }: FloatMap, x0: number, y0: number, angle: number, out: Float32Array): void {
  const cosine = Math.cos(angle), sine = Math.sin(angle);
  // Only the part of the strip whose middle lies in the map.
  const reachX = cosine > 0 ? [-x0 / cosine, (width - 1 - x0) / cosine] : [(width - 1 - x0) / cosine, -x0 / cosine], reachY = sine > 0 ? [-y0 / sine, (height - 1 - y0) / sine] : [(height - 1 - y0) / sine, -y0 / sine];
  const first = Math.max(0, Math.ceil(stripReach + Math.max(reachX[0], reachY[0]))), last = Math.min(out.length - 1, Math.floor(stripReach + Math.min(reachX[1], reachY[1])));
  out.fill(NaN);
  out.fill(0, first, last + 1);
  for (let across = -stripHalf; across <= stripHalf; across += 2) {
    let x = x0 + (first - stripReach) * cosine - across * sine, y = y0 + (first - stripReach) * sine + across * cosine;
    for (let i = first; i <= last; i++, x += cosine, y += sine) {
      const column = Math.floor(x), row = Math.floor(y);
      if (column < 0 || row < 0 || column + 1 >= width || row + 1 >= height) {
        out[i] = NaN;
        continue;
      }
      const u = x - column, at = row * width + column, top = data[at] + (data[at + 1] - data[at]) * u, bottom = data[at + width] + (data[at + width + 1] - data[at + width]) * u;
      out[i] += top + (bottom - top) * (y - row);
    }
  }
  for (let i = first; i <= last; i++) out[i] /= stripHalf + 1;
}
