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

const itemOid = (domain: Domain, variable: Variable): string => `IT.${domain.name}.${variable.name}`;

/** Longest text, at least 1; null for numbers and dates. */
function lengthOf(domain: Domain, { name, type }: Variable): number | null {
  return type !== 'text' ? null : Math.max(1, ...domain.rows.map((row) => String(row[name] ?? '').length));
}

/** A domain as CSV, the variables in SDTM's order. */
export function writeDomainCsv(domain: Domain): string {
  return writeTable(domain.variables.map(({ name }) => name), domain.rows.map((row) => domain.variables.map(({ name }) => row[name] ?? null)));
}

/** A domain as Dataset-JSON 1.1; numbers keep all their digits. */
export function writeDatasetJson(domain: Domain, { studyId, created, version }: StudyFiles): string {
  return `${JSON.stringify({
    creationDateTime: created, datasetJSONVersion: '1.1.0', fileOID: `${studyId}.${domain.name}`, originator: 'trichoscore', sourceSystem: { name: 'trichoscore', version },
    studyOID: `STUDY.${studyId}`, metaDataVersionOID: `MDV.${studyId}`, metaDataRef: 'define.xml', itemGroupOID: `IG.${domain.name}`, records: domain.rows.length, name: domain.name, label: domain.label,
    columns: domain.variables.map((variable) => ({
      itemOID: itemOid(domain, variable), name: variable.name, label: variable.label, dataType: variable.type === 'text' ? 'string' : variable.type,
      ...(lengthOf(domain, variable) === null ? {} : { length: lengthOf(domain, variable)! }), ...(variable.key === undefined ? {} : { keySequence: variable.key }),
    })),
    rows: domain.rows.map((row) => domain.variables.map(({ name }) => row[name] ?? null)),
  })}\n`;
}

const escapeXml = (value: string): string => value.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[sign]!);
const described = (value: string): string => `<Description><TranslatedText xml:lang="en">${escapeXml(value)}</TranslatedText></Description>`;

/** Define-XML 2.1 for the domains: what each column is, where it comes from, how derived figures were derived. */
export function writeDefineXml(domains: readonly Domain[], { studyId, created, version }: StudyFiles): string {
  const id = escapeXml(studyId);
  const groups = domains.map((domain) => `<ItemGroupDef OID="IG.${domain.name}" Name="${domain.name}" Repeating="${domain.name === 'DM' ? 'No' : 'Yes'}" IsReferenceData="No" SASDatasetName="${domain.name}" Domain="${domain.name.replace('SUPP', '')}" Purpose="Tabulation" def:Structure="${escapeXml(domain.structure)}" def:StandardOID="STD.1" def:ArchiveLocationID="LF.${domain.name}">${described(domain.label)}
${domain.variables.map((variable, at) => `<ItemRef ItemOID="${itemOid(domain, variable)}" OrderNumber="${at + 1}" Mandatory="${variable.required ? 'Yes' : 'No'}"${variable.key === undefined ? '' : ` KeySequence="${variable.key}"`}${variable.origin === 'Derived' ? ` MethodOID="MT.${methodOf(variable)}"` : ''}/>`).join('\n')}
<def:Class Name="${domain.class}"/>
<def:leaf ID="LF.${domain.name}" xlink:href="${domain.name.toLowerCase()}.json"><def:title>${domain.name.toLowerCase()}.json</def:title></def:leaf></ItemGroupDef>`);
  const items = domains.flatMap((domain) => domain.variables.map((variable) => {
    const length = lengthOf(domain, variable);
    return `<ItemDef OID="${itemOid(domain, variable)}" Name="${variable.name}" SASFieldName="${variable.name}" DataType="${variable.type}"${length === null ? (variable.type === 'date' ? '' : ` Length="${variable.type === 'integer' ? 8 : 17}"${variable.type === 'float' ? ' SignificantDigits="17"' : ''}`) : ` Length="${length}"`}>${described(variable.label)}<def:Origin Type="${variable.origin}" Source="Sponsor"/></ItemDef>`;
  }));
  return `<?xml version="1.0" encoding="UTF-8"?>
<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:def="http://www.cdisc.org/ns/def/v2.1" xmlns:xlink="http://www.w3.org/1999/xlink" FileType="Snapshot" FileOID="${id}.define" CreationDateTime="${created}" ODMVersion="1.3.2" Originator="trichoscore" SourceSystem="trichoscore" SourceSystemVersion="${escapeXml(version)}" def:Context="Other">
<Study OID="STUDY.${id}"><GlobalVariables><StudyName>${id}</StudyName><StudyDescription>Hair on photographs of the scalp</StudyDescription><ProtocolName>${id}</ProtocolName></GlobalVariables>
<MetaDataVersion OID="MDV.${id}" Name="${id}" def:DefineVersion="2.1.0">
<def:Standards><def:Standard OID="STD.1" Name="SDTMIG" Type="IG" Version="3.4" Status="Final"/></def:Standards>
${groups.join('\n')}
${items.join('\n')}
<MethodDef OID="MT.MEASURED" Name="Measured on photographs" Type="Computation">${described(`Computed by trichoscore ${version} from photographs; docs/scoring.md of the software gives the formulae. The computed 7-point score is not an investigator's rating.`)}</MethodDef>
<MethodDef OID="MT.DAY" Name="Study day" Type="Computation">${described('Date minus reference start date, plus 1 on or after it.')}</MethodDef>
<MethodDef OID="MT.COUNT" Name="Running number" Type="Computation">${described('Numbered within the subject in the order of the records.')}</MethodDef>
<MethodDef OID="MT.FIRST" Name="First day" Type="Computation">${described('Day of the baseline photograph.')}</MethodDef>
</MetaDataVersion></Study></ODM>
`;
}

function methodOf({ name }: Variable): string {
  if (name === 'RFSTDTC') return 'FIRST';
  if (name.endsWith('DY')) return 'DAY';
  return /(SEQ|REPNUM)$/.test(name) ? 'COUNT' : 'MEASURED';
}
