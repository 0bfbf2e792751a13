import { AnalysisError } from '../../errors.js';
import { quoteCell } from '../../tables/quote-cell.js';
import type { TrialData } from '../trial-data.js';
import { buildDemographics } from './build-demographics.js';
import { buildFindingsAbout, buildRatings } from './build-findings.js';
import { collectSubjects } from './collect-subjects.js';
import { findFirstDays, orderVisits } from './order-visits.js';
import { countBySubject, type Domain, identifiers, type Start, studyDay, supplement, text, type Variable, type When } from './sdtm-domain.js';

const longestText = 200;

export interface SdtmOptions {
  studyId: string;
  /** ISO 3166 three letters; empty where not known, and then DM lacks a required value. */
  country: string;
}

/**
 * The trial as SDTM domains (implementation guide 3.4): DM; RS for scores by investigators and panels; QS for scores by patients;
 * FA for whatever was measured on photographs, the computed score included, which is no rating and so never goes to RS; EX and PR for treatments.
 * Of persons in several arms SUPPFA, SUPPRS and SUPPQS name the arm of each record. Domains without records are left out.
 */
export function buildSdtm(data: TrialData, { studyId, country }: SdtmOptions): Domain[] {
  const subjects = collectSubjects(data);
  const visitNumbers = new Map(orderVisits(data).map((visit, at) => [visit, at + 1]));
  const firstDays = findFirstDays(data);
  const start: Start = (domain, subject) => ({ STUDYID: studyId, DOMAIN: domain, USUBJID: `${studyId}-${subject}` });
  const when: When = (domain, subject, visit, date) => ({
    VISITNUM: visitNumbers.get(visit) ?? null, VISIT: visit, [`${domain}DTC`]: date || null, [`${domain}DY`]: studyDay(firstDays.get(subject), date),
  });
  const domains = [
    buildDemographics(data, subjects, country, firstDays, start), ...buildFindingsAbout(data, subjects, start, when),
    ...buildRatings(data, 'RS', subjects, start, when), ...buildRatings(data, 'QS', subjects, start, when), ...buildTreatments(data, start, firstDays),
  ];
  const filled = domains.filter(({ rows }) => rows.length > 0);
  refuseLongTexts(filled);
  return filled;
}

/** @throws AnalysisError `trial.invalid` for the first text that is longer than a character variable may be. */
function refuseLongTexts(domains: readonly Domain[]): void {
  for (const { name, variables, rows } of domains) {
    for (const { name: column } of variables) {
      const text = rows.find(({ [column]: value }) => typeof value === 'string' && value.length > longestText)?.[column];
      if (typeof text === 'string') throw new AnalysisError('trial.invalid', `${quoteCell(text)} has ${text.length} characters; ${column} of ${name} takes ${longestText} at most in SDTM.`, { hint: 'Shorten it in the tables of the trial, or write the other forms: --format fhir,redcap.' });
    }
  }
}

function buildTreatments(data: TrialData, start: Start, firstDays: ReadonlyMap<string, string>): Domain[] {
  const of = (kind: 'drug' | 'procedure') => (data.treatments ?? []).filter((row) => row.kind === kind);
  const build = (name: 'EX' | 'PR', label: string, rows: ReturnType<typeof of>): Domain => {
    // Of a procedure few tables say an amount; a drug is expected to have one.
    const next = countBySubject(), what = name === 'EX' ? 'Treatment' : 'Procedure', withDose = name === 'EX' || rows.some(({ dose }) => dose !== null);
    return {
      name, label, class: 'INTERVENTIONS', structure: name === 'EX' ? 'One record per treatment per interval per subject' : 'One record per procedure per subject',
      variables: [
        ...identifiers, { name: `${name}SEQ`, label: 'Sequence Number', type: 'integer', origin: 'Derived', required: true, key: 3 }, text(`${name}TRT`, name === 'EX' ? 'Name of Treatment' : 'Reported Name of Procedure', 'Collected', { required: true, key: 4 }),
        ...(withDose ? [{ name: `${name}DOSE`, label: 'Dose', type: 'float', origin: 'Collected' } as Variable, text(`${name}DOSU`, 'Dose Units', 'Collected')] : []), ...(name === 'EX' ? [text('EXDOSFRM', 'Dose Form', 'Collected')] : []),
        { name: `${name}STDTC`, label: `Start Date/Time of ${what}`, type: 'date', origin: 'Collected', key: 5 }, { name: `${name}ENDTC`, label: `End Date/Time of ${what}`, type: 'date', origin: 'Collected' }, { name: `${name}STDY`, label: `Study Day of Start of ${what}`, type: 'integer', origin: 'Derived' },
      ],
      rows: rows.map((row) => ({
        ...start(name, row.subject), [`${name}SEQ`]: next(row.subject), [`${name}TRT`]: row.treatment.toUpperCase(), ...(withDose ? { [`${name}DOSE`]: row.dose, [`${name}DOSU`]: row.doseUnit || null } : {}), ...(name === 'EX' ? { EXDOSFRM: null } : {}),
        [`${name}STDTC`]: row.date || null, [`${name}ENDTC`]: row.endDate || (name === 'PR' ? row.date : '') || null, [`${name}STDY`]: studyDay(firstDays.get(row.subject), row.date),
      })),
    };
  };
  const procedures = build('PR', 'Procedures', of('procedure'));
  const needles = of('procedure').map(({ needleLengthMm }) => (needleLengthMm === null ? null : String(needleLengthMm)));
  return [build('EX', 'Exposure', of('drug')), procedures, supplement(procedures, { name: 'NEEDLEN', label: 'Needle Length in Millimetres', origin: 'CRF', values: needles })];
}
