import type { TreatmentRow, TrialData } from '../trial-data.js';

/** Days of one subject that DM asks for, YYYY-MM-DD, of treatments as exactly as they are known (YYYY-MM, YYYY); null where no table says. */
export interface ReferenceDays {
  /** Last day of a photograph or a rating. */
  lastSeen: string | null;
  /** First day on which a drug was begun, and the last day of one, a course counted to its end. */
  firstDose: string | null;
  lastDose: string | null;
  /** Last day in any table. */
  lastContact: string | null;
}

/** The reference days of everybody who is photographed, rated or treated. */
export function findReferenceDays(data: TrialData): (subject: string) => ReferenceDays {
  const seen = groupDays([...data.measurements, ...data.scores, ...data.ratings ?? [], ...data.panel ?? []].map(({ subject, date }) => ({ subject, days: [date] })));
  const treated = (kind: 'drug' | 'procedure', days: (row: TreatmentRow) => string[]) => groupDays((data.treatments ?? []).filter((row) => row.kind === kind).map((row) => ({ subject: row.subject, days: days(row) })));
  const starts = treated('drug', ({ date }) => [date]), doses = treated('drug', ({ date, endDate }) => [date, endDate]), sessions = treated('procedure', ({ date, endDate }) => [date, endDate]);
  // A month may end later than any of its days that is known, and begins no later than it.
  const endOf = (day: string): string => day.padEnd(10, '~');
  const last = (days: readonly string[]): string | null => days.toSorted((a, b) => (endOf(a) < endOf(b) ? -1 : 1)).at(-1) ?? null;
  return (subject) => {
    const [visits, begun, own, procedures] = [seen, starts, doses, sessions].map((days) => days.get(subject) ?? []);
    return { lastSeen: last(visits), firstDose: begun.toSorted()[0] ?? null, lastDose: last(own), lastContact: last([...visits, ...own, ...procedures]) };
  };
}

function groupDays(rows: readonly { subject: string; days: readonly string[] }[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { subject, days } of rows) {
    const own = groups.get(subject);
    const given = days.filter((day) => day !== '');
    if (own === undefined) groups.set(subject, given);
    else own.push(...given);
  }
  return groups;
}
