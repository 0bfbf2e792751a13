/** Weights of each trait and of its square, after taking off `mean` and dividing by `spread`; fitted by bench/heads/fit-kinds.js to 426 pictures (logistic regression, quadratic penalty of 3). */
export const headWeights = {
  constant: 3.2114,
  traits: {
    brightness: { mean: 120.44, spread: 31.222, weight: -0.5584, square: -0.3536 },
    contrast: { mean: 39.548, spread: 17.144, weight: 0.1184, square: -0.3282 },
    colourfulness: { mean: 30.236, spread: 23.759, weight: 0.0404, square: -0.2043 },
    colourSpread: { mean: 21.781, spread: 18.173, weight: 0.2421, square: -0.5008 },
    skin: { mean: 0.44028, spread: 0.32609, weight: 0.5836, square: -0.4476 },
    flat: { mean: 0.25804, spread: 0.17216, weight: -0.1141, square: -0.1180 },
    white: { mean: 0.0093589, spread: 0.041727, weight: -0.0006, square: 0.0957 },
    fineDetail: { mean: 1.9734, spread: 0.51346, weight: 0.0825, square: 0.2037 },
    coarseDetail: { mean: 3.1647, spread: 0.5543, weight: -0.3683, square: -0.4731 },
    unevenness: { mean: 22.122, spread: 13.474, weight: 0.7167, square: 0.1061 },
    oneWay: { mean: 0.31952, spread: 0.19147, weight: -0.7485, square: -0.2599 },
    colours: { mean: 0.086011, spread: 0.081947, weight: 0.6227, square: -0.1063 },
    areaOfScalp: { mean: 0.42168, spread: 0.25597, weight: -0.0853, square: -0.4555 },
    onenessOfScalp: { mean: 0.86746, spread: 0.33278, weight: 0.1376, square: -0.2308 },
    surenessOfScalp: { mean: 0.76773, spread: 0.30907, weight: 0.6041, square: 0.0462 },
    doubtOfScalp: { mean: 0.18657, spread: 0.21976, weight: -1.0667, square: -0.4132 },
    roundnessOfScalp: { mean: 0.71491, spread: 0.33332, weight: 0.8892, square: -0.0705 },
    cutOfScalp: { mean: 0.11693, spread: 0.18637, weight: -0.5209, square: -0.2410 },
  },
} as const;

/** The same by how the picture looks alone, before any network has seen it. */
export const lookWeights = {
  constant: 3.8092,
  traits: {
    brightness: { mean: 120.44, spread: 31.222, weight: -0.7656, square: -0.5679 },
    contrast: { mean: 39.548, spread: 17.144, weight: 0.4640, square: -0.6109 },
    colourfulness: { mean: 30.236, spread: 23.759, weight: -0.1849, square: -0.1721 },
    colourSpread: { mean: 21.781, spread: 18.173, weight: 0.6870, square: -0.8258 },
    skin: { mean: 0.44028, spread: 0.32609, weight: 0.6689, square: -0.9838 },
    flat: { mean: 0.25804, spread: 0.17216, weight: 0.0533, square: -0.0349 },
    white: { mean: 0.0093589, spread: 0.041727, weight: 0.1876, square: 0.1119 },
    fineDetail: { mean: 1.9734, spread: 0.51346, weight: 0.1620, square: 0.0929 },
    coarseDetail: { mean: 3.1647, spread: 0.5543, weight: -0.5185, square: -0.6475 },
    unevenness: { mean: 22.122, spread: 13.474, weight: 1.2651, square: -0.2764 },
    oneWay: { mean: 0.31952, spread: 0.19147, weight: -0.9849, square: -0.2511 },
    colours: { mean: 0.086011, spread: 0.081947, weight: 1.3396, square: -0.3185 },
  },
} as const;
