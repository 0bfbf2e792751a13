/** What a photograph that cannot be measured has: nothing. */
export const emptyMeasurements = {
  hairCount: null, terminalCount: null, vellusCount: null, indeterminateCount: null,
  densityPerCm2: null, terminalDensityPerCm2: null, terminalShare: null,
  meanDiameterUm: null, medianDiameterUm: null, cumulativeThicknessMmPerCm2: null,
  follicularUnitCount: null, follicularUnitDensityPerCm2: null, hairsPerUnit: null,
  coverage: null, shaftLengthMmPerCm2: null,
} as const;
