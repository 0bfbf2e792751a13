/** Hairs per cm²: more than any skin has. A number beyond it lost its decimal sign, as 184.325 does in a spreadsheet that takes the point for one between thousands. */
export const largestDensityPerCm2 = 5_000;
