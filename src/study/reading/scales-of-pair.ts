/** What is known of the scale of a photograph before it is read. */
export interface KnownScale {
  /** Of the upright picture; null where nobody knows, or it would have to be read off the picture. */
  readonly micrometresPerPixel: number | null;
  /** Sides of the photograph whose scale is that of the width of its field; null where it is known otherwise. */
  readonly fieldOf: { readonly width: number; readonly height: number } | null;
}

/** The scale of a photograph whose field is so wide. */
export function scaleOfField(millimetres: number, { width, height }: { readonly width: number; readonly height: number }): KnownScale {
  return { micrometresPerPixel: (1000 * millimetres) / width, fieldOf: { width, height } };
}

/**
 * Scales by which the photographs of a pair are shown at one magnification, µm per pixel. Where one stands upright and the other lies, the width of the field is that of
 * the long side of the one and of the short side of the other, which nobody measured: readers would see one skin at two sizes. Without scales both are taken to show the same field.
 */
export function scalesOfPair(baseline: KnownScale, followUp: KnownScale): [number | null, number | null] {
  const isUpright = [baseline, followUp].map(({ fieldOf }) => (fieldOf === null ? null : fieldOf.height > fieldOf.width));
  return isUpright.includes(true) && isUpright.includes(false) ? [null, null] : [baseline.micrometresPerPixel, followUp.micrometresPerPixel];
}
