import { groupRows } from '../group-rows.js';
import type { Domain, Variable } from './sdtm-domain.js';
import { itemOid } from './write-sdtm.js';

/** That a column has a value, for the records that a description holds for. */
export interface Condition {
  oid: string;
  itemOid: string;
  value: string;
}

/** What a column holds in the records of one test or qualifier. */
export interface ListedValue {
  oid: string;
  label: string;
  condition: Condition;
  /** The domain with those records only. */
  domain: Domain;
  /** The column with the type that its values have there. */
  variable: Variable;
  /** Whether each of those records has one. */
  isMandatory: boolean;
}

/** A column that is another thing in other records, each described by itself: value-level metadata. */
export interface ValueList {
  oid: string;
  values: ListedValue[];
}

export function listValueLists(domains: readonly Domain[]): ValueList[] {
  return domains.flatMap((domain) => domain.variables.flatMap((variable): ValueList[] => {
    const values = variable.dependsOn === undefined ? [] : describeValues(domain, variable, variable.dependsOn);
    return values.length === 0 ? [] : [{ oid: `VL.${domain.name}.${variable.name}`, values }];
  }));
}

/** Every condition once; columns of one domain share them. */
export function listConditions(lists: readonly ValueList[]): Condition[] {
  return [...new Map(lists.flatMap(({ values }) => values.map(({ condition }) => [condition.oid, condition]))).values()];
}

function describeValues(domain: Domain, variable: Variable, { column, label }: NonNullable<Variable['dependsOn']>): ListedValue[] {
  const byCode = [...groupRows(domain.rows, (row) => String(row[column]))].filter(([, rows]) => rows.some((row) => (row[variable.name] ?? null) !== null));
  return byCode.sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, rows]) => ({
    oid: `${itemOid(domain, variable)}.${code}`, label: String(rows[0][label]),
    condition: { oid: `WC.${domain.name}.${column}.${code}`, itemOid: `IT.${domain.name}.${column}`, value: code },
    domain: { ...domain, rows }, variable: { ...variable, type: typeOf(rows.map((row) => row[variable.name] ?? null)) }, isMandatory: rows.every((row) => (row[variable.name] ?? null) !== null),
  }));
}

function typeOf(values: readonly (string | number | null)[]): 'text' | 'integer' | 'float' {
  const given = values.filter((value) => value !== null).map(String);
  if (given.every((value) => /^-?\d{1,15}$/.test(value))) return 'integer';
  return given.every((value) => /^-?\d+(\.\d+)?(e[-+]\d+)?$/.test(value)) ? 'float' : 'text';
}
