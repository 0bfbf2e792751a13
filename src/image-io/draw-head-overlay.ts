import type { TimepointResult } from '../domain/result.js';
import { drawPath } from '../raster/draw-strokes.js';
import type { FloatMap, RasterImage } from '../raster/raster-image.js';
import { coverFace } from './cover-face.js';
import { drawLegend } from './draw-legend.js';
import { encodePng } from './encode-image.js';
import type { Photograph } from './photograph.js';

/** Told apart with any colour vision, on hair and skin alike. */
export const headOverlayColours = { hair: [60, 150, 235], scalp: [245, 165, 40], outline: [255, 255, 255] } as const;

/** How strongly the colours cover the photograph. */
const tint = 0.38;

/**
 * Draws what was measured on a photograph of a head: hair tinted blue and visible scalp orange inside the region, its
 * outline, and the coverage. PNG without metadata; cut to the region, with all else grey, unless faces are asked for.
 * @param hair  Share of hair, 0…1, of the photograph's size.
 */
export async function drawHeadOverlay(photograph: Photograph, result: TimepointResult, hair: FloatMap, showFaces: boolean): Promise<Uint8Array> {
  return encodePng(drawHeadOverlayImage(photograph.image, result, hair, showFaces));
}

/** See `drawHeadOverlay`. The photograph is not changed. */
export function drawHeadOverlayImage(image: RasterImage, result: TimepointResult, hair: FloatMap, showFaces: boolean): RasterImage {
  const { outline } = result.targetArea, whole = { row: 0, column: 0, width: image.width, height: image.height };
  const { image: shown, window } = showFaces ? { image: { ...image, data: Uint8Array.from(image.data) }, window: whole } : coverFace(image, outline);
  tintRegion(shown, window, outline, hair);
  const size = Math.max(1, Math.min(shown.width, shown.height) / 500), places = [...outline, outline[0]].map(({ row, column }) => ({ row: row - window.row, column: column - window.column }));
  drawPath(shown, places, { width: 1.5 * size + 2, colour: [0, 0, 0], opacity: 0.4 });
  drawPath(shown, places, { width: 1.5 * size, colour: headOverlayColours.outline, dash: 10 * size });
  const { coverage } = result.measurements;
  drawLegend(shown, [
    { text: coverage === null ? 'covered' : `covered ${(100 * coverage).toFixed(0)}`, colour: headOverlayColours.hair, look: 'line' },
    { text: 'not covered', colour: headOverlayColours.scalp, look: 'line' },
  ], size, places);
  return shown;
}

function tintRegion(shown: RasterImage, window: { row: number; column: number }, outline: readonly { row: number; column: number }[], hair: FloatMap): void {
  // Row by row along the region's inside, as the outline crosses it.
  for (let row = 0; row < shown.height; row++) {
    const y = row + window.row, crossings: number[] = [];
    for (let i = 0; i < outline.length; i++) {
      const [from, to] = [outline[i], outline[(i + 1) % outline.length]];
      if (from.row > y !== to.row > y) crossings.push(from.column + ((y - from.row) / (to.row - from.row)) * (to.column - from.column));
    }
    crossings.sort((one, two) => one - two);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      for (let x = Math.max(window.column, Math.ceil(crossings[i])); x <= crossings[i + 1] && x < window.column + shown.width; x++) {
        const share = hair.data[y * hair.width + x], at = 3 * (row * shown.width + x - window.column);
        for (let c = 0; c < 3; c++) {
          const colour = share * headOverlayColours.hair[c] + (1 - share) * headOverlayColours.scalp[c];
          shown.data[at + c] = Math.round((1 - tint) * shown.data[at + c] + tint * colour);
        }
      }
    }
  }
}
