/** Rows and columns of a picture, first inclusive, last exclusive. */
export interface PixelWindow {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

interface Size { readonly width: number; readonly height: number }

/** All of a picture. */
export function wholeWindow({ width, height }: Size): PixelWindow {
  return { top: 0, left: 0, bottom: height, right: width };
}

/**
 * A window of one picture in the same picture at another scale: the pixels that show nothing of what lies outside. A side that is the picture's own stays so.
 * @param scale  Pixels of `to` a pixel of `from`.
 */
export function scaleWindow({ top, left, bottom, right }: PixelWindow, from: Size, to: Size, scale: number): PixelWindow {
  return {
    top: Math.ceil(top * scale), left: Math.ceil(left * scale),
    bottom: bottom >= from.height ? to.height : Math.floor(bottom * scale), right: right >= from.width ? to.width : Math.floor(right * scale),
  };
}
