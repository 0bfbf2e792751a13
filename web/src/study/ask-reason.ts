/** A reason for the trail, as whoever changes something gives it; null when it was thought better of. */
export function askReason(question: string): string | null {
  const reason = prompt(`${question}\nThe reason is kept in the audit trail.`)?.trim() ?? '';
  return reason.length >= 3 ? reason : null;
}
