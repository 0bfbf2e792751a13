import { AnalysisError } from '../../errors.js';
import { fillPolygon } from '../../raster/fill-polygon.js';
import { findCrossingSides } from './find-crossing-sides.js';
import type { Mask, RasterImage } from '../../raster/raster-image.js';
import { isSkinColour } from '../../raster/skin-colour.js';

/** The part of a head in which hair is measured; places in pixels of the upright photograph. */
export type RegionRequest =
  /** All of the scalp that the photograph shows. */
  | { readonly shape: 'scalp' }
  /** The crown, proposed by the outline of the scalp. */
  | { readonly shape: 'vertex' }
  /** The front of the scalp, proposed by its outline and the forehead. */
  | { readonly shape: 'frontal' }
  | { readonly shape: 'ellipse'; readonly row: number; readonly column: number; readonly height: number; readonly width: number; readonly turnDegrees: number }
  | { readonly shape: 'polygon'; readonly outline: readonly { readonly row: number; readonly column: number }[] };

/** Where the region is to be laid: a grid over the photograph and the scalp on it. */
export interface RegionGround {
  readonly width: number;
  readonly height: number;
  /** Grid pixels a pixel of the photograph. */
  readonly scale: number;
  readonly picture: RasterImage;
  readonly region: Mask;
}

/** The vertex is proposed as the middle of the scalp, a circle of this share of the largest that fits inside. */
const vertexShare = 0.62;
/** The front is proposed as the part of the scalp within this share of its depth from the forehead. */
const frontalDepth = 0.4;

/**
 * The region on the grid, cut to the scalp.
 *
 * Known limits of what is proposed: `vertex` is right for photographs taken from above or behind with the crown in the
 * middle; `frontal` needs a forehead in the picture and is taken to lie where skin adjoins the scalp. Draw the region otherwise.
 * @throws AnalysisError `region.invalid` when it does not lie on the scalp or its outline crosses itself, `region.notFound` when none can be proposed.
 */
export function layRegion(request: RegionRequest, ground: RegionGround): Mask {
  const { width, height, scale, region: scalp } = ground;
  if (request.shape === 'scalp') return scalp;
  if (request.shape === 'vertex') return proposeVertex(scalp);
  if (request.shape === 'frontal') return proposeFrontal(ground);
  const crossing = request.shape === 'polygon' ? findCrossingSides(request.outline) : null;
  if (crossing !== null) {
    throw new AnalysisError('region.invalid', `The outline of the region crosses itself: the line after corner ${crossing[0] + 1} and the one after corner ${crossing[1] + 1} cut each other, so what lies inside is not clear.`, { hint: 'Give the corners in their order around the region.' });
  }
  const outline = outlineOf(request).map(({ row, column }) => ({ row: (row + 0.5) * scale - 0.5, column: (column + 0.5) * scale - 0.5 }));
  const drawn = fillPolygon(outline, { width, height }), inside = count(drawn);
  const kept = { width, height, data: drawn.data.map((value, at) => (value !== 0 && scalp.data[at] !== 0 ? 1 : 0)) };
  if (inside < 30) throw new AnalysisError('region.invalid', 'The region is too small, or lies outside the photograph.');
  if (count(kept) < 0.5 * inside) throw new AnalysisError('region.invalid', 'More than half of the region lies beside the scalp.');
  return kept;
}

/** Corners of a drawn region, pixels of the photograph. */
export function outlineOf(request: Extract<RegionRequest, { shape: 'ellipse' | 'polygon' }>): { row: number; column: number }[] {
  if (request.shape === 'polygon') return [...request.outline];
  const turn = (request.turnDegrees * Math.PI) / 180;
  return Array.from({ length: 72 }, (_, k) => {
    const [x, y] = [(request.width / 2) * Math.cos((k * Math.PI) / 36), (request.height / 2) * Math.sin((k * Math.PI) / 36)];
    return { row: request.row + x * Math.sin(turn) + y * Math.cos(turn), column: request.column + x * Math.cos(turn) - y * Math.sin(turn) };
  });
}

