/** Weights of each trait and of its square, after taking off `mean` and dividing by `spread`; fitted by bench/heads/fit-kinds.js to 426 pictures (logistic regression, quadratic penalty of 3). */
export const headWeights = {
  constant: 3.3464,
  traits: {
    brightness: { mean: 120.44, spread: 31.222, weight: -0.5359, square: -0.4404 },
    contrast: { mean: 39.548, spread: 17.144, weight: -0.0221, square: -0.3935 },
    colourfulness: { mean: 30.236, spread: 23.759, weight: -0.0113, square: -0.2090 },
    colourSpread: { mean: 21.781, spread: 18.173, weight: 0.2959, square: -0.5841 },
    skin: { mean: 0.44028, spread: 0.32609, weight: 0.5449, square: -0.5962 },
    flat: { mean: 0.25804, spread: 0.17216, weight: -0.1529, square: -0.1272 },
    white: { mean: 0.0093589, spread: 0.041727, weight: 0.0219, square: 0.0880 },
    fineDetail: { mean: 1.9734, spread: 0.51346, weight: 0.0481, square: 0.1681 },
    coarseDetail: { mean: 3.1647, spread: 0.5543, weight: -0.4711, square: -0.3895 },
    unevenness: { mean: 22.122, spread: 13.474, weight: 0.7402, square: 0.1655 },
    oneWay: { mean: 0.31952, spread: 0.19147, weight: -0.6705, square: -0.2036 },
    colours: { mean: 0.086011, spread: 0.081947, weight: 0.7161, square: -0.0831 },
    areaOfScalp: { mean: 0.44474, spread: 0.25512, weight: -0.0503, square: -0.6431 },
    onenessOfScalp: { mean: 0.88242, spread: 0.31412, weight: 0.2301, square: -0.2341 },
    surenessOfScalp: { mean: 0.78764, spread: 0.29386, weight: 0.5084, square: -0.0157 },
    doubtOfScalp: { mean: 0.18978, spread: 0.21294, weight: -1.2429, square: -0.3112 },
    roundnessOfScalp: { mean: 0.71934, spread: 0.32502, weight: 0.7369, square: 0.1627 },
    cutOfScalp: { mean: 0.12557, spread: 0.19979, weight: -0.4178, square: -0.2473 },
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
