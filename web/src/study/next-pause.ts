const firstMs = 1_000, longestMs = { underway: 5_000, unanswered: 60_000 };

/**
 * How long to wait before asking once more: longer each time, above all where nobody answers.
 * @param lastMs  The pause before; none at first.
 * @param askedForMs  How long the service asked to be left alone.
 */
export function nextPauseMs(lastMs: number | null, why: 'underway' | 'unanswered', askedForMs = 0): number {
  return Math.max(askedForMs, Math.min(longestMs[why], lastMs === null ? firstMs : lastMs * (why === 'underway' ? 1.2 : 2)));
}
