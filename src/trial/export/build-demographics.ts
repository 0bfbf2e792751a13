import type { TrialData } from '../trial-data.js';
import { ageUnits, sexes } from './code-lists.js';
import type { TrialSubject } from './collect-subjects.js';
import { type Domain, identifiers, type Start, text } from './sdtm-domain.js';

/** DM: a row for everybody whom any table names. The arm is that of the photographs, else that of subjects.csv; who has none there either has none here, and the reason beside it. */
export function buildDemographics(data: TrialData, subjects: ReadonlyMap<string, TrialSubject>, country: string, firstDays: ReadonlyMap<string, string>, start: Start): Domain {
  const arms = [...new Set([...subjects.values()].flatMap(({ arm }) => (arm === null ? [] : [arm])))].sort();
  const codes = new Map(arms.map((arm, at) => [arm, `ARM${at + 1}`]));
  const armCodes = arms.length === 0 ? {} : { codes: { id: 'ARM', name: 'Arm', items: arms.map((arm) => ({ code: codes.get(arm)!, meaning: arm })) } };
  const known = new Map((data.subjects ?? []).map((row) => [row.subject, row]));
  return {
    name: 'DM', label: 'Demographics', class: 'SPECIAL PURPOSE', structure: 'One record per subject',
    variables: [
      ...identifiers, text('SUBJID', 'Subject Identifier for the Study', 'Assigned', { required: true }), { name: 'RFSTDTC', label: 'Subject Reference Start Date/Time', type: 'date', origin: 'Derived' },
      text('SITEID', 'Study Site Identifier', 'Assigned', { required: true }), { name: 'AGE', label: 'Age', type: 'integer', origin: 'Collected' }, text('AGEU', 'Age Units', 'Assigned', { codes: ageUnits }),
      text('SEX', 'Sex', 'Collected', { required: true, codes: sexes }), text('ARMCD', 'Planned Arm Code', 'Assigned', armCodes), text('ARM', 'Description of Planned Arm', 'Assigned'),
      text('ACTARMCD', 'Actual Arm Code', 'Assigned', armCodes), text('ACTARM', 'Description of Actual Arm', 'Assigned'), text('ARMNRS', 'Reason Arm and/or Actual Arm is Null', 'Assigned'),
      text('COUNTRY', 'Country', 'Assigned', { required: country !== '' }),
    ],
    rows: [...subjects].map(([subject, { arm }]) => {
      const own = known.get(subject);
      const armCode = arm === null ? null : codes.get(arm)!;
      return {
        ...start('DM', subject), SUBJID: subject, RFSTDTC: firstDays.get(subject) ?? null, SITEID: own?.site || 'UNKNOWN', AGE: own?.ageYears ?? null, AGEU: own?.ageYears == null ? null : 'YEARS',
        SEX: own?.sex || 'U', ARMCD: armCode, ARM: arm, ACTARMCD: armCode, ACTARM: arm, ARMNRS: arm === null ? 'NOT RECORDED' : null, COUNTRY: country || null,
      };
    }),
  };
}
