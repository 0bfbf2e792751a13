import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/phantom/random.js';
import { buildSdtm } from '../../src/trial/export/build-sdtm.js';
import type { Domain } from '../../src/trial/export/sdtm-domain.js';
import { writeDefineXml } from '../../src/trial/export/write-define-xml.js';
import { lengthOf, writeDatasetJson } from '../../src/trial/export/write-sdtm.js';
import { defaultPlan, simulateTrial } from '../../src/trial/simulate-trial.js';
import { allElements, readXml, type XmlElement } from './read-xml.js';

const study = { studyId: 'HAIR-1', created: '2026-12-01T00:00:00Z', version: '0.1.0' };

/** Elements of Define-XML 2.1 as used here: attributes that must be there, those that may, and children in their order. */
const rules: Record<string, { must: string[]; may?: string[]; children?: string[] }> = {
  'ODM': { must: ['xmlns', 'xmlns:def', 'xmlns:xlink', 'FileType', 'FileOID', 'CreationDateTime', 'ODMVersion', 'def:Context'], may: ['Originator', 'SourceSystem', 'SourceSystemVersion'], children: ['Study'] },
  'Study': { must: ['OID'], children: ['GlobalVariables', 'MetaDataVersion'] },
  'GlobalVariables': { must: [], children: ['StudyName', 'StudyDescription', 'ProtocolName'] },
  'StudyName': { must: [] }, 'StudyDescription': { must: [] }, 'ProtocolName': { must: [] },
  'MetaDataVersion': { must: ['OID', 'Name', 'def:DefineVersion'], children: ['def:Standards', 'def:ValueListDef', 'def:WhereClauseDef', 'ItemGroupDef', 'ItemDef', 'CodeList', 'MethodDef', 'def:CommentDef'] },
  'def:Standards': { must: [], children: ['def:Standard'] },
  'def:Standard': { must: ['OID', 'Name', 'Type', 'Version'], may: ['Status', 'PublishingSet'] },
  'ItemGroupDef': { must: ['OID', 'Name', 'Repeating', 'Purpose', 'def:Structure', 'def:ArchiveLocationID', 'Domain', 'SASDatasetName', 'IsReferenceData', 'def:StandardOID'], children: ['Description', 'ItemRef', 'def:Class', 'def:leaf'] },
  'ItemRef': { must: ['ItemOID', 'Mandatory', 'OrderNumber'], may: ['KeySequence', 'MethodOID', 'def:HasNoData'], children: ['def:WhereClauseRef'] },
  'def:ValueListDef': { must: ['OID'], children: ['ItemRef'] }, 'def:WhereClauseRef': { must: ['WhereClauseOID'] }, 'def:ValueListRef': { must: ['ValueListOID'] },
  'def:WhereClauseDef': { must: ['OID'], children: ['RangeCheck'] }, 'RangeCheck': { must: ['Comparator', 'SoftHard', 'def:ItemOID'], children: ['CheckValue'] }, 'CheckValue': { must: [] },
  'def:Class': { must: ['Name'] }, 'def:leaf': { must: ['ID', 'xlink:href'], children: ['def:title'] }, 'def:title': { must: [] },
  'ItemDef': { must: ['OID', 'Name', 'DataType', 'SASFieldName'], may: ['Length', 'SignificantDigits', 'def:CommentOID'], children: ['Description', 'CodeListRef', 'def:Origin', 'def:ValueListRef'] },
  'CodeListRef': { must: ['CodeListOID'] }, 'def:Origin': { must: ['Type', 'Source'] },
  'CodeList': { must: ['OID', 'Name', 'DataType'], may: ['def:IsNonStandard', 'def:StandardOID'], children: ['CodeListItem', 'EnumeratedItem', 'Alias'] },
  'CodeListItem': { must: ['CodedValue'], children: ['Decode', 'Alias'] }, 'EnumeratedItem': { must: ['CodedValue'], children: ['Alias'] },
  'Alias': { must: ['Context', 'Name'] }, 'Decode': { must: [], children: ['TranslatedText'] },
  'MethodDef': { must: ['OID', 'Name', 'Type'], children: ['Description'] }, 'def:CommentDef': { must: ['OID'], children: ['Description'] },
  'Description': { must: [], children: ['TranslatedText'] }, 'TranslatedText': { must: ['xml:lang'] },
};

