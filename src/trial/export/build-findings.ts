import { type RaterRole, type RatingRow, type TrialData } from '../trial-data.js';
import { type CodeList, listValues, notDone, scoreNumbers, scoreTexts, scoreWords, yes } from './code-lists.js';
import { findArm, type TrialSubject } from './collect-subjects.js';
import { findReferenceDays } from './find-reference-days.js';
import { listRatings } from './list-ratings.js';
import { countBySubject, type Domain, identifiers, type Start, supplement, text, timing, type When } from './sdtm-domain.js';
import { collectVisits, type Figure, figures, unitOf } from './visit-figures.js';

type Subjects = ReadonlyMap<string, TrialSubject>;

/** Says the arm of each row of a person who is in several; of everybody else DM says it. */
function withArms(domain: Domain, rows: readonly { subject: string; arm: string }[], subjects: Subjects): Domain[] {
  const values = rows.map((row) => (subjects.get(row.subject)!.inSeveralArms ? findArm(row, subjects) || null : null));
  return [domain, supplement(domain, { name: 'AREAARM', label: 'Arm of the Target Area', origin: 'Assigned', values })];
}

const all = { code: 'FAALL', label: 'Findings About All' };
const testCodes: CodeList = { id: 'FATESTCD', name: 'Findings About Test Short Name', items: [...figures, all].map(({ code, label }) => ({ code, meaning: label })) };
const testNames: CodeList = { id: 'FATEST', name: 'Findings About Test Name', items: [...figures, all].map(({ label }) => ({ code: label })) };
const byTest = { column: 'FATESTCD', label: 'FATEST' };
const change: Figure = figures.find(({ name }) => name === 'change_percent')!;

/** What a record of FA says of its test. */
interface Finding {
  value?: number | null;
  unit?: string | null;
  derived?: 'Y' | null;
  status?: 'NOT DONE' | null;
  reason?: string | null;
}

/**
 * FA: what was measured on photographs and what comparisons say. A photograph that was not measured is one record of all tests not done; a measured one that
 * could not be compared keeps its figures, and its change is not done.
 */
