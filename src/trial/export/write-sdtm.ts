import { isDay } from '../../tables/is-day.js';
import { writeTable } from '../../tables/write-table.js';
import type { Domain, Variable } from './sdtm-domain.js';

/** Names of a study that its files refer to each other by. */
export interface StudyFiles {
  studyId: string;
  /** ISO moment; the same input must give the same bytes, so it never comes from the clock here. */
  created: string;
  /** Version of trichoscore. */
  version: string;
}

/** The name by which define.xml and Dataset-JSON refer to a column of a domain. */
export const itemOid = (domain: Domain, variable: Variable): string => `IT.${domain.name}.${variable.name}`;

/** Letters or digits, a minus included, of the longest value, at least 1, written without an exponent; null for dates. */
export function lengthOf(domain: Domain, variable: Variable): number | null {
  const { name, type } = variable, longest = (write: (value: string | number) => string): number => domain.rows.reduce((most, row) => Math.max(most, write(row[name] ?? '').length), 1);
  if (type === 'date') return null;
  return type === 'float' ? longest((value) => `${Number(value) < 0 ? '-' : ''}${Math.trunc(Math.abs(Number(value)))}`) + 1 + decimalsOf(domain, variable) : longest(String);
}

/** As Define-XML calls the type of a column: of days of which some are known to the month or the year only it is another. */
export function typeOf({ rows }: Domain, { name, type }: Variable): Variable['type'] | 'partialDate' {
  return type === 'date' && rows.some(({ [name]: day }) => typeof day === 'string' && !isDay(day)) ? 'partialDate' : type;
}

/** Digits behind the point of the value that has most of them. */
export function decimalsOf({ rows }: Domain, { name }: Variable): number {
  return rows.reduce((most, row) => {
    const [digits, exponent = '0'] = String(row[name] ?? '').split('e');
    return Math.max(most, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
  }, 0);
}

/** A domain as CSV, the variables in SDTM's order. */
export function writeDomainCsv(domain: Domain): string {
  return writeTable(domain.variables.map(({ name }) => name), domain.rows.map((row) => domain.variables.map(({ name }) => asNumber(row[name] ?? null))));
}

/** SDTM repeats results as text: a decrease has to read there as it does in the column of numbers, and is no formula that needs an apostrophe in front. */
function asNumber(cell: string | number | null): string | number | null {
  return typeof cell === 'string' && /^-\d/.test(cell) && String(Number(cell)) === cell ? Number(cell) : cell;
}

/** A domain as Dataset-JSON 1.1; numbers keep all their digits. */
export function writeDatasetJson(domain: Domain, { studyId, created, version }: StudyFiles): string {
  return `${JSON.stringify({
    datasetJSONCreationDateTime: created, datasetJSONVersion: '1.1.0', fileOID: `${studyId}.${domain.name}`, originator: 'trichoscore', sourceSystem: { name: 'trichoscore', version },
    studyOID: `STUDY.${studyId}`, metaDataVersionOID: `MDV.${studyId}`, metaDataRef: 'define.xml', itemGroupOID: `IG.${domain.name}`, records: domain.rows.length, name: domain.name, label: domain.label,
    columns: domain.variables.map((variable) => ({
      itemOID: itemOid(domain, variable), name: variable.name, label: variable.label, ...describeType(domain, variable), ...(variable.key === undefined ? {} : { keySequence: variable.key }),
    })),
    rows: domain.rows.map((row) => domain.variables.map(({ name }) => row[name] ?? null)),
  })}\n`;
}

/** Dataset-JSON has no type for days that are not known to the day: they are text. */
function describeType(domain: Domain, variable: Variable): { dataType: string; length?: number } {
  const type = typeOf(domain, variable);
  return type === 'partialDate' ? { dataType: 'string', length: isoDayLength } : type === 'text' ? { dataType: 'string', length: lengthOf(domain, variable)! } : { dataType: type };
}

const isoDayLength = 10;
