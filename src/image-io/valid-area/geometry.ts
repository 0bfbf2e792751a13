import type { PixelWindow } from '../../raster/pixel-window.js';

export interface Circle {
  readonly row: number;
  readonly column: number;
  readonly radius: number;
}

export function boxHeight(box: PixelWindow): number {
  return box.bottom - box.top;
}

export function boxWidth(box: PixelWindow): number {
  return box.right - box.left;
}

export function growBox(box: PixelWindow, by: number): PixelWindow {
  return { top: box.top - by, left: box.left - by, bottom: box.bottom + by, right: box.right + by };
}

export function clipBox(box: PixelWindow, to: PixelWindow): PixelWindow {
  return {
    top: Math.max(box.top, to.top), left: Math.max(box.left, to.left),
    bottom: Math.min(box.bottom, to.bottom), right: Math.min(box.right, to.right),
  };
}

export function boxesTouch(a: PixelWindow, b: PixelWindow): boolean {
  return a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;
}

export function uniteBoxes(a: PixelWindow, b: PixelWindow): PixelWindow {
  return {
    top: Math.min(a.top, b.top), left: Math.min(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom), right: Math.max(a.right, b.right),
  };
}

/** The same rectangle after rows and columns have changed places. */
export function transposeBox(box: PixelWindow): PixelWindow {
  return { top: box.left, left: box.top, bottom: box.right, right: box.bottom };
}
