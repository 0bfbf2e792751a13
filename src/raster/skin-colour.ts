/** Skin of any tone, by the proportions of its colours (after Kovac, Peer and Solina, EUROCON 2003, loosened for dark skin); 0…255. */
export function isSkinColour(red: number, green: number, blue: number): boolean {
  return red > 50 && red > green && green >= 0.85 * blue && red - blue > 12 && red - green > 4 && red < 3 * green;
}
