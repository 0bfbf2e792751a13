/**
 * Which photographs are seen at a place, the one that is seen better first; 0 is the baseline. The figures of a hair
 * that nobody sees there would be read as those of the hair that is seen.
 * @param share  Percent: how far right the line of the slider stands, or how much of the follow-up is seen.
 * @param along  Percent of the way from the left side of the view to its right one.
 */
export function photographsSeen(mode: 'slider' | 'fade', share: number, along: number): readonly (0 | 1)[] {
  if (mode === 'slider') return along < share ? [0] : [1];
  if (share <= 0) return [0];
  if (share >= 100) return [1];
  return share > 50 ? [1, 0] : [0, 1];
}
