/** Weights of each trait and of its square, after taking off `mean` and dividing by `spread`. Fitted once to 576 sample photographs (logistic regression, quadratic penalty of 3); docs/global.md says how well they do. */
export const headWeights = {
  constant: 1.5130,
  traits: {
    brightness: { mean: 124.54, spread: 32.047, weight: -0.2016, square: 0.0462 },
    contrast: { mean: 46.038, spread: 17.87, weight: 0.6550, square: 0.2247 },
    colourfulness: { mean: 33.134, spread: 27.425, weight: -0.7384, square: -0.5066 },
    colourSpread: { mean: 26.019, spread: 20.107, weight: -0.0230, square: -0.1124 },
    skin: { mean: 0.41273, spread: 0.29728, weight: 1.1708, square: -0.1587 },
    flat: { mean: 0.21102, spread: 0.14153, weight: -0.2214, square: -0.2644 },
    white: { mean: 0.017826, spread: 0.070588, weight: -0.0335, square: 0.0008 },
    fineDetail: { mean: 2.1786, spread: 0.5043, weight: 0.0094, square: -0.1802 },
    coarseDetail: { mean: 3.3341, spread: 0.45447, weight: 0.1075, square: 0.0330 },
    unevenness: { mean: 25.735, spread: 15.028, weight: 0.9929, square: -0.6107 },
    oneWay: { mean: 0.28944, spread: 0.17138, weight: -0.2148, square: 0.0263 },
    colours: { mean: 0.10479, spread: 0.095164, weight: 1.0728, square: -0.3221 },
    areaOfScalp: { mean: 0.4917, spread: 0.18601, weight: 0.4810, square: 0.0303 },
    onenessOfScalp: { mean: 0.95915, spread: 0.1223, weight: 0.6401, square: 0.2142 },
    surenessOfScalp: { mean: 0.75354, spread: 0.089175, weight: 0.8890, square: -0.1886 },
    doubtOfScalp: { mean: 0.44334, spread: 0.21982, weight: -0.7303, square: 0.0743 },
    roundnessOfScalp: { mean: 0.77258, spread: 0.19435, weight: 0.6162, square: -0.1508 },
    cutOfScalp: { mean: 0.015315, spread: 0.043853, weight: -0.6316, square: 0.2331 },
  },
} as const;
