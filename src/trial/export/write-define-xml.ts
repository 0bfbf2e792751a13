import { type CodeList, terminologyRelease } from './code-lists.js';
import type { Domain, Variable } from './sdtm-domain.js';
import { type Condition, listConditions, type ListedValue, listValueLists, type ValueList } from './list-values-by-test.js';
import { decimalsOf, itemOid, lengthOf, type StudyFiles, typeOf } from './write-sdtm.js';

const lines = (texts: readonly string[]): string => texts.map((line) => `${line}\n`).join('');
const escapeXml = (value: string): string => value.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[sign]!);
const translated = (value: string): string => `<TranslatedText xml:lang="en">${escapeXml(value)}</TranslatedText>`;
const described = (value: string): string => `<Description>${translated(value)}</Description>`;
/** Attributes of an element, in the order given; those without a value are left out. */
const attributes = (all: Record<string, string | number | null>): string => Object.entries(all).map(([name, value]) => (value === null ? '' : ` ${name}="${escapeXml(String(value))}"`)).join('');

/** Define-XML 2.1 for the domains: what each column is, which values it may have, where it comes from, how derived figures were derived. */
export function writeDefineXml(domains: readonly Domain[], { studyId, created, version }: StudyFiles): string {
  const id = escapeXml(studyId), variables = domains.flatMap((domain) => domain.variables.map((variable) => ({ domain, variable })));
  const valueLists = listValueLists(domains);
  const lists = new Map(variables.flatMap(({ variable: { codes } }) => (codes === undefined ? [] : [[codes.id, codes]])));
  return `<?xml version="1.0" encoding="UTF-8"?>
<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:def="http://www.cdisc.org/ns/def/v2.1" xmlns:xlink="http://www.w3.org/1999/xlink" FileType="Snapshot" FileOID="${id}.define" CreationDateTime="${created}" ODMVersion="1.3.2" Originator="trichoscore" SourceSystem="trichoscore" SourceSystemVersion="${escapeXml(version)}" def:Context="Other">
<Study OID="STUDY.${id}"><GlobalVariables><StudyName>${id}</StudyName><StudyDescription>Hair on photographs of the scalp</StudyDescription><ProtocolName>${id}</ProtocolName></GlobalVariables>
<MetaDataVersion OID="MDV.${id}" Name="${id}" def:DefineVersion="2.1.0">
<def:Standards><def:Standard OID="STD.1" Name="SDTMIG" Type="IG" Version="3.4" Status="Final"/><def:Standard OID="STD.2" Name="CDISC/NCI" Type="CT" PublishingSet="SDTM" Version="${terminologyRelease}" Status="Final"/></def:Standards>
${lines(valueLists.map(writeValueList))}${lines(listConditions(valueLists).map(writeCondition))}${domains.map(writeDomain).join('\n')}
${variables.map(({ domain, variable }) => writeVariable(domain, variable)).join('\n')}
${lines(valueLists.flatMap(({ values }) => values.map(writeValue)))}${[...lists.values()].map(writeCodeList).join('\n')}
${Object.entries(methods).map(([key, { name, text }]) => `<MethodDef OID="MT.${key}" Name="${name}" Type="Computation">${described(text.replace('VERSION', version))}</MethodDef>`).join('\n')}
${variables.some(({ domain, variable }) => isEmpty(domain, variable)) ? `<def:CommentDef OID="COM.EMPTY">${described('The tables of photographs, ratings and treatments say nothing of it.')}</def:CommentDef>\n` : ''}</MetaDataVersion></Study></ODM>
`;
}

function writeDomain(domain: Domain): string {
  const { name, label, structure, variables } = domain, file = `${name.toLowerCase()}.json`;
  return `<ItemGroupDef${attributes({
    OID: `IG.${name}`, Name: name, Repeating: name === 'DM' ? 'No' : 'Yes', IsReferenceData: 'No', SASDatasetName: name, Domain: name.replace('SUPP', ''), Purpose: 'Tabulation',
    'def:Structure': structure, 'def:StandardOID': 'STD.1', 'def:ArchiveLocationID': `LF.${name}`,
  })}>${described(label)}
${variables.map((variable, at) => `<ItemRef${attributes({
    ItemOID: itemOid(domain, variable), OrderNumber: at + 1, Mandatory: variable.required ? 'Yes' : 'No', KeySequence: variable.key ?? null,
    MethodOID: variable.origin === 'Derived' ? `MT.${methodOf(variable)}` : null, 'def:HasNoData': isEmpty(domain, variable) ? 'Yes' : null,
  })}/>`).join('\n')}
<def:Class Name="${domain.class}"/>
<def:leaf ID="LF.${name}" xlink:href="${file}"><def:title>${file}</def:title></def:leaf></ItemGroupDef>`;
}

function writeVariable(domain: Domain, variable: Variable): string {
  const { name, label, origin, codes } = variable, type = typeOf(domain, variable);
  return `<ItemDef${attributes({
    OID: itemOid(domain, variable), Name: name, SASFieldName: name, DataType: type, Length: lengthOf(domain, variable),
    SignificantDigits: type === 'float' ? decimalsOf(domain, variable) : null, 'def:CommentOID': isEmpty(domain, variable) ? 'COM.EMPTY' : null,
  })}>${described(label)}${codes === undefined ? '' : `<CodeListRef CodeListOID="CL.${codes.id}"/>`}<def:Origin Type="${origin}" Source="${sourceOf(domain, variable)}"/>${variable.dependsOn === undefined || isEmpty(domain, variable) ? '' : `<def:ValueListRef ValueListOID="VL.${domain.name}.${name}"/>`}</ItemDef>`;
}

