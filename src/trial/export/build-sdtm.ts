import type { TrialData } from '../trial-data.js';
import { collectVisits, figures, findFirstDays, orderVisits, unitOf } from './visit-figures.js';

/** A column of an SDTM domain. */
export interface Variable {
  name: string;
  label: string;
  type: 'text' | 'integer' | 'float' | 'date';
  /** Place among the keys of a record, from 1. */
  key?: number;
  required?: boolean;
  origin: 'Protocol' | 'Assigned' | 'Collected' | 'Derived';
}

export interface Domain {
  name: string;
  label: string;
  class: 'SPECIAL PURPOSE' | 'FINDINGS' | 'FINDINGS ABOUT' | 'INTERVENTIONS' | 'RELATIONSHIP';
  structure: string;
  variables: Variable[];
  rows: Record<string, string | number | null>[];
}

export interface SdtmOptions {
  studyId: string;
  /** ISO 3166 three letters; empty where not known, and then DM lacks a required value. */
  country: string;
}

const scoreTexts: Record<string, string> = {
  '-3': 'GREATLY DECREASED', '-2': 'MODERATELY DECREASED', '-1': 'SLIGHTLY DECREASED', '0': 'NO CHANGE',
  '1': 'SLIGHTLY INCREASED', '2': 'MODERATELY INCREASED', '3': 'GREATLY INCREASED',
};

/** Raters whose name says that they are the patient. */
const patient = /^(patient|subject|self)/i;

const text = (name: string, label: string, origin: Variable['origin'], more: Partial<Variable> = {}): Variable => ({ name, label, type: 'text', origin, ...more });
const identifiers: Variable[] = [
  text('STUDYID', 'Study Identifier', 'Protocol', { key: 1, required: true }), text('DOMAIN', 'Domain Abbreviation', 'Assigned', { required: true }),
  text('USUBJID', 'Unique Subject Identifier', 'Assigned', { key: 2, required: true }),
];

function timing(domain: string, last: number): Variable[] {
  return [
    { name: 'VISITNUM', label: 'Visit Number', type: 'integer', origin: 'Assigned', key: last }, text('VISIT', 'Visit Name', 'Assigned'),
    { name: `${domain}DTC`, label: 'Date/Time of Collection', type: 'date', origin: 'Collected' }, { name: `${domain}DY`, label: 'Study Day of Collection', type: 'integer', origin: 'Derived' },
  ];
}

/**
 * The trial as SDTM domains (implementation guide 3.4): DM; RS for scores by investigators and panels; QS for scores by patients;
 * FA for whatever was measured on photographs, the computed score included, which is no rating and so never goes to RS; EX and PR for treatments.
 * Domains without records are left out, DM and FA never.
 */
export function buildSdtm(data: TrialData, { studyId, country }: SdtmOptions): Domain[] {
  const visitNumbers = new Map(orderVisits(data).map((visit, at) => [visit, at + 1]));
  const firstDays = findFirstDays(data);
  const start = (domain: string, subject: string): Record<string, string> => ({ STUDYID: studyId, DOMAIN: domain, USUBJID: `${studyId}-${subject}` });
  const when = (domain: string, subject: string, visit: string, date: string): Record<string, string | number | null> => ({
    VISITNUM: visitNumbers.get(visit) ?? null, VISIT: visit, [`${domain}DTC`]: date || null, [`${domain}DY`]: studyDay(firstDays.get(subject), date),
  });
  const domains = [
    demographics(data, country, firstDays, start), findingsAbout(data, start, when),
    scores(data, 'RS', start, when), scores(data, 'QS', start, when), ...treatments(data, start, firstDays),
  ];
  return domains.filter(({ name, rows }) => rows.length > 0 || name === 'DM' || name === 'FA');
}

type Start = (domain: string, subject: string) => Record<string, string>;
type When = (domain: string, subject: string, visit: string, date: string) => Record<string, string | number | null>;

