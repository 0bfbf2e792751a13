/**
 * Limits of the quality checks, each with the distribution it was set from: 72 + 8 donor close-ups, 20 grey tiles and 6 others
 * by people, phantoms of six skin tones and eight hair colours, and all of them spoilt on purpose. See docs/quality.md.
 */
export const qualityLimits = {
  /**
   * Sigma of the blur of clear edges, µm. At 20 a hair of 30 µm keeps 55 % of its contrast and looks 56 µm wide; at 25 it keeps 45 %,
   * and the shafts of a unit merge. Good photographs: at most 16. More than 28 is never seen: shafts blurred further vanish.
   */
  edgeBlurUm: { warn: 18, refuse: 24 },
  /** The same for the edges of the softest direction, where others are sharper by `motionRatio`. Good photographs: at most 17. */
  motionBlurUm: { warn: 18.5, refuse: 27 },
  motionRatio: 1.5,
  /**
   * Share of the skin's fine structure that lies in one direction, where edges across it are soft, or none is seen. Good phantoms of clipped hair: at most 0.22
   * where edges are soft; the moved ones 0.24 and more where the other checks pass.
   */
  streaks: { warn: 0.235, refuse: null },
  /** Edges across streaks clear the device below so many µm of blur, or below the second if they are not this much softer than all edges: good photographs are up to 15 µm soft, alike in all directions. */
  acrossStreaks: { sharp: 11, asSharpAsOthers: 15, ratio: 1.2 },
  /** Edge blur in widths of the shafts, where no scale is known. */
  edgeBlurInShaftWidths: { warn: null, refuse: 0.38 },
  /** Blur widens what looks like a shaft, so nothing wider than this share of the shorter side is taken for one. */
  widestShaftShare: 0.03,
  /** Brightness that the brightest 5 % reach, 0…255: what pigmented skin and what fair skin reach at the least. */
  leastBrightness: { pigmented: 48, fair: 85, unknown: 60 },
  /** Brightness that the brightest thousandth reaches, 0…255: light or skin of a third leaves two thirds of the range empty. Good photographs: at least 118; very dark skin without glare 64. */
  leastHighlights: { warn: 80, refuse: null },
  /** Share of pixels with two or more channels at their end. Good photographs: at most 0.015. */
  clippedShare: { warn: 0.05, refuse: 0.3 },
  /** Share of nearly white pixels. Good photographs: at most 0.12, of tiles with stretched contrast. */
  glareShare: { warn: 0.15, refuse: 0.6 },
  /** Between the darkest and the brightest hundredth, levels of 255. Good photographs: at least 57. */
  leastContrast: { warn: 40, refuse: 20 },
  /** Distance from the colours of skin under white light, natural logarithm of the ratios of channels. Good photographs: at most 0.34. */
  colourCast: { warn: 0.36, refuse: 0.6 },
  /** Share of the variation that is as fine as pixels, where there is more than `grainVariation` levels of it. Good photographs: at most 0.12, a phantom at 6.5 µm per pixel 0.16. */
  grainShare: { warn: 0.15, refuse: 0.2 },
  grainVariation: 4,
  /** Unevenness of light and colour, see `checkSurface`. Good photographs: at most 1.36, clipped hair 1.15; faces and rooms 0.85…4. */
  unevenness: { warn: 1.2, refuse: 1.6 },
  /** Share of the hair that lies in strands wider than `widestUnitUm`. Good photographs: at most 0.19. */
  clumpedShare: { warn: 0.3, refuse: null },
  widestUnitUm: 220,
  /** Share of the area that mirrors the light. Good photographs: at most 0.004, white hair on dark skin up to 0.04; simulated films of water 0.004…0.08, median 0.03. */
  mirroredShare: { warn: 0.015, refuse: null },
  /** Median width of the strokes, µm, mostly shafts: outside this range the scale does not fit what is seen. */
  shaftWidthUm: { least: 22, most: 400 },
} as const;
