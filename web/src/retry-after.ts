/** How long a service asks to be left alone, milliseconds; 0 where it does not say. At most an hour: timers of more than 24 days run at once. */
export function readRetryAfterMs(headers: Headers | undefined): number {
  return Math.min(3_600_000, Math.max(0, 1000 * (Number(headers?.get('Retry-After')) || 0)));
}
