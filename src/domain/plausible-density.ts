/**
 * Hairs per cm², more than any skin has, and why a table may hold such a number: a spreadsheet that takes the point of 184.325 for one between thousands loses it,
 * and a scale that is ten times too small makes a density a hundred times too large.
 */
export const plausibleDensityPerCm2 = { most: 5_000, beyond: 'No skin has so many hairs per cm²: the number lost its decimal sign, or the photograph has a wrong scale.' } as const;
