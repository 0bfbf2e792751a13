/** Weights of each trait and of its square, after taking off `mean` and dividing by `spread`; fitted by bench/heads/fit-kinds.js to 426 pictures (logistic regression, quadratic penalty of 3). */
export const headWeights = {
  constant: 3.1321,
  traits: {
    brightness: { mean: 120.44, spread: 31.222, weight: -0.5525, square: -0.3794 },
    contrast: { mean: 39.548, spread: 17.144, weight: 0.0223, square: -0.3848 },
    colourfulness: { mean: 30.236, spread: 23.759, weight: 0.0061, square: -0.2221 },
    colourSpread: { mean: 21.781, spread: 18.173, weight: 0.2350, square: -0.5625 },
    skin: { mean: 0.44028, spread: 0.32609, weight: 0.5899, square: -0.4612 },
    flat: { mean: 0.25804, spread: 0.17216, weight: -0.1353, square: -0.1275 },
    white: { mean: 0.0093589, spread: 0.041727, weight: 0.0085, square: 0.0594 },
    fineDetail: { mean: 1.9734, spread: 0.51346, weight: 0.1207, square: 0.1846 },
    coarseDetail: { mean: 3.1647, spread: 0.5543, weight: -0.4039, square: -0.3709 },
    unevenness: { mean: 22.122, spread: 13.474, weight: 0.6984, square: 0.1720 },
    oneWay: { mean: 0.31952, spread: 0.19147, weight: -0.6985, square: -0.2460 },
    colours: { mean: 0.086011, spread: 0.081947, weight: 0.6849, square: -0.0882 },
    areaOfScalp: { mean: 0.45119, spread: 0.25772, weight: -0.2821, square: -0.3224 },
    onenessOfScalp: { mean: 0.8891, spread: 0.30778, weight: 0.1206, square: -0.2345 },
    surenessOfScalp: { mean: 0.79231, spread: 0.28812, weight: 0.6468, square: 0.0084 },
    doubtOfScalp: { mean: 0.18298, spread: 0.20711, weight: -1.1460, square: -0.3268 },
    roundnessOfScalp: { mean: 0.73994, spread: 0.31747, weight: 0.7465, square: -0.0780 },
    cutOfScalp: { mean: 0.13476, spread: 0.20951, weight: -0.5799, square: -0.3228 },
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