export function buildFindingsAbout(data: TrialData, subjects: Subjects, start: Start, when: When): Domain[] {
  const next = countBySubject();
  const rows: Domain['rows'] = [], arms: { subject: string; arm: string }[] = [];
  for (const visit of collectVisits(data)) {
    const { STUDYID, DOMAIN, USUBJID } = start('FA', visit.subject), { VISITNUM, VISIT, FADTC, FADY } = when('FA', visit.subject, visit.visit, visit.date);
    const place = { FALOC: visit.targetArea || null, FAMETHOD: visit.view || null }, compared = visit.endpoint === '' ? 'SCALP HAIR' : visit.endpoint;
    // A trial has hundreds of thousands of these: written out, all have one shape, which takes a fifth of the memory and time of objects put together from parts.
    const add = (test: { code: string; label: string }, of: Figure['of'], { value = null, unit = null, derived = null, status = null, reason = null }: Finding): void => {
      const written = value === null ? null : String(value);
      arms.push(visit);
      rows.push({
        STUDYID, DOMAIN, USUBJID, FASEQ: next(visit.subject), FATESTCD: test.code, FATEST: test.label, FAOBJ: of === 'photograph' ? 'SCALP HAIR' : compared,
        FACAT: of === 'photograph' ? 'PHOTOGRAPH' : 'CHANGE FROM BASELINE', FAORRES: written, FAORRESU: unit, FASTRESC: written, FASTRESN: value, FASTRESU: unit, FASTAT: status, FAREASND: reason, FADRVFL: derived,
        FALOC: place.FALOC, FAMETHOD: place.FAMETHOD, FAREPNUM: visit.repeat, VISITNUM, VISIT, FADTC, FADY,
      });
    };
    for (const figure of figures) {
      const value = visit.values[figure.name], unit = unitOf(figure, visit) === '1' ? null : unitOf(figure, visit);
      if (value !== null) add(figure, figure.of, { value, unit, derived: figure.of === 'photograph' ? null : 'Y' });
    }
    if (visit.errorCode !== '') add(all, 'photograph', { status: 'NOT DONE', reason: visit.errorCode });
    else if (visit.comparisonErrorCode !== '') add(change, 'comparison', { status: 'NOT DONE', reason: visit.comparisonErrorCode });
  }
  const listed = (variable: string, called: string): CodeList => listValues(variable, called, rows.map((row) => row[variable]));
  const unitList = listed('FAORRESU', 'Units after UCUM'), units = unitList.items.length === 0 ? {} : { codes: unitList };
  return withArms({
    name: 'FA', label: 'Findings About Events or Interventions', class: 'FINDINGS ABOUT', structure: 'One record per finding per target area per photograph per visit per subject', rows,
    variables: [
      ...identifiers, { name: 'FASEQ', label: 'Sequence Number', type: 'integer', origin: 'Derived', required: true, key: 3 },
      text('FATESTCD', 'Findings About Test Short Name', 'Assigned', { required: true, key: 4, codes: testCodes }), text('FATEST', 'Findings About Test Name', 'Assigned', { required: true, codes: testNames }),
      text('FAOBJ', 'Object of the Observation', 'Assigned', { required: true, codes: listed('FAOBJ', 'Object of the Observation') }), text('FACAT', 'Category for Findings About', 'Assigned', { codes: listed('FACAT', 'Category for Findings About') }),
      text('FAORRES', 'Result or Finding in Original Units', 'Derived', { dependsOn: byTest }), text('FAORRESU', 'Original Units', 'Assigned', units), text('FASTRESC', 'Character Result/Finding in Std Format', 'Derived'),
      { name: 'FASTRESN', label: 'Numeric Result/Finding in Standard Units', type: 'float', origin: 'Derived', dependsOn: byTest }, text('FASTRESU', 'Standard Units', 'Assigned', units),
      text('FASTAT', 'Completion Status', 'Derived', { codes: notDone }), text('FAREASND', 'Reason Not Performed', 'Derived'),
      text('FALOC', 'Location of the Finding About', 'Collected'), text('FAMETHOD', 'Method of Test or Examination', 'Assigned'), text('FADRVFL', 'Derived Flag', 'Assigned', { codes: yes }), { name: 'FAREPNUM', label: 'Repetition Number', type: 'integer', origin: 'Derived' }, ...timing('FA', 5, 'Collection'),
    ],
  }, arms, subjects);
}

const rating = { code: 'HAIRGA7', label: 'Hair Growth Global Assessment, 7-Point' };
const ratingCodes: CodeList = { id: 'RATINGCD', name: 'Assessment Short Name', items: [{ code: rating.code, meaning: rating.label }] };
const ratingNames: CodeList = { id: 'RATING', name: 'Assessment Name', items: [{ code: rating.label }] };
/** What SDTM calls the roles. */
const evaluatorOf: Record<RaterRole, string> = { adjudicator: 'ADJUDICATOR', 'independent assessor': 'INDEPENDENT ASSESSOR', investigator: 'INVESTIGATOR', patient: 'STUDY SUBJECT' };
const evaluators: CodeList = { id: 'EVAL', name: 'Evaluator', items: Object.values(evaluatorOf).map((code) => ({ code })) };

const placeOf = ({ targetArea, view }: RatingRow): string | null => [targetArea, view].filter((part) => part !== '').join(', ') || null;

