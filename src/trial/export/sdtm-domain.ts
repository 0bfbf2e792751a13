import { isDay } from '../../tables/is-day.js';
import type { CodeList } from './code-lists.js';

/** A column of an SDTM domain. */
export interface Variable {
  name: string;
  label: string;
  type: 'text' | 'integer' | 'float' | 'date';
  /** Place among the keys of a record, from 1. */
  key?: number;
  required?: boolean;
  origin: 'Protocol' | 'Assigned' | 'Collected' | 'Derived';
  /** The values that it may have; none where any text or number may stand. */
  codes?: CodeList;
  /** Where each value of another column makes it another thing (the result of a test, of a qualifier): that column, and the one that labels it. */
  dependsOn?: { column: string; label: string };
}

export interface Domain {
  name: string;
  label: string;
  class: 'SPECIAL PURPOSE' | 'FINDINGS' | 'FINDINGS ABOUT' | 'INTERVENTIONS' | 'RELATIONSHIP';
  structure: string;
  variables: Variable[];
  rows: Record<string, string | number | null>[];
}

/** First columns of a record. */
export type Start = (domain: string, subject: string) => Record<string, string>;
/** Its visit and day. */
export type When = (domain: string, subject: string, visit: string, date: string) => Record<string, string | number | null>;

export const text = (name: string, label: string, origin: Variable['origin'], more: Partial<Variable> = {}): Variable => ({ name, label, type: 'text', origin, ...more });
export const identifiers: readonly Variable[] = [
  text('STUDYID', 'Study Identifier', 'Protocol', { key: 1, required: true }), text('DOMAIN', 'Domain Abbreviation', 'Assigned', { required: true }),
  text('USUBJID', 'Unique Subject Identifier', 'Assigned', { key: 2, required: true }),
];

/** @param event  What the implementation guide calls a record of the domain in the labels of its days. */
export function timing(domain: string, last: number, event: 'Collection' | 'Assessment' | 'Finding'): Variable[] {
  return [
    { name: 'VISITNUM', label: 'Visit Number', type: 'integer', origin: 'Assigned', key: last }, text('VISIT', 'Visit Name', 'Assigned'),
    { name: `${domain}DTC`, label: `Date/Time of ${event}`, type: 'date', origin: 'Collected' }, { name: `${domain}DY`, label: `Study Day of ${event}`, type: 'integer', origin: 'Derived' },
  ];
}

/** Day 1 is the first day; there is no day 0. Null where a day is not known to the day. */
export function studyDay(first: string | undefined, date: string): number | null {
  if (first === undefined || !isDay(date)) return null;
  const days = Math.round((Date.parse(date) - Date.parse(first)) / 86_400_000);
  return days >= 0 ? days + 1 : days;
}

/** Gives the running numbers within each subject, from 1. */
export function countBySubject(): (subject: string) => number {
  const numbers = new Map<string, number>();
  return (subject) => {
    numbers.set(subject, (numbers.get(subject) ?? 0) + 1);
    return numbers.get(subject)!;
  };
}

/** What SDTM has no column for: one value for each row of a domain, null where there is none. */
export interface Qualifier {
  name: string;
  label: string;
  origin: 'CRF' | 'Assigned';
  values: readonly (string | null)[];
}

/** The supplemental domain that carries a qualifier. */
export function supplement(domain: Domain, { name, label, origin, values }: Qualifier): Domain {
  const sequence = `${domain.name}SEQ`;
  return {
    name: `SUPP${domain.name}`, label: `Supplemental Qualifiers for ${domain.name}`, class: 'RELATIONSHIP', structure: 'One record per supplemental qualifier per related parent record',
    variables: [
      text('STUDYID', 'Study Identifier', 'Protocol', { key: 1, required: true }), text('RDOMAIN', 'Related Domain Abbreviation', 'Assigned', { key: 2, required: true }), text('USUBJID', 'Unique Subject Identifier', 'Assigned', { key: 3, required: true }),
      text('IDVAR', 'Identifying Variable', 'Assigned', { key: 4 }), text('IDVARVAL', 'Identifying Variable Value', 'Assigned', { key: 5 }), text('QNAM', 'Qualifier Variable Name', 'Assigned', { key: 6, required: true }),
      text('QLABEL', 'Qualifier Variable Label', 'Assigned', { required: true }), text('QVAL', 'Data Value', origin === 'CRF' ? 'Collected' : 'Assigned', { required: true, dependsOn: { column: 'QNAM', label: 'QLABEL' } }), text('QORIG', 'Origin', 'Assigned', { required: true }), text('QEVAL', 'Evaluator', 'Assigned'),
    ],
    rows: domain.rows.flatMap((row, at) => (values[at] === null ? []
      : [{ STUDYID: row['STUDYID'], RDOMAIN: domain.name, USUBJID: row['USUBJID'], IDVAR: sequence, IDVARVAL: String(row[sequence]), QNAM: name, QLABEL: label, QVAL: values[at], QORIG: origin, QEVAL: null }])),
  };
}
