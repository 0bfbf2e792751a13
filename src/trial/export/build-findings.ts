import type { TrialData } from '../trial-data.js';
import type { TrialSubject } from './collect-subjects.js';
import { countBySubject, type Domain, identifiers, type Start, supplement, text, timing, type When } from './sdtm-domain.js';
import { collectVisits, type Figure, figures, unitOf } from './visit-figures.js';

/** Raters whose name says that they are the patient. */
const patient = /^(patient|subject|self)/i;

const scoreTexts: Record<string, string> = {
  '-3': 'GREATLY DECREASED', '-2': 'MODERATELY DECREASED', '-1': 'SLIGHTLY DECREASED', '0': 'NO CHANGE',
  '1': 'SLIGHTLY INCREASED', '2': 'MODERATELY INCREASED', '3': 'GREATLY INCREASED',
};

type Subjects = ReadonlyMap<string, TrialSubject>;

/** Says the arm of each row of a person who is in several; of everybody else DM says it. */
function withArms(domain: Domain, rows: readonly { subject: string; arm: string }[], subjects: Subjects): Domain[] {
  const values = rows.map(({ subject, arm }) => (subjects.get(subject)!.inSeveralArms ? arm : null));
  return [domain, supplement(domain, { name: 'AREAARM', label: 'Arm of the Target Area', origin: 'Assigned', values })];
}

const change: Figure = figures.find(({ name }) => name === 'change_percent')!;

/**
 * FA: what was measured on photographs and what comparisons say. A photograph that was not measured is one record of all tests not done; a measured one that
 * could not be compared keeps its figures, and its change is not done.
 */
export function buildFindingsAbout(data: TrialData, subjects: Subjects, start: Start, when: When): Domain[] {
  const next = countBySubject();
  const rows: Domain['rows'] = [], arms: { subject: string; arm: string }[] = [];
  for (const visit of collectVisits(data)) {
    const add = (test: { code: string; label: string }, of: Figure['of'], result: Record<string, string | number | null>): void => {
      arms.push(visit);
      rows.push({
        ...start('FA', visit.subject), FASEQ: next(visit.subject), FATESTCD: test.code, FATEST: test.label, FAOBJ: of === 'photograph' || visit.endpoint === '' ? 'SCALP HAIR' : visit.endpoint,
        FACAT: of === 'photograph' ? 'PHOTOGRAPH' : 'CHANGE FROM BASELINE', FAORRES: null, FAORRESU: null, FASTRESC: null, FASTRESN: null, FASTRESU: null, FASTAT: null, FAREASND: null, FADRVFL: null, ...result,
        FALOC: visit.targetArea || null, FAMETHOD: visit.view || null, FAREPNUM: visit.repeat, ...when('FA', visit.subject, visit.visit, visit.date),
      });
    };
    for (const figure of figures) {
      const value = visit.values[figure.name], unit = unitOf(figure, visit) === '1' ? null : unitOf(figure, visit);
      if (value !== null) add(figure, figure.of, { FAORRES: String(value), FAORRESU: unit, FASTRESC: String(value), FASTRESN: value, FASTRESU: unit, FADRVFL: figure.of === 'photograph' ? null : 'Y' });
    }
    if (visit.errorCode !== '') add({ code: 'FAALL', label: 'Findings About All' }, 'photograph', { FASTAT: 'NOT DONE', FAREASND: visit.errorCode });
    else if (visit.comparisonErrorCode !== '') add(change, 'comparison', { FASTAT: 'NOT DONE', FAREASND: visit.comparisonErrorCode });
  }
  return withArms({
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
  }, arms, subjects);
}

/** RS or QS: scores by people, those of the patients in QS. */
export function buildRatings(data: TrialData, name: 'RS' | 'QS', subjects: Subjects, start: Start, when: When): Domain[] {
  const own = (data.ratings ?? []).filter(({ rater }) => patient.test(rater) === (name === 'QS'));
  const next = countBySubject();
  const v = (suffix: string): string => `${name}${suffix}`;
  return withArms({
    name, label: name === 'RS' ? 'Disease Response and Clin Classification' : 'Questionnaires', class: 'FINDINGS', structure: 'One record per score per rater per visit per subject',
    variables: [
      ...identifiers, { name: v('SEQ'), label: 'Sequence Number', type: 'integer', origin: 'Derived', required: true, key: 3 },
      text(v('TESTCD'), 'Assessment Short Name', 'Assigned', { required: true, key: 4 }), text(v('TEST'), 'Assessment Name', 'Assigned', { required: true }), text(v('CAT'), 'Category for Assessment', 'Assigned', { required: true }),
      text(v('ORRES'), 'Result or Finding in Original Units', 'Collected'), text(v('STRESC'), 'Character Result/Finding in Std Format', 'Assigned'), { name: v('STRESN'), label: 'Numeric Result/Finding in Standard Units', type: 'integer', origin: 'Assigned' },
      text(v('LOC'), 'Location Used for the Measurement', 'Collected'), text(v('EVAL'), 'Evaluator', 'Assigned'), text(v('EVALID'), 'Evaluator Identifier', 'Assigned'), { name: v('REPNUM'), label: 'Repetition Number', type: 'integer', origin: 'Collected' }, ...timing(name, 5),
    ],
    rows: own.map((row) => ({
      ...start(name, row.subject), [v('SEQ')]: next(row.subject), [v('TESTCD')]: 'HAIRGA7', [v('TEST')]: 'Hair Growth Global Assessment, 7-Point', [v('CAT')]: '7-POINT SCALE',
      [v('ORRES')]: scoreTexts[String(row.score)], [v('STRESC')]: String(row.score), [v('STRESN')]: row.score, [v('LOC')]: [row.targetArea, row.view].filter((part) => part !== '').join(', ') || null,
      [v('EVAL')]: name === 'QS' ? 'STUDY SUBJECT' : 'INVESTIGATOR', [v('EVALID')]: row.rater, [v('REPNUM')]: row.occasion, ...when(name, row.subject, row.visit, row.date),
    })),
  }, own, subjects);
}
