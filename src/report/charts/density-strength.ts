/** How full the colour of a step of a density map is, 0…1: from faint to full, in equal steps over the steps of the key. */
export function densityStrength(step: number, steps: number): number {
  return Math.round((0.08 + (0.92 * (step + 0.5)) / steps) * 100) / 100;
}
