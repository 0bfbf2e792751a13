const firstMs = 1_000, longestMs = { underway: 5_000, unanswered: 60_000 };

/** How long to wait before asking once more: longer each time, above all where nobody answers. @param lastMs  The pause before; none at first. */
export function nextPauseMs(lastMs: number | null, why: 'underway' | 'unanswered'): number {
  return Math.min(longestMs[why], lastMs === null ? firstMs : lastMs * (why === 'underway' ? 1.2 : 2));
}