function count(mask: Mask): number {
  return mask.data.reduce((sum, value) => sum + (value !== 0 ? 1 : 0), 0);
}

function proposeVertex(scalp: Mask): Mask {
  const distance = distanceToOutside(scalp), { width, height } = scalp;
  // The middle of all places nearly as deep as the deepest: a long head has a ridge of them.
  let deepest = 0;
  for (const value of distance) deepest = Math.max(deepest, value);
  let sum = 0, x = 0, y = 0;
  distance.forEach((value, at) => {
    if (value < 0.9 * deepest) return;
    sum++;
    x += at % width;
    y += Math.floor(at / width);
  });
  const reach = (vertexShare * deepest) ** 2, data = new Uint8Array(width * height);
  for (let at = 0; at < data.length; at++) data[at] = scalp.data[at] !== 0 && (at % width - x / sum) ** 2 + (Math.floor(at / width) - y / sum) ** 2 <= reach ? 1 : 0;
  return { width, height, data };
}

/** Distance of each inside pixel to the nearest outside one, in steps of 1 and √2 (two passes; Rosenfeld and Pfaltz, 1968); the frame's edge is no border. */
function distanceToOutside({ width, height, data }: Mask): Float32Array {
  const far = width + height, distance = Float32Array.from(data, (value) => (value === 0 ? 0 : far));
  const relax = (at: number, other: number, step: number): void => { distance[at] = Math.min(distance[at], distance[other] + step); };
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (x > 0) relax(at, at - 1, 1);
      if (y > 0) relax(at, at - width, 1);
      if (y > 0 && x > 0) relax(at, at - width - 1, Math.SQRT2);
      if (y > 0 && x < width - 1) relax(at, at - width + 1, Math.SQRT2);
    }
  }
  for (let y = height - 1, at = data.length - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--, at--) {
      if (x < width - 1) relax(at, at + 1, 1);
      if (y < height - 1) relax(at, at + width, 1);
      if (y < height - 1 && x < width - 1) relax(at, at + width + 1, Math.SQRT2);
      if (y < height - 1 && x > 0) relax(at, at + width - 1, Math.SQRT2);
    }
  }
  return distance;
}

/** Which way skin adjoins the scalp, then the scalp's part nearest to it. */
function proposeFrontal({ picture, region: scalp, width, height }: RegionGround): Mask {
  let area = 0, cx = 0, cy = 0;
  scalp.data.forEach((value, at) => {
    if (value === 0) return;
    area++;
    cx += at % width;
    cy += Math.floor(at / width);
  });
  cx /= area;
  cy /= area;
  const radius = Math.sqrt(area / Math.PI);
  let skin = 0, around = 0, dx = 0, dy = 0;
  for (let at = 0; at < scalp.data.length; at++) {
    const [x, y] = [at % width - cx, Math.floor(at / width) - cy], distance = Math.hypot(x, y);
    if (scalp.data[at] !== 0 || distance > 1.7 * radius || distance < 1) continue;
    around++;
    if (!isSkinColour(picture.data[3 * at], picture.data[3 * at + 1], picture.data[3 * at + 2])) continue;
    skin++;
    dx += x / distance;
    dy += y / distance;
  }
  const clearness = Math.hypot(dx, dy) / Math.max(1, skin);
  if (skin < 0.08 * around || clearness < 0.4) {
    throw new AnalysisError('region.notFound', 'No forehead was found beside the scalp, so the front of the scalp cannot be proposed.');
  }
  const [ux, uy] = [dx / Math.hypot(dx, dy), dy / Math.hypot(dx, dy)];
  let nearest = -Infinity, farthest = Infinity;
  scalp.data.forEach((value, at) => {
    if (value === 0) return;
    const depth = (at % width) * ux + Math.floor(at / width) * uy;
    nearest = Math.max(nearest, depth);
    farthest = Math.min(farthest, depth);
  });
  const limit = nearest - frontalDepth * (nearest - farthest);
  return { width, height, data: scalp.data.map((value, at) => (value !== 0 && (at % width) * ux + Math.floor(at / width) * uy >= limit ? 1 : 0)) };
}
