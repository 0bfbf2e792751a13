/** Rounded to that many decimals, so that a figure does not show the tail of binary arithmetic (4.299999999999997); + 0 makes −0 into 0. */
export function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals)) + 0;
}

/** As `round`; what is not known stays null. */
export function roundKnown(value: number | null, decimals: number): number | null {
  return value === null ? null : round(value, decimals);
}
