import type { TrialData } from '../trial-data.js';
import { ageUnits, sexes } from './code-lists.js';
import type { TrialSubject } from './collect-subjects.js';
import { findReferenceDays } from './find-reference-days.js';
import { type Domain, identifiers, type Start, text, type Variable } from './sdtm-domain.js';

const day = (name: string, label: string, origin: Variable['origin']): Variable => ({ name, label, type: 'date', origin });

/**
 * DM: a row for everybody whom any table names. Columns that the implementation guide expects and nobody here knows (consent, death, race) are there and empty. The arm is that of the photographs, else that of subjects.csv; who has none there either has none here, and the
 * reason beside it. Who was assigned and, as far as the tables go, never came has no actual arm.
 */
export function buildDemographics(data: TrialData, subjects: ReadonlyMap<string, TrialSubject>, country: string, firstDays: ReadonlyMap<string, string>, start: Start): Domain {
  const arms = [...new Set([...subjects.values()].flatMap(({ arm }) => (arm === null ? [] : [arm])))].sort();
  const codes = new Map(arms.map((arm, at) => [arm, `ARM${at + 1}`]));
  const armCodes = arms.length === 0 ? {} : { codes: { id: 'ARM', name: 'Arm', items: arms.map((arm) => ({ code: codes.get(arm)!, meaning: arm })) } };
  const daysOf = findReferenceDays(data);
  const everUntreated = findUntreated(data, subjects);
  const known = new Map((data.subjects ?? []).map((row) => [row.subject, row]));
  return {
    name: 'DM', label: 'Demographics', class: 'SPECIAL PURPOSE', structure: 'One record per subject',
    variables: [
      ...identifiers, text('SUBJID', 'Subject Identifier for the Study', 'Assigned', { required: true }), day('RFSTDTC', 'Subject Reference Start Date/Time', 'Derived'), day('RFENDTC', 'Subject Reference End Date/Time', 'Derived'),
      day('RFXSTDTC', 'Date/Time of First Study Treatment', 'Derived'), day('RFXENDTC', 'Date/Time of Last Study Treatment', 'Derived'), day('RFICDTC', 'Date/Time of Informed Consent', 'Collected'),
      day('RFPENDTC', 'Date/Time of End of Participation', 'Derived'), day('DTHDTC', 'Date/Time of Death', 'Collected'), text('DTHFL', 'Subject Death Flag', 'Collected'),
      text('SITEID', 'Study Site Identifier', 'Assigned', { required: true }), { name: 'AGE', label: 'Age', type: 'integer', origin: 'Collected' }, text('AGEU', 'Age Units', 'Assigned', { codes: ageUnits }),
      text('SEX', 'Sex', 'Collected', { required: true, codes: sexes }), text('RACE', 'Race', 'Collected'), text('ARMCD', 'Planned Arm Code', 'Assigned', armCodes), text('ARM', 'Description of Planned Arm', 'Assigned'),
      text('ACTARMCD', 'Actual Arm Code', 'Assigned', armCodes), text('ACTARM', 'Description of Actual Arm', 'Assigned'), text('ARMNRS', 'Reason Arm and/or Actual Arm is Null', 'Assigned'), text('ACTARMUD', 'Description of Unplanned Actual Arm', 'Assigned'),
      text('COUNTRY', 'Country', 'Assigned', { required: country !== '' }),
    ],
    rows: [...subjects].map(([subject, { arm }]) => {
      const own = known.get(subject);
      const days = daysOf(subject);
      const armCode = arm === null ? null : codes.get(arm)!, untreated = everUntreated.has(subject);
      return {
        ...start('DM', subject), SUBJID: subject, RFSTDTC: firstDays.get(subject) ?? null, RFENDTC: days.lastSeen, RFXSTDTC: days.firstDose, RFXENDTC: days.lastDose, RFICDTC: null, RFPENDTC: days.lastContact, DTHDTC: null, DTHFL: null,
        SITEID: own?.site || 'UNKNOWN', AGE: own?.ageYears == null ? null : Math.floor(own.ageYears), AGEU: own?.ageYears == null ? null : 'YEARS',
        SEX: own?.sex || 'U', RACE: null, ARMCD: armCode, ARM: arm, ACTARMCD: untreated ? null : armCode, ACTARM: untreated ? null : arm, ARMNRS: arm === null ? 'NOT RECORDED' : untreated ? 'ASSIGNED, NOT TREATED' : null, ACTARMUD: null, COUNTRY: country || null,
      };
    }),
  };
}

/**
 * Who was assigned to an arm whose treatments are recorded, and has neither a treatment nor a photograph nor a rating. Whoever was seen may have been treated all
 * the same, and so may everybody of an arm of whom no treatment is recorded (placebo creams often are not).
 */
function findUntreated({ measurements, scores, ratings, panel, treatments }: TrialData, subjects: ReadonlyMap<string, TrialSubject>): ReadonlySet<string> {
  const treated = new Set((treatments ?? []).map(({ subject }) => subject)), treatedArms = new Set([...subjects].flatMap(([subject, { arm }]) => (treated.has(subject) && arm !== null ? [arm] : [])));
  const seen = new Set([...measurements, ...scores, ...ratings ?? [], ...panel ?? []].map(({ subject }) => subject));
  return new Set([...subjects].flatMap(([subject, { arm }]) => (arm !== null && treatedArms.has(arm) && !treated.has(subject) && !seen.has(subject) ? [subject] : [])));
}
