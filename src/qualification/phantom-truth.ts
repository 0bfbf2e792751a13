import type { Position } from '../domain/hair.js';
import type { PhotoTruth, TrueHair } from '../evaluation/read-hair-truth.js';
import type { PhantomTruth, RenderedPhantom } from '../phantom/index.js';

/** Whether a careful person would count this hair: rooted in skin that the picture shows. */
export function countsInTruth(hair: PhantomTruth): boolean {
  return hair.rooted && hair.rootInside;
}

/** A place of a phantom as rows and columns, to a hundredth of a pixel. */
export function toPosition([x, y]: readonly [number, number]): Position {
  return { row: Number(y.toFixed(2)), column: Number(x.toFixed(2)) };
}

/** The counting hairs of a phantom in the form in which photographs with truth are compared; `line` is their place in the list. */
export function toPhotoTruth(name: string, phantom: RenderedPhantom): PhotoTruth {
  const hairs = phantom.hairs.filter(countsInTruth).map((hair, at): TrueHair => ({
    line: at + 1, class: hair.kind, root: toPosition(hair.root), tip: toPosition(hair.tip), diameterUm: hair.diameterUm,
  }));
  return { name, path: '', micrometresPerPixel: phantom.micrometresPerPixel, validRows: null, hairs };
}
