/** Counting a 30 µm hair needs 10 µm/px or finer; telling 40 µm from thinner needs 5 (clinical notes, resolution gates). */
export const resolutionGates = { countingUmPerPixel: 10, diameterUmPerPixel: 5 } as const;