describe('define.xml of a trial', () => {
  let domains: Domain[];
  let elements: XmlElement[];
  const named = (name: string): XmlElement[] => elements.filter((element) => element.name === name);
  const only = (element: XmlElement, name: string): XmlElement | undefined => element.children.find((child) => child.name === name);
  beforeAll(() => {
    const { data } = simulateTrial({ ...defaultPlan, arms: [{ arm: 'placebo', subjects: 6, effect: 0 }, { arm: 'needling & "minoxidil"', subjects: 6, effect: 15 }], sessionEveryDays: 14, sessions: 3, readers: 1, unusable: 0.2 }, createRandom(11));
    data.ratings!.push(...data.ratings!.filter(({ occasion }) => occasion === 1).map((row) => ({ ...row, rater: 'patient', role: 'patient' as const })));
    data.treatments!.push({ subject: 'S0001', date: '2026-02-01', endDate: '2026-05-01', treatment: 'minoxidil 5 %', kind: 'drug', dose: 0.5, doseUnit: 'mL', needleLengthMm: null });
    domains = buildSdtm(data, { studyId: study.studyId, country: 'IND' });
    elements = allElements(readXml(writeDefineXml(domains, study)));
  });

  it('holds no element and no attribute that the standard does not know there, and every one that it demands, in its order', () => {
    expect(elements[0].attributes).toMatchObject({ 'xmlns': 'http://www.cdisc.org/ns/odm/v1.3', 'xmlns:def': 'http://www.cdisc.org/ns/def/v2.1', 'FileType': 'Snapshot', 'ODMVersion': '1.3.2', 'def:Context': 'Other' });
    for (const { name, attributes, children } of elements) {
      const { must, may = [], children: order = [] } = rules[name];
      expect(must.filter((attribute) => !attributes[attribute]), name).toEqual([]);
      expect(Object.keys(attributes).filter((attribute) => ![...must, ...may].includes(attribute)), name).toEqual([]);
      const places = children.map((child) => order.indexOf(child.name));
      expect([places.includes(-1), places], name).toEqual([false, [...places].sort((a, b) => a - b)]);
    }
  });

  it('gives each thing one identifier, and refers to nothing that is not there', () => {
    const defined = elements.flatMap(({ attributes }) => [attributes['OID'], attributes['ID']].filter((id) => id !== undefined));
    expect(new Set(defined).size).toBe(defined.length);
    const references = elements.flatMap(({ attributes }) => ['ItemOID', 'CodeListOID', 'MethodOID', 'def:CommentOID', 'def:StandardOID', 'def:ArchiveLocationID', 'ValueListOID', 'WhereClauseOID', 'def:ItemOID'].flatMap((name) => attributes[name] ?? []));
    expect(references.length).toBeGreaterThan(150);
    expect(references.filter((reference) => !defined.includes(reference))).toEqual([]);
    // And nothing is defined that nobody refers to.
    expect(defined.filter((id) => /^(IT|CL|MT|COM|STD|LF|VL|WC)\./.test(id) && !references.includes(id))).toEqual([]);
  });

  it('says of every derived variable how it was derived, and of every variable where it is from', () => {
    const items = new Map(named('ItemDef').map((item) => [item.attributes['OID'], item]));
    for (const reference of named('ItemRef')) {
      const origin = only(items.get(reference.attributes['ItemOID'])!, 'def:Origin')!.attributes;
      expect(['Protocol', 'Assigned', 'Collected', 'Derived']).toContain(origin['Type']);
      expect(reference.attributes['MethodOID'] !== undefined, reference.attributes['ItemOID']).toBe(origin['Type'] === 'Derived');
      expect(origin['Type'] === 'Collected' ? ['Investigator', 'Subject'] : ['Sponsor']).toContain(origin['Source']);
    }
  });

  it('leaves room for the longest value, lists every value that a list is given for, and says which columns are empty', () => {
    const items = new Map(named('ItemDef').map((item) => [item.attributes['OID'], item])), lists = new Map(named('CodeList').map((list) => [list.attributes['OID'], list.children.map(({ attributes }) => attributes['CodedValue'])]));
    for (const domain of domains) for (const { name, type, required } of domain.variables) {
      const item = items.get(`IT.${domain.name}.${name}`)!, values = domain.rows.map((row) => row[name] ?? null).filter((value) => value !== null), texts = values.map(String);
      const reference = named('ItemRef').find(({ attributes }) => attributes['ItemOID'] === item.attributes['OID'])!;
      expect(reference.attributes['def:HasNoData'] === 'Yes', name).toBe(values.length === 0);
      if (required) expect(values.length, name).toBe(domain.rows.length);
      if (type === 'date') expect(item.attributes['Length']).toBeUndefined();
      else for (const text of texts) expect(text.length).toBeLessThanOrEqual(Number(item.attributes['Length']));
      if (type === 'float') for (const text of texts) expect((text.split('.')[1] ?? '').length).toBeLessThanOrEqual(Number(item.attributes['SignificantDigits']));
      if (type === 'float') expect(Number(item.attributes['SignificantDigits'])).toBeLessThan(Number(item.attributes['Length']));
      if (type === 'integer') expect(values.every(Number.isInteger), name).toBe(true);
      const list = only(item, 'CodeListRef')?.attributes['CodeListOID'];
      if (list !== undefined) expect(texts.filter((text) => !lists.get(list)!.includes(text)), list).toEqual([]);
    }
    expect([...lists.keys()]).toEqual(expect.arrayContaining(['CL.SEX', 'CL.ARM', 'CL.FATESTCD', 'CL.GA7_NUMBERS', 'CL.ND']));
    expect(named('CodeList').every(({ attributes }) => (attributes['def:IsNonStandard'] === 'Yes') !== (attributes['def:StandardOID'] === 'STD.2'))).toBe(true);
  });

  it('describes the values of every qualifier and of every test by themselves: their type, their length, and in which records they stand', () => {
    for (const domain of domains) for (const { name, dependsOn } of domain.variables) {
      const list = named('def:ValueListDef').find(({ attributes }) => attributes['OID'] === `VL.${domain.name}.${name}`);
      expect(list !== undefined, `${domain.name}.${name}`).toBe(dependsOn !== undefined);
      if (list === undefined) continue;
      const codes = [...new Set(domain.rows.filter((row) => (row[name] ?? null) !== null).map((row) => row[dependsOn!.column]))].sort();
      expect(codes.length).toBeGreaterThan(0);
      const described = list.children.map((reference) => {
        const item = named('ItemDef').find(({ attributes }) => attributes['OID'] === reference.attributes['ItemOID'])!;
        const condition = named('def:WhereClauseDef').find(({ attributes }) => attributes['OID'] === only(reference, 'def:WhereClauseRef')!.attributes['WhereClauseOID'])!, check = only(condition, 'RangeCheck')!;
        const code = only(check, 'CheckValue')!.text, values = domain.rows.filter((row) => row[dependsOn!.column] === code).map((row) => row[name] ?? null), given = values.filter((value) => value !== null).map(String);
        expect([check.attributes['Comparator'], check.attributes['def:ItemOID'], item.attributes['Name']]).toEqual(['EQ', `IT.${domain.name}.${dependsOn!.column}`, code]);
        expect(reference.attributes['Mandatory']).toBe(given.length === values.length ? 'Yes' : 'No');
        for (const value of given) expect(value.length).toBeLessThanOrEqual(Number(item.attributes['Length']));
        expect(item.attributes['DataType']).toBe(given.every((value) => /^-?\d+$/.test(value)) ? 'integer' : given.every((value) => Number.isFinite(Number(value))) ? 'float' : 'text');
        return code;
      });
      expect(described).toEqual(codes);
    }
    expect(named('ItemDef').find(({ attributes }) => attributes['OID'] === 'IT.SUPPPR.QVAL.NEEDLEN')!.attributes).toMatchObject({ DataType: 'float', Length: '3', SignificantDigits: '1' });
  });

  it('has a DM with every column that the implementation guide demands or expects, in its order, and the days that the tables tell', () => {
    const { variables, rows } = domains.find(({ name }) => name === 'DM')!;
    expect(variables.map(({ name }) => name)).toEqual(['STUDYID', 'DOMAIN', 'USUBJID', 'SUBJID', 'RFSTDTC', 'RFENDTC', 'RFXSTDTC', 'RFXENDTC', 'RFICDTC', 'RFPENDTC', 'DTHDTC', 'DTHFL', 'SITEID', 'AGE', 'AGEU', 'SEX', 'RACE', 'ARMCD', 'ARM', 'ACTARMCD', 'ACTARM', 'ARMNRS', 'ACTARMUD', 'COUNTRY']);
    const own = rows.find(({ SUBJID }) => SUBJID === 'S0001')!, days = domains.flatMap(({ name, rows: records }) => (name === 'FA' || name === 'RS' || name === 'QS' ? records.filter(({ USUBJID }) => USUBJID === own['USUBJID']).map((record) => record[`${name}DTC`]) : [])).filter((day) => day !== null).sort();
    expect(own).toMatchObject({ RFSTDTC: days[0], RFENDTC: days.at(-1), RFXSTDTC: '2026-02-01', RFXENDTC: '2026-05-01' });
    expect(String(own['RFPENDTC']) >= String(own['RFENDTC'])).toBe(true);
    expect(rows.filter(({ SUBJID }) => SUBJID !== 'S0001').every(({ RFXSTDTC }) => RFXSTDTC === null)).toBe(true);
  });

  it('describes the very columns of the Dataset-JSON files, which hold what version 1.1 demands and nothing that it does not know', () => {
    const top = ['datasetJSONCreationDateTime', 'datasetJSONVersion', 'fileOID', 'dbLastModifiedDateTime', 'originator', 'sourceSystem', 'studyOID', 'metaDataVersionOID', 'metaDataRef', 'itemGroupOID', 'records', 'name', 'label', 'columns', 'rows'];
    for (const domain of domains) {
      const json = JSON.parse(writeDatasetJson(domain, study)) as Record<string, string> & { columns: Record<string, string | number>[] };
      expect(Object.keys(json).filter((key) => !top.includes(key))).toEqual([]);
      expect(['datasetJSONCreationDateTime', 'datasetJSONVersion', 'itemGroupOID', 'records', 'name', 'label', 'columns'].filter((key) => json[key] === undefined)).toEqual([]);
      expect(json['datasetJSONCreationDateTime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      const group = named('ItemGroupDef').find(({ attributes }) => attributes['OID'] === json['itemGroupOID'])!;
      expect(only(group, 'def:leaf')!.attributes['xlink:href']).toBe(`${domain.name.toLowerCase()}.json`);
      expect(json.columns.map(({ itemOID }) => itemOID)).toEqual(group.children.filter(({ name }) => name === 'ItemRef').map(({ attributes }) => attributes['ItemOID']));
      for (const column of json.columns) {
        const item = named('ItemDef').find(({ attributes }) => attributes['OID'] === column['itemOID'])!;
        expect(Object.keys(column).filter((key) => !['itemOID', 'name', 'label', 'dataType', 'targetDataType', 'length', 'displayFormat', 'keySequence'].includes(key))).toEqual([]);
        expect([column['name'], column['dataType']]).toEqual([item.attributes['Name'], item.attributes['DataType'].replace('text', 'string')]);
        if (column['length'] !== undefined) expect(String(column['length'])).toBe(item.attributes['Length']);
      }
    }
  });

  it('leaves room for the minus of a change between −1 and 0', () => {
    const change = { name: 'FASTRESN', label: 'Change', type: 'float', origin: 'Derived' } as const;
    const lengthAmong = (...values: number[]): number | null => lengthOf({ name: 'FA', label: '', class: 'FINDINGS', structure: '', variables: [change], rows: values.map((value) => ({ FASTRESN: value })) }, change);
    expect([lengthAmong(-0.25, 0.5), lengthAmong(0.25), lengthAmong(-12.5)]).toEqual(['-0.25', '0.25', '-12.5'].map(({ length }) => length));
  });
});