/** Day 1 is the first day; there is no day 0. */
function studyDay(first: string | undefined, date: string): number | null {
  if (first === undefined || date === '') return null;
  const days = Math.round((Date.parse(date) - Date.parse(first)) / 86_400_000);
  return days >= 0 ? days + 1 : days;
}

function demographics(data: TrialData, country: string, firstDays: Map<string, string>, start: Start): Domain {
  const arms = new Map<string, string>();
  for (const { subject, arm } of [...data.measurements, ...data.scores, ...data.ratings ?? []]) if (!arms.has(subject)) arms.set(subject, arm);
  const codes = new Map([...new Set(arms.values())].sort().map((arm, at) => [arm, `ARM${at + 1}`]));
  return {
    name: 'DM', label: 'Demographics', class: 'SPECIAL PURPOSE', structure: 'One record per subject',
    variables: [
      ...identifiers, text('SUBJID', 'Subject Identifier for the Study', 'Assigned', { required: true }), { name: 'RFSTDTC', label: 'Subject Reference Start Date/Time', type: 'date', origin: 'Derived' },
      text('SITEID', 'Study Site Identifier', 'Assigned', { required: true }), { name: 'AGE', label: 'Age', type: 'integer', origin: 'Collected' }, text('AGEU', 'Age Units', 'Assigned'),
      text('SEX', 'Sex', 'Collected', { required: true }), text('ARMCD', 'Planned Arm Code', 'Assigned', { required: true }), text('ARM', 'Description of Planned Arm', 'Assigned', { required: true }),
      text('ACTARMCD', 'Actual Arm Code', 'Assigned', { required: true }), text('ACTARM', 'Description of Actual Arm', 'Assigned', { required: true }), text('COUNTRY', 'Country', 'Assigned', { required: true }),
    ],
    rows: [...arms].map(([subject, arm]) => {
      const known = data.subjects?.find((row) => row.subject === subject);
      const sex = (known?.sex ?? '').toUpperCase();
      return {
        ...start('DM', subject), SUBJID: subject, RFSTDTC: firstDays.get(subject) ?? null, SITEID: known?.site || 'UNKNOWN', AGE: known?.ageYears ?? null, AGEU: known?.ageYears == null ? null : 'YEARS',
        SEX: ['M', 'F'].includes(sex) ? sex : 'U', ARMCD: codes.get(arm)!, ARM: arm, ACTARMCD: codes.get(arm)!, ACTARM: arm, COUNTRY: country || null,
      };
    }),
  };
}

