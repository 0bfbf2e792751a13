/** Weights of each trait and of its square, after taking off `mean` and dividing by `spread`; fitted by bench/heads/fit-kinds.js to 426 pictures (logistic regression, quadratic penalty of 3). */
export const headWeights = {
  constant: 3.1693,
  traits: {
    brightness: { mean: 120.44, spread: 31.222, weight: -0.5799, square: -0.4444 },
    contrast: { mean: 39.548, spread: 17.144, weight: -0.0083, square: -0.4161 },
    colourfulness: { mean: 30.236, spread: 23.759, weight: -0.1008, square: -0.2300 },
    colourSpread: { mean: 21.781, spread: 18.173, weight: 0.1741, square: -0.5411 },
    skin: { mean: 0.44028, spread: 0.32609, weight: 0.6424, square: -0.5275 },
    flat: { mean: 0.25804, spread: 0.17216, weight: -0.1297, square: -0.1503 },
    white: { mean: 0.0093589, spread: 0.041727, weight: 0.0546, square: 0.1595 },
    fineDetail: { mean: 1.9734, spread: 0.51346, weight: 0.0547, square: 0.2045 },
    coarseDetail: { mean: 3.1647, spread: 0.5543, weight: -0.3749, square: -0.4376 },
    unevenness: { mean: 22.122, spread: 13.474, weight: 0.6989, square: 0.0404 },
    oneWay: { mean: 0.31952, spread: 0.19147, weight: -0.6251, square: -0.2517 },
    colours: { mean: 0.086011, spread: 0.081947, weight: 0.7140, square: -0.0821 },
    areaOfScalp: { mean: 0.42074, spread: 0.25088, weight: -0.0785, square: -0.4349 },
    onenessOfScalp: { mean: 0.88037, spread: 0.31533, weight: 0.2880, square: -0.2836 },
    surenessOfScalp: { mean: 0.77029, spread: 0.29342, weight: 0.7281, square: 0.0630 },
    doubtOfScalp: { mean: 0.22422, spread: 0.25612, weight: -1.3860, square: -0.3408 },
    roundnessOfScalp: { mean: 0.72261, spread: 0.32909, weight: 0.5658, square: 0.1483 },
    cutOfScalp: { mean: 0.11767, spread: 0.18857, weight: -0.2745, square: -0.3242 },
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
