/** What is accepted as a photograph. Everything beyond is refused before it is decoded. */
export const photoLimits = {
  bytes: 200 * 1024 * 1024,
  pixels: 100_000_000,
  /** The picture of 100 million pixels itself takes 300 MB; a decoder may hold little more. */
  decodingBytes: 340_000_000,
  /** Longest side; a strip of a million rows is no photograph. */
  longestSide: 32_768,
  /** Shortest side: below it there is no room for a hair and its surroundings. */
  shortestSide: 64,
  /** The decoder passes over the gamma of a PNG: of linear light (1) shafts came out a sixth too thick. Between these bounds their mean moves by less than 2 µm of 65. */
  gamma: { least: 0.4, most: 0.5 },
  /** Pixels that a JPEG's decoder goes over in all its passes: a progressive photograph of 56 megapixels has 600 million. */
  passedPixels: 2_000_000_000,
  /** A picture that takes longer than this to decode was made to (progressive JPEGs with hundreds of passes). */
  decodeSeconds: 90,
} as const;