/** Of each rater and place of a person the last score from before the first dose of a drug; nobody's where no dose has a day. */
function findLastBeforeDose(data: TrialData, ratings: readonly RatingRow[]): ReadonlySet<RatingRow> {
  const daysOf = findReferenceDays(data), last = new Map<string, RatingRow>();
  for (const row of ratings) {
    const { firstDose } = daysOf(row.subject), key = JSON.stringify([row.subject, row.rater, placeOf(row)]);
    if (firstDose !== null && row.date !== '' && row.date < firstDose && row.date >= (last.get(key)?.date ?? '')) last.set(key, row);
  }
  return new Set(last.values());
}

/** Labels in which the implementation guide has RS and QS differ. */
const labelsOf = {
  RS: { test: 'Assessment', category: 'Category for Assessment', result: 'Result or Finding in Original Units', number: 'Numeric Result/Finding in Standard Units', event: 'Assessment' },
  QS: { test: 'Question', category: 'Category of Question', result: 'Finding in Original Units', number: 'Numeric Finding in Standard Units', event: 'Finding' },
} as const;

/** RS or QS: scores by people, those of the patients in QS; a score without a role is in RS and has no evaluator. */
export function buildRatings(data: TrialData, name: 'RS' | 'QS', subjects: Subjects, start: Start, when: When): Domain[] {
  const own = listRatings(data).filter(({ role }) => (role === 'patient') === (name === 'QS'));
  const next = countBySubject(), labels = labelsOf[name], hasPanel = own.some(({ accepted }) => accepted);
  const v = (suffix: string): string => `${name}${suffix}`;
  const lastBeforeDose = findLastBeforeDose(data, own);
  return withArms({
    name, label: name === 'RS' ? 'Disease Response and Clin Classification' : 'Questionnaires', class: 'FINDINGS', structure: 'One record per score per rater per visit per subject',
    variables: [
      ...identifiers, { name: v('SEQ'), label: 'Sequence Number', type: 'integer', origin: 'Derived', required: true, key: 3 },
      text(v('TESTCD'), `${labels.test} Short Name`, 'Assigned', { required: true, key: 4, codes: ratingCodes }), text(v('TEST'), `${labels.test} Name`, 'Assigned', { required: true, codes: ratingNames }), text(v('CAT'), labels.category, 'Assigned', { required: true }),
      text(v('ORRES'), labels.result, 'Collected', { codes: scoreWords }), text(v('STRESC'), 'Character Result/Finding in Std Format', 'Assigned', { codes: scoreNumbers }), { name: v('STRESN'), label: labels.number, type: 'integer', origin: 'Assigned' },
      text(v('LOC'), 'Location Used for the Measurement', 'Collected'), ...(name === 'QS' ? [text('QSLOBXFL', 'Last Observation Before Exposure Flag', 'Derived', { codes: yes })] : []), text(v('EVAL'), 'Evaluator', 'Assigned', { codes: evaluators }), text(v('EVALID'), 'Evaluator Identifier', 'Assigned'), ...(hasPanel ? [text(v('ACPTFL'), 'Accepted Record Flag', 'Assigned', { codes: yes })] : []), { name: v('REPNUM'), label: 'Repetition Number', type: 'integer', origin: 'Collected' }, ...timing(name, 5, labels.event),
    ],
    rows: own.map((row) => ({
      ...start(name, row.subject), [v('SEQ')]: next(row.subject), [v('TESTCD')]: rating.code, [v('TEST')]: rating.label, [v('CAT')]: '7-POINT SCALE',
      [v('ORRES')]: scoreTexts[String(row.score)], [v('STRESC')]: String(row.score), [v('STRESN')]: row.score, [v('LOC')]: placeOf(row),
      ...(name === 'QS' ? { QSLOBXFL: lastBeforeDose.has(row) ? 'Y' : null } : {}), [v('EVAL')]: row.role === '' ? null : evaluatorOf[row.role], [v('EVALID')]: row.rater, ...(hasPanel ? { [v('ACPTFL')]: row.accepted ? 'Y' : null } : {}), [v('REPNUM')]: row.occasion, ...when(name, row.subject, row.visit, row.date),
    })),
  }, own, subjects);
}
