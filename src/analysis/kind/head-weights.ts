/** Weights of each trait and of its square, after taking off `mean` and dividing by `spread`; fitted by bench/heads/fit-kinds.js to 426 pictures (logistic regression, quadratic penalty of 3). */
export const headWeights = {
  constant: 3.5722,
  traits: {
    brightness: { mean: 120.09, spread: 31.15, weight: -0.6775, square: -0.5352 },
    contrast: { mean: 39.574, spread: 16.985, weight: 0.2801, square: -0.5347 },
    colourfulness: { mean: 29.412, spread: 24.094, weight: -0.0736, square: -0.3984 },
    colourSpread: { mean: 21.693, spread: 18.24, weight: 0.2162, square: -0.6256 },
    skin: { mean: 0.42199, spread: 0.32015, weight: 0.8374, square: -0.5868 },
    flat: { mean: 0.2611, spread: 0.17124, weight: 0.0382, square: -0.2033 },
    white: { mean: 0.0091726, spread: 0.041718, weight: 0.1589, square: 0.0555 },
    fineDetail: { mean: 1.9674, spread: 0.51397, weight: 0.0753, square: 0.2040 },
    coarseDetail: { mean: 3.1666, spread: 0.54504, weight: -0.2471, square: 0.0907 },
    unevenness: { mean: 22.073, spread: 13.503, weight: 0.8126, square: -0.0765 },
    oneWay: { mean: 0.33034, spread: 0.20434, weight: -0.9189, square: -0.4278 },
    colours: { mean: 0.085864, spread: 0.082052, weight: 0.8320, square: -0.0686 },
    areaOfScalp: { mean: 0.40643, spread: 0.22434, weight: 0.4570, square: -0.4531 },
    onenessOfScalp: { mean: 0.90113, spread: 0.27516, weight: 0.0726, square: -0.1766 },
    surenessOfScalp: { mean: 0.74754, spread: 0.24449, weight: 0.6021, square: -0.0073 },
    doubtOfScalp: { mean: 0.29953, spread: 0.23924, weight: -0.9137, square: -0.3140 },
    roundnessOfScalp: { mean: 0.74821, spread: 0.28813, weight: 0.3655, square: -0.0054 },
    cutOfScalp: { mean: 0.089825, spread: 0.13101, weight: -0.5135, square: -0.0822 },
  },
} as const;

/** The same by how the picture looks alone, before any network has seen it. */
export const lookWeights = {
  constant: 3.7881,
  traits: {
    brightness: { mean: 120.09, spread: 31.15, weight: -0.9155, square: -0.6100 },
    contrast: { mean: 39.574, spread: 16.985, weight: 0.5661, square: -0.5108 },
    colourfulness: { mean: 29.412, spread: 24.094, weight: -0.0768, square: -0.3612 },
    colourSpread: { mean: 21.693, spread: 18.24, weight: 0.3939, square: -0.6771 },
    skin: { mean: 0.42199, spread: 0.32015, weight: 0.9370, square: -0.8602 },
    flat: { mean: 0.2611, spread: 0.17124, weight: 0.1747, square: -0.0457 },
    white: { mean: 0.0091726, spread: 0.041718, weight: 0.2662, square: 0.1108 },
    fineDetail: { mean: 1.9674, spread: 0.51397, weight: 0.1667, square: 0.0724 },
    coarseDetail: { mean: 3.1666, spread: 0.54504, weight: -0.2675, square: -0.3278 },
    unevenness: { mean: 22.073, spread: 13.503, weight: 1.2215, square: -0.2957 },
    oneWay: { mean: 0.33034, spread: 0.20434, weight: -1.2080, square: -0.5984 },
    colours: { mean: 0.085864, spread: 0.082052, weight: 1.1745, square: -0.2878 },
  },
} as const;
