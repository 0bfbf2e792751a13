/** A reason for the trail, as whoever changes something gives it; null when it was thought better of. */
export function askReason(question: string): string | null {
  for (let problem = '';;) {
    const reason = prompt(`${problem}${question}\nThe reason is kept in the audit trail.`)?.trim() ?? null;
    if (reason === null || reason.length >= 3) return reason;
    problem = 'A reason has three letters or more.\n';
  }
}
