import { parse } from 'csv-parse/sync';
import { readEscapedText } from '../../src/tables/write-table.js';
import { measureSystem, subjectSystem } from '../../src/trial/export/build-fhir-bundle.js';
import { figures } from '../../src/trial/export/visit-figures.js';

/** A figure as it comes back from an export: whose, where, when, what. */
export interface ReturnedFigure {
  subject: string;
  targetArea: string;
  view: string;
  visit: string;
  date: string;
  name: string;
  value: number;
}

const nameOfCode = new Map(figures.map(({ code, name }) => [code, name]));

/** Figures of the FA domain in Dataset-JSON. @throws SyntaxError for text that is no JSON. */
export function readFindingsAbout(datasetJson: string): ReturnedFigure[] {
  const { columns, rows } = JSON.parse(datasetJson) as { columns: { name: string }[]; rows: (string | number | null)[][] };
  const at = (row: (string | number | null)[], name: string): string | number | null => row[columns.findIndex((column) => column.name === name)];
  return rows.flatMap((row) => {
    const value = at(row, 'FASTRESN');
    const name = nameOfCode.get(String(at(row, 'FATESTCD')));
    if (typeof value !== 'number' || name === undefined) return [];
    const subject = String(at(row, 'USUBJID')).slice(String(at(row, 'STUDYID')).length + 1);
    return [{ subject, targetArea: String(at(row, 'FALOC') ?? ''), view: String(at(row, 'FAMETHOD') ?? ''), visit: String(at(row, 'VISIT')), date: String(at(row, 'FADTC') ?? ''), name, value }];
  });
}

interface FhirObservation {
  resourceType: string;
  identifier?: { system: string; value: string }[];
  subject?: { reference: string };
  code?: { coding?: { system: string; code: string }[] };
  bodySite?: { text: string };
  effectiveDateTime?: string;
  valueQuantity?: { value: number };
  component?: { code: { coding: { code: string }[] }; valueQuantity?: { value: number }; valueString?: string }[];
}

/** Figures of the observations of a FHIR bundle, their components included. @throws SyntaxError for text that is no JSON. */
export function readFhirFigures(bundle: string): ReturnedFigure[] {
  const entries = (JSON.parse(bundle) as { entry: { fullUrl: string; resource: FhirObservation }[] }).entry;
  const subjects = new Map(entries.filter(({ resource }) => resource.resourceType === 'Patient')
    .map(({ fullUrl, resource }) => [fullUrl, resource.identifier!.find(({ system }) => system === subjectSystem)!.value]));
  return entries.flatMap(({ resource }) => {
    const code = resource.code?.coding?.find(({ system }) => system === measureSystem)?.code;
    if (resource.resourceType !== 'Observation' || code === undefined || resource.valueQuantity === undefined) return [];
    const textOf = (wanted: string): string => resource.component?.find((part) => part.code.coding[0].code === wanted)?.valueString ?? '';
    const base = { subject: subjects.get(resource.subject!.reference)!, targetArea: resource.bodySite?.text ?? '', view: textOf('VIEW'), visit: textOf('VISIT'), date: resource.effectiveDateTime ?? '' };
    const all = [{ code, value: resource.valueQuantity.value }, ...(resource.component ?? []).flatMap((part) => (part.valueQuantity === undefined ? [] : [{ code: part.code.coding[0].code, value: part.valueQuantity.value }]))];
    return all.map((one) => ({ ...base, name: nameOfCode.get(one.code)!, value: one.value }));
  });
}

/** Figures of the data table for REDCap. */
export function readRedcapFigures(csv: string): ReturnedFigure[] {
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  return rows.flatMap((row) => figures.flatMap(({ name }) => (row[name] === '' ? [] : [{
    subject: readEscapedText(row['subject']), targetArea: readEscapedText(row['target_area']), view: readEscapedText(row['view']), visit: readEscapedText(row['visit_name']), date: row['visit_date'], name, value: Number(row[name]),
  }])));
}