function findingsAbout(data: TrialData, start: Start, when: When): Domain {
  const numbers = new Map<string, number>();
  const next = (subject: string): number => {
    numbers.set(subject, (numbers.get(subject) ?? 0) + 1);
    return numbers.get(subject)!;
  };
  const rows = collectVisits(data).flatMap((visit) => {
    const base = { ...start('FA', visit.subject) };
    const rest = { FALOC: visit.targetArea || null, FAMETHOD: visit.view || null, FAREPNUM: visit.repeat, ...when('FA', visit.subject, visit.visit, visit.date) };
    const given = figures.filter(({ name }) => visit.values[name] !== null);
    const records = given.map((figure) => {
      const value = visit.values[figure.name]!;
      const unit = unitOf(figure, visit);
      return {
        ...base, FASEQ: next(visit.subject), FATESTCD: figure.code, FATEST: figure.label, FAOBJ: figure.of === 'photograph' ? 'SCALP HAIR' : visit.endpoint, FACAT: figure.of === 'photograph' ? 'PHOTOGRAPH' : 'CHANGE FROM BASELINE',
        FAORRES: String(value), FAORRESU: unit === '1' ? null : unit, FASTRESC: String(value), FASTRESN: value, FASTRESU: unit === '1' ? null : unit, FASTAT: null, FAREASND: null, FADRVFL: figure.of === 'photograph' ? null : 'Y', ...rest,
      };
    });
    if (visit.errorCode === '') return records;
    return [...records, {
      ...base, FASEQ: next(visit.subject), FATESTCD: 'FAALL', FATEST: 'Findings About All', FAOBJ: 'SCALP HAIR', FACAT: 'PHOTOGRAPH', FAORRES: null, FAORRESU: null, FASTRESC: null, FASTRESN: null, FASTRESU: null,
      FASTAT: 'NOT DONE', FAREASND: visit.errorCode, FADRVFL: null, ...rest,
    }];
  });
  return {
    name: 'FA', label: 'Findings About Events or Interventions', class: 'FINDINGS ABOUT', structure: 'One record per finding per target area per photograph per visit per subject', rows,
    variables: [
      ...identifiers, { name: 'FASEQ', label: 'Sequence Number', type: 'integer', origin: 'Derived', required: true, key: 3 },
      text('FATESTCD', 'Findings About Test Short Name', 'Assigned', { required: true, key: 4 }), text('FATEST', 'Findings About Test Name', 'Assigned', { required: true }),
      text('FAOBJ', 'Object of the Observation', 'Assigned', { required: true }), text('FACAT', 'Category for Findings About', 'Assigned'),
      text('FAORRES', 'Result or Finding in Original Units', 'Derived'), text('FAORRESU', 'Original Units', 'Assigned'), text('FASTRESC', 'Character Result/Finding in Std Format', 'Derived'),
      { name: 'FASTRESN', label: 'Numeric Result/Finding in Standard Units', type: 'float', origin: 'Derived' }, text('FASTRESU', 'Standard Units', 'Assigned'),
      text('FASTAT', 'Completion Status', 'Derived'), text('FAREASND', 'Reason Not Performed', 'Derived'), text('FADRVFL', 'Derived Flag', 'Assigned'),
      text('FALOC', 'Location of the Finding About', 'Collected'), text('FAMETHOD', 'Method of Test or Examination', 'Assigned'), { name: 'FAREPNUM', label: 'Repetition Number', type: 'integer', origin: 'Derived' }, ...timing('FA', 5),
    ],
  };
}

function scores(data: TrialData, name: 'RS' | 'QS', start: Start, when: When): Domain {
  const own = (data.ratings ?? []).filter(({ rater }) => patient.test(rater) === (name === 'QS'));
  const numbers = new Map<string, number>();
  const v = (suffix: string): string => `${name}${suffix}`;
  return {
    name, label: name === 'RS' ? 'Disease Response and Clin Classification' : 'Questionnaires', class: 'FINDINGS', structure: 'One record per score per rater per visit per subject',
    variables: [
      ...identifiers, { name: v('SEQ'), label: 'Sequence Number', type: 'integer', origin: 'Derived', required: true, key: 3 },
      text(v('TESTCD'), 'Assessment Short Name', 'Assigned', { required: true, key: 4 }), text(v('TEST'), 'Assessment Name', 'Assigned', { required: true }), text(v('CAT'), 'Category for Assessment', 'Assigned', { required: true }),
      text(v('ORRES'), 'Result or Finding in Original Units', 'Collected'), text(v('STRESC'), 'Character Result/Finding in Std Format', 'Assigned'), { name: v('STRESN'), label: 'Numeric Result/Finding in Standard Units', type: 'integer', origin: 'Assigned' },
      text(v('LOC'), 'Location Used for the Measurement', 'Collected'), text(v('EVAL'), 'Evaluator', 'Assigned'), text(v('EVALID'), 'Evaluator Identifier', 'Assigned'), { name: v('REPNUM'), label: 'Repetition Number', type: 'integer', origin: 'Collected' }, ...timing(name, 5),
    ],
    rows: own.map((row) => {
      numbers.set(row.subject, (numbers.get(row.subject) ?? 0) + 1);
      return {
        ...start(name, row.subject), [v('SEQ')]: numbers.get(row.subject)!, [v('TESTCD')]: 'HAIRGA7', [v('TEST')]: 'Hair Growth Global Assessment, 7-Point', [v('CAT')]: '7-POINT SCALE',
        [v('ORRES')]: scoreTexts[String(row.score)], [v('STRESC')]: String(row.score), [v('STRESN')]: row.score, [v('LOC')]: [row.targetArea, row.view].filter((part) => part !== '').join(', ') || null, [v('EVAL')]: name === 'QS' ? 'STUDY SUBJECT' : 'INVESTIGATOR', [v('EVALID')]: row.rater, [v('REPNUM')]: row.occasion,
        ...when(name, row.subject, row.visit, row.date),
      };
    }),
  };
}

