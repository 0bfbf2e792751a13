/** Rounded to that many decimals, so that a figure does not show the tail of binary arithmetic (4.299999999999997); + 0 makes −0 into 0. */
export function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals)) + 0;
}

/** As `round`; what is not known stays null. */
export function roundKnown(value: number | null, decimals: number): number | null {
  return value === null ? null : round(value, decimals);
}

/** Decimals of a difference of counts, densities or shares: less tells nothing of them, and more is what binary arithmetic leaves. */
const decimalsOfDifference = 10;

/** The difference without the tail of binary arithmetic: 0.4 − 0.3 and 0.5 − 0.4 come out alike, and what did not change is 0. Tests of ranks take everything else for a change. */
export function subtract(value: number, less: number): number {
  return round(value - less, decimalsOfDifference);
}
