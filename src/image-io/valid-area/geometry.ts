/** A rectangle of whole pixels; `bottom` and `right` are the first row and column that no longer belong to it. */
export interface PixelBox {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface Circle {
  readonly row: number;
  readonly column: number;
  readonly radius: number;
}

export function boxHeight(box: PixelBox): number {
  return box.bottom - box.top;
}

export function boxWidth(box: PixelBox): number {
  return box.right - box.left;
}

export function growBox(box: PixelBox, by: number): PixelBox {
  return { top: box.top - by, left: box.left - by, bottom: box.bottom + by, right: box.right + by };
}

export function clipBox(box: PixelBox, to: PixelBox): PixelBox {
  return {
    top: Math.max(box.top, to.top), left: Math.max(box.left, to.left),
    bottom: Math.min(box.bottom, to.bottom), right: Math.min(box.right, to.right),
  };
}

export function boxesTouch(a: PixelBox, b: PixelBox): boolean {
  return a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;
}

export function uniteBoxes(a: PixelBox, b: PixelBox): PixelBox {
  return {
    top: Math.min(a.top, b.top), left: Math.min(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom), right: Math.max(a.right, b.right),
  };
}

/** The same rectangle after rows and columns have changed places. */
export function transposeBox(box: PixelBox): PixelBox {
  return { top: box.left, left: box.top, bottom: box.right, right: box.bottom };
}