function treatments(data: TrialData, start: Start, firstDays: Map<string, string>): Domain[] {
  const of = (kind: 'drug' | 'procedure') => (data.treatments ?? []).filter((row) => row.kind === kind);
  const build = (name: 'EX' | 'PR', label: string, rows: ReturnType<typeof of>): Domain => {
    const numbers = new Map<string, number>();
    return {
      name, label, class: 'INTERVENTIONS', structure: name === 'EX' ? 'One record per treatment per interval per subject' : 'One record per procedure per subject',
      variables: [
        ...identifiers, { name: `${name}SEQ`, label: 'Sequence Number', type: 'integer', origin: 'Derived', required: true, key: 3 }, text(`${name}TRT`, name === 'EX' ? 'Name of Treatment' : 'Reported Name of Procedure', 'Collected', { required: true, key: 4 }),
        ...(name === 'EX' ? [{ name: 'EXDOSE', label: 'Dose', type: 'float', origin: 'Collected' } as Variable, text('EXDOSU', 'Dose Units', 'Collected')] : []),
        { name: `${name}STDTC`, label: 'Start Date/Time', type: 'date', origin: 'Collected', key: 5 }, { name: `${name}ENDTC`, label: 'End Date/Time', type: 'date', origin: 'Collected' }, { name: `${name}STDY`, label: 'Study Day of Start', type: 'integer', origin: 'Derived' },
      ],
      rows: rows.map((row) => {
        numbers.set(row.subject, (numbers.get(row.subject) ?? 0) + 1);
        return {
          ...start(name, row.subject), [`${name}SEQ`]: numbers.get(row.subject)!, [`${name}TRT`]: row.treatment.toUpperCase(), ...(name === 'EX' ? { EXDOSE: row.dose, EXDOSU: row.doseUnit || null } : {}),
          [`${name}STDTC`]: row.date || null, [`${name}ENDTC`]: row.endDate || row.date || null, [`${name}STDY`]: studyDay(firstDays.get(row.subject), row.date),
        };
      }),
    };
  };
  const procedures = build('PR', 'Procedures', of('procedure'));
  const needles: Domain = {
    name: 'SUPPPR', label: 'Supplemental Qualifiers for PR', class: 'RELATIONSHIP', structure: 'One record per supplemental qualifier per related parent record',
    variables: [
      text('STUDYID', 'Study Identifier', 'Protocol', { key: 1, required: true }), text('RDOMAIN', 'Related Domain Abbreviation', 'Assigned', { key: 2, required: true }), text('USUBJID', 'Unique Subject Identifier', 'Assigned', { key: 3, required: true }),
      text('IDVAR', 'Identifying Variable', 'Assigned', { key: 4 }), text('IDVARVAL', 'Identifying Variable Value', 'Assigned', { key: 5 }), text('QNAM', 'Qualifier Variable Name', 'Assigned', { key: 6, required: true }),
      text('QLABEL', 'Qualifier Variable Label', 'Assigned', { required: true }), text('QVAL', 'Data Value', 'Collected', { required: true }), text('QORIG', 'Origin', 'Assigned', { required: true }),
    ],
    rows: of('procedure').flatMap((row, at) => {
      const { STUDYID, USUBJID, PRSEQ } = procedures.rows[at];
      return row.needleLengthMm === null ? [] : [{ STUDYID, RDOMAIN: 'PR', USUBJID, IDVAR: 'PRSEQ', IDVARVAL: String(PRSEQ), QNAM: 'NEEDLEN', QLABEL: 'Needle Length in Millimetres', QVAL: String(row.needleLengthMm), QORIG: 'CRF' }];
    }),
  };
  return [build('EX', 'Exposure', of('drug')), procedures, needles];
}
