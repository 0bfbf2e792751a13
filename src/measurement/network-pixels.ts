/** Scale of the picture that the close-up network looks at, as its description says (models/closeup.json); lengths in that picture are written in µm and brought to its pixels here. */
export const networkPixelsPerMm = 120;

/** A length on the skin in pixels of the network's picture. */
export const inNetworkPixels = (lengthUm: number): number => (lengthUm * networkPixelsPerMm) / 1000;
