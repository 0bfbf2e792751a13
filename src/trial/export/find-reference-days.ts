import type { TrialData } from '../trial-data.js';

/** Days of one subject that DM asks for, YYYY-MM-DD; null where no table says. */
export interface ReferenceDays {
  /** Last day of a photograph or a rating. */
  lastSeen: string | null;
  /** First and last day of a drug, a course counted to its end. */
  firstDose: string | null;
  lastDose: string | null;
  /** Last day in any table. */
  lastContact: string | null;
}

/** The reference days of everybody who is photographed, rated or treated. */
export function findReferenceDays(data: TrialData): (subject: string) => ReferenceDays {
  const seen = groupDays([...data.measurements, ...data.scores, ...data.ratings ?? []].map(({ subject, date }) => ({ subject, days: [date] })));
  const treated = (kind: 'drug' | 'procedure') => groupDays((data.treatments ?? []).filter((row) => row.kind === kind).map(({ subject, date, endDate }) => ({ subject, days: [date, endDate] })));
  const doses = treated('drug'), sessions = treated('procedure');
  const last = (days: readonly string[]): string | null => days.toSorted().at(-1) ?? null;
  return (subject) => {
    const [visits, own, procedures] = [seen, doses, sessions].map((days) => days.get(subject) ?? []);
    return { lastSeen: last(visits), firstDose: own.toSorted()[0] ?? null, lastDose: last(own), lastContact: last([...visits, ...own, ...procedures]) };
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