function writeValueList({ oid, values }: ValueList): string {
  return `<def:ValueListDef OID="${oid}">${values.map(({ oid: itemOidOfValue, condition, variable, isMandatory }, at) => `<ItemRef${attributes({
    ItemOID: itemOidOfValue, OrderNumber: at + 1, Mandatory: isMandatory ? 'Yes' : 'No', MethodOID: variable.origin === 'Derived' ? `MT.${methodOf(variable)}` : null,
  })}><def:WhereClauseRef WhereClauseOID="${condition.oid}"/></ItemRef>`).join('')}</def:ValueListDef>`;
}

function writeCondition({ oid, itemOid: itemOidOfColumn, value }: Condition): string {
  return `<def:WhereClauseDef OID="${oid}"><RangeCheck Comparator="EQ" SoftHard="Soft" def:ItemOID="${itemOidOfColumn}"><CheckValue>${escapeXml(value)}</CheckValue></RangeCheck></def:WhereClauseDef>`;
}

function writeValue({ oid, condition, label, domain, variable }: ListedValue): string {
  return `<ItemDef${attributes({
    OID: oid, Name: condition.value, SASFieldName: condition.value, DataType: variable.type, Length: lengthOf(domain, variable), SignificantDigits: variable.type === 'float' ? decimalsOf(domain, variable) : null,
  })}>${described(label)}<def:Origin Type="${variable.origin}" Source="${sourceOf(domain, variable)}"/></ItemDef>`;
}

/** Items that say what they mean are coded, the others enumerated; a list is of one kind. */
function writeCodeList({ id, name, items, concept }: CodeList): string {
  const coded = items.some(({ meaning }) => meaning !== undefined);
  const alias = (code: string | undefined): string => (code === undefined ? '' : `<Alias Context="nci:ExtCodeID" Name="${code}"/>`);
  return `<CodeList${attributes({ OID: `CL.${id}`, Name: name, DataType: 'text', 'def:IsNonStandard': concept === undefined ? 'Yes' : null, 'def:StandardOID': concept === undefined ? null : 'STD.2' })}>${items.map((item) => (coded
    ? `<CodeListItem${attributes({ CodedValue: item.code })}><Decode>${translated(item.meaning ?? item.code)}</Decode>${alias(item.concept)}</CodeListItem>`
    : `<EnumeratedItem${attributes({ CodedValue: item.code })}>${alias(item.concept)}</EnumeratedItem>`)).join('')}${alias(concept)}</CodeList>`;
}

const methods: Record<string, { name: string; text: string }> = {
  MEASURED: { name: 'Measured on photographs', text: 'Computed by trichoscore VERSION from photographs; docs/scoring.md of the software gives the formulae. The computed 7-point score is not an investigator’s rating.' },
  DAY: { name: 'Study day', text: 'Date minus reference start date, plus 1 on or after it.' },
  COUNT: { name: 'Running number', text: 'Numbered within the subject in the order of the records.' },
  FIRST: { name: 'First day', text: 'Day of the baseline photograph.' },
  LASTSEEN: { name: 'Last day seen', text: 'Last day of a photograph or a rating.' },
  FIRSTDOSE: { name: 'First dose', text: 'Earliest EXSTDTC.' },
  LASTDOSE: { name: 'Last dose', text: 'Latest EXENDTC, or EXSTDTC where that is missing.' },
  BEFOREDOSE: { name: 'Last answer before the first dose', text: 'Y for the last record of a rater and place of a subject before RFXSTDTC.' },
  CONTACT: { name: 'Last contact', text: 'Last day of a photograph, a rating or a treatment.' },
};

const referenceMethods: Record<string, keyof typeof methods | undefined> = { RFSTDTC: 'FIRST', RFENDTC: 'LASTSEEN', RFXSTDTC: 'FIRSTDOSE', RFXENDTC: 'LASTDOSE', RFPENDTC: 'CONTACT' };

function methodOf({ name }: Variable): keyof typeof methods {
  const reference = referenceMethods[name];
  if (reference !== undefined) return reference;
  if (name.endsWith('LOBXFL')) return 'BEFOREDOSE';
  if (name.endsWith('DY')) return 'DAY';
  return /(SEQ|REPNUM)$/.test(name) ? 'COUNT' : 'MEASURED';
}

/** Who gave a value: what was collected comes from the patient in questionnaires, else from the site. */
function sourceOf(domain: Domain, { origin, name }: Variable): 'Investigator' | 'Subject' | 'Sponsor' {
  if (origin !== 'Collected') return 'Sponsor';
  return domain.name === 'QS' && name === 'QSORRES' ? 'Subject' : 'Investigator';
}

function isEmpty({ rows }: Domain, { name }: Variable): boolean {
  return rows.every((row) => (row[name] ?? null) === null);
}
