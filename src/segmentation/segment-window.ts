import { cropImage } from '../raster/crop-image.js';
import type { PixelWindow } from '../raster/pixel-window.js';
import type { FloatMap, RasterImage } from '../raster/raster-image.js';
import type { ShaftMaps } from '../raster/shaft-maps.js';
import type { Segmenter } from './segmenter.js';

/**
 * Lets a segmenter see only a window of a picture, as if the photograph ended there: around it lies a frame or a strip that is neither skin nor hair,
 * and whose edge would be taken for something.
 * @param window  At least 32 pixels in width and height.
 * @returns Maps of the whole picture, 0 outside the window.
 */
export async function segmentWindow(segmenter: Segmenter, picture: RasterImage, window: PixelWindow): Promise<ShaftMaps> {
  const { width, height } = picture;
  // Cells of the half-size maps are two pixels wide.
  const top = window.top + (window.top % 2), left = window.left + (window.left % 2), { bottom, right } = window;
  if (top === 0 && left === 0 && bottom === height && right === width) return segmenter.segment(picture);
  const seen = await segmenter.segment(cropImage(picture, { row: top, column: left, width: right - left, height: bottom - top }));
  const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
  const enlarge = (map: FloatMap): FloatMap => pasteMap(map, half, top / 2, left / 2);
  return {
    width, height, hair: pasteMap(seen.hair, picture, top, left), middle: enlarge(seen.middle), root: enlarge(seen.root), tip: enlarge(seen.tip),
    rootOffsetX: enlarge(seen.rootOffsetX), rootOffsetY: enlarge(seen.rootOffsetY), tipOffsetX: enlarge(seen.tipOffsetX), tipOffsetY: enlarge(seen.tipOffsetY),
  };
}

function pasteMap(from: FloatMap, { width, height }: { readonly width: number; readonly height: number }, top: number, left: number): FloatMap {
  const data = new Float32Array(width * height);
  for (let row = 0; row < from.height; row++) data.set(from.data.subarray(row * from.width, (row + 1) * from.width), (top + row) * width + left);
  return { width, height, data };
}
