import type { RasterImage } from '../raster/raster-image.js';
import { paintCollars } from './paint-collars.js';
import { createCamera, type Camera, type CameraPose } from './camera.js';
import { createCanvas, developCanvas } from './canvas.js';
import type { CaptureParameters, OverlayParameters } from './conditions.js';
import { createNoiseTable } from './noise.js';
import { paintGlare, exposeCanvas } from './paint-light.js';
import { paintFilm } from './paint-film.js';
import { paintMarks } from './paint-marks.js';
import { paintRuler } from './paint-ruler.js';
import { paintFades, paintFibres, paintFlakes, paintShafts, placeShafts } from './paint-shafts.js';
import { paintSheaths } from './paint-sheaths.js';
import { paintSkin, paintSpecks } from './paint-skin.js';
import { createRandom } from './random.js';
import type { Scalp, SkinRectangle } from './scalp.js';

/** One hair of a rendered picture, in pixels. */
export interface PhantomTruth {
  readonly id: number;
  readonly unit: number;
  readonly rooted: boolean;
  readonly root: readonly [number, number];
  readonly tip: readonly [number, number];
  readonly path: readonly (readonly [number, number])[];
  readonly diameterUm: number;
  readonly diameterPx: number;
  readonly lengthMm: number;
  readonly kind: 'terminal' | 'vellus' | 'indeterminate';
  /** Whether the exit lies inside the picture's skin. */
  readonly rootInside: boolean;
  /** Share of its pixels inside the frame that no other shaft or mark covers, 0…1. */
  readonly visibleShare: number;
}

export interface RenderedPhantom {
  readonly image: RasterImage;
  readonly micrometresPerPixel: number;
  /** x and y in pixels, pixel centres at whole numbers. */
  readonly hairs: readonly PhantomTruth[];
  /** 1-based place in `hairs` of the shaft seen at each pixel, 0 for none. */
  readonly owner: Uint16Array;
  /** 1 where marks hide the skin. */
  readonly covered: Uint8Array;
  readonly camera: Camera;
}

/** Skin that a pose can see, with room for hairs that reach in from outside, mm. */
export function seenArea(pose: CameraPose, width: number, height: number, roomMm: number): SkinRectangle {
  const half = Math.hypot(width, height) / 2 / pose.pixelsPerMillimetre / Math.cos(pose.tilt) + roomMm + pose.stretchMm;
  const turned = pose.rotation !== 0 || pose.tilt !== 0 || pose.stretchMm !== 0;
  const halfX = turned ? half : width / 2 / pose.pixelsPerMillimetre + roomMm, halfY = turned ? half : height / 2 / pose.pixelsPerMillimetre + roomMm;
  return { left: pose.centreMm[0] - halfX, right: pose.centreMm[0] + halfX, top: pose.centreMm[1] - halfY, bottom: pose.centreMm[1] + halfY };
}

/**
 * Photographs a simulated scalp.
 * Two captures of one scalp show the same hairs on the same skin texture, however the camera, light and focus differ.
 */
export function renderPhantom(
  scalp: Scalp, pose: CameraPose, width: number, height: number, capture: CaptureParameters, overlay: OverlayParameters,
): RenderedPhantom {
  const camera = createCamera(pose, width, height), canvas = createCanvas(camera, capture.skinColour);
  const skinTable = createNoiseTable(scalp.seed + 101), lightTable = createNoiseTable(capture.seed + 202);
  const skinRandom = createRandom(scalp.seed + 303), lightRandom = createRandom(capture.seed + 404);
  // Furrows and specks are laid over the whole scalp, so that another pose finds them where they were.
  const area = scalp.area;

  paintSkin(canvas, camera, skinTable, skinRandom, capture, area);
  const shafts = placeShafts(canvas, camera, scalp.hairs, capture);
  paintFades(canvas, skinTable, skinRandom, shafts, capture);
  paintSpecks(canvas, camera, skinTable, skinRandom, capture, area);
  if (capture.glareStrength > 0) paintGlare(canvas, lightTable, lightRandom, capture.glareStrength, capture);
  if (lightRandom.chance(0.45)) paintFibres(canvas, skinRandom, scalp.hairs.length > 0 ? directionOf(scalp) : 0);
  const skinLuminance = (capture.skinColour[0] + capture.skinColour[1] + capture.skinColour[2]) / 3;
  const owner = paintShafts(canvas, skinRandom, shafts, capture, skinLuminance);
  if (capture.sheathShare !== undefined && capture.sheathShare > 0) paintSheaths(canvas, skinTable, shafts, capture.sheathShare);
  if (capture.collarShare !== undefined && capture.collarShare > 0) paintCollars(canvas, skinTable, shafts, capture.collarShare);
  paintFlakes(canvas, skinTable, skinRandom, shafts, capture);
  if (capture.film === true) paintFilm(canvas, lightTable, createRandom(capture.seed + 505), shafts);
  if (capture.glareStrength > 0 && lightRandom.chance(0.5)) paintGlare(canvas, lightTable, lightRandom, lightRandom.uniform(0.05, 0.3) * Math.min(1, capture.glareStrength), capture);
  exposeCanvas(canvas, lightRandom, capture);
  const covered = paintMarks(canvas, overlay), image = developCanvas(canvas);
  if (overlay.ruler) paintRuler(image, overlay.ruler, pose.pixelsPerMillimetre).forEach((hidden, i) => { if (hidden === 1) covered[i] = 1; });

  const seen = new Float64Array(shafts.length), free = new Float64Array(shafts.length);
  shafts.forEach(({ layer, alpha }, index) => {
    for (let y = 0; y < layer.height; y++) for (let x = layer.from[y]!, i = y * layer.width + x; x < layer.to[y]!; x++, i++) {
      if (alpha[i]! <= 0.5) continue;
      seen[index]! += 1;
      const at = (y + layer.top) * width + x + layer.left;
      if (owner[at] === index + 1 && covered[at] === 0) free[index]! += 1;
    }
  });
  for (let i = 0; i < owner.length; i++) if (covered[i] === 1) owner[i] = 0;
  const hairs = shafts.map(({ hair, pathPx, radiusPx }, index): PhantomTruth => {
    const root = pathPx[0]!, column = Math.round(root[0]), row = Math.round(root[1]);
    return {
      id: hair.id, unit: hair.unit, rooted: hair.rooted, root, tip: pathPx[pathPx.length - 1]!, path: pathPx,
      diameterUm: hair.diameterUm, diameterPx: 2 * radiusPx, lengthMm: hair.lengthMm, kind: hair.kind,
      rootInside: hair.rooted && column >= 0 && row >= 0 && column < width && row < height && covered[row * width + column] === 0,
      visibleShare: seen[index]! > 0 ? free[index]! / seen[index]! : 0,
    };
  });
  return { image, micrometresPerPixel: 1000 / pose.pixelsPerMillimetre, hairs, owner, covered, camera };
}

function directionOf(scalp: Scalp): number {
  const path = scalp.hairs[0]!.pathMm;
  return Math.atan2(path[1]![1] - path[0]![1], path[1]![0] - path[0]![0]);
}
