import { createHash } from 'node:crypto';
import type { TrialData } from '../trial-data.js';
import { collectSubjects, findArm } from './collect-subjects.js';
import { adjudicatorOfPanel, listRatings } from './list-ratings.js';
import { collectVisits, type Figure, figures, unitOf, type VisitFigures } from './visit-figures.js';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Resource = { [key: string]: Json };

/** Local code system: no LOINC or SNOMED code for hair density was found. Sites may add theirs to each `coding`. */
export const measureSystem = 'urn:trichoscore:measure';
export const ratingSystem = 'urn:trichoscore:rating';
export const subjectSystem = 'urn:trichoscore:subject';

/** Intervals and errors that belong to another figure and travel as its components. */
const componentsOf: Record<string, readonly string[]> = {
  hair_count: ['hair_count_lower', 'hair_count_upper'],
  density_per_cm2: ['density_lower', 'density_upper'],
  terminal_density_per_cm2: ['terminal_density_lower', 'terminal_density_upper'],
  mean_diameter_um: ['mean_diameter_lower', 'mean_diameter_upper'],
  coverage: ['coverage_lower', 'coverage_upper'],
  change_percent: ['change_lower', 'change_upper', 'standard_error', 'smallest_detectable_change_percent', 'before', 'after'],
  score_supported: ['score_nominal', 'probability_improved'],
};
const ownerOf = new Map(Object.entries(componentsOf).flatMap(([owner, names]) => names.map((name) => [name, owner])));
const byName = new Map(figures.map((figure) => [figure.name, figure]));

/** An identifier made of its content, so that the same trial gives the same bundle. */
function identify(...parts: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  // The bits that mark a name-based UUID of RFC 9562 (version 8).
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The trial as a FHIR R4 bundle: a patient (pseudonym only) and research subject each, a media entry a photograph without the picture, one
 * observation a figure derived from it, with interval and smallest detectable change as components; ratings as observations, treatments as procedures
 * and administrations. A photograph that could not be measured is an observation with a reason for its absence, and so is a change that could not be given.
 * Everybody whom any table names is a patient; each observation names the arm of its own area.
 */
export function buildFhirBundle(data: TrialData, { studyId, created }: { studyId: string; created: string }): Resource {
  const entries: Resource[] = [];
  const add = (fullUrl: string, resource: Resource): void => { entries.push({ fullUrl, resource }); };
  const study = identify(studyId);
  add(study, { resourceType: 'ResearchStudy', identifier: [{ system: 'urn:trichoscore:study', value: studyId }], status: 'completed', title: studyId });
  const patientOf = (subject: string): string => identify(studyId, 'patient', subject);
  const sexes = new Map((data.subjects ?? []).map(({ subject, sex }) => [subject, sex]));
  const subjects = collectSubjects(data);
  for (const [subject, { arm }] of subjects) {
    const sex = sexes.get(subject);
    add(patientOf(subject), { resourceType: 'Patient', identifier: [{ system: subjectSystem, value: subject }], gender: sex === 'M' ? 'male' : sex === 'F' ? 'female' : 'unknown' });
    add(identify(studyId, 'subject', subject), { resourceType: 'ResearchSubject', identifier: [{ system: subjectSystem, value: subject }], status: 'on-study', study: { reference: study }, individual: { reference: patientOf(subject) }, ...(arm === null ? {} : { assignedArm: arm }) });
  }
  for (const visit of collectVisits(data)) addVisit({ ...visit, arm: findArm(visit, subjects) }, studyId, patientOf(visit.subject), add);
  for (const row of listRatings(data)) {
    add(identify(studyId, row.accepted ? 'panel' : row.rater === adjudicatorOfPanel ? 'adjudication' : 'rating', row.subject, row.targetArea, row.view, row.visit, row.rater, row.occasion), {
      resourceType: 'Observation', status: 'final', category: category('exam'), code: { coding: [{ system: ratingSystem, code: 'HAIRGA7', display: 'Hair growth global assessment, 7-point' }] },
      subject: { reference: patientOf(row.subject) }, ...(row.date === '' ? {} : { effectiveDateTime: row.date }), valueInteger: row.score, performer: [{ display: row.rater }], ...(row.targetArea === '' ? {} : { bodySite: { text: row.targetArea } }),
      component: [textComponent('VISIT', row.visit), ...(findArm(row, subjects) === '' ? [] : [textComponent('ARM', row.arm)]), roleComponent(row.role), ...(row.view === '' ? [] : [textComponent('VIEW', row.view)]), { code: { coding: [{ system: measureSystem, code: 'REPNUM' }] }, valueInteger: row.occasion }],
    });
  }
  for (const [at, row] of (data.treatments ?? []).entries()) {
    const url = identify(studyId, 'treatment', at);
    // A procedure is over on its day; a drug without a last day may go on, or be over.
    const end = row.endDate || (row.kind === 'procedure' ? row.date : '');
    const period = row.date === '' && end === '' ? null : { ...(row.date === '' ? {} : { start: row.date }), ...(end === '' ? {} : { end }) };
    if (row.kind === 'procedure') {
      const note = [...(row.dose === null ? [] : [`Dose ${row.dose}${row.doseUnit === '' ? '' : ` ${row.doseUnit}`}`]), ...(row.needleLengthMm === null ? [] : [`Needle length ${row.needleLengthMm} mm`])].map((text) => ({ text }));
      add(url, { resourceType: 'Procedure', status: 'completed', code: { text: row.treatment }, subject: { reference: patientOf(row.subject) }, ...(period === null ? {} : { performedPeriod: period }), ...(note.length === 0 ? {} : { note }) });
    } else {
      add(url, { resourceType: 'MedicationAdministration', status: end === '' ? 'unknown' : 'completed', medicationCodeableConcept: { text: row.treatment }, subject: { reference: patientOf(row.subject) }, effectivePeriod: period ?? unknownTime, ...(row.dose === null ? {} : { dosage: { dose: { value: row.dose, ...(row.doseUnit === '' ? {} : { unit: row.doseUnit }) } } }) });
    }
  }
  return { resourceType: 'Bundle', type: 'collection', timestamp: created, entry: entries };
}

/** Where FHIR demands a time and nobody recorded one. */
const unknownTime: Json = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] };
const category = (code: 'imaging' | 'exam'): Json => [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code }] }];
const coded = (figure: Figure): Json => ({ coding: [{ system: measureSystem, code: figure.code, display: figure.label }] });
const textComponent = (code: string, value: string): Json => ({ code: { coding: [{ system: measureSystem, code }] }, valueString: value });

/** In whose role somebody judged; said also where nobody recorded it. */
function roleComponent(role: string): Json {
  const code = { coding: [{ system: measureSystem, code: 'ROLE' }] };
  return role === '' ? { code, dataAbsentReason: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown' }], text: 'not recorded' } } : { code, valueString: role };
}

/** Scores are whole numbers without a unit; everything else carries its UCUM unit. */
function valueOf(figure: Figure, value: number, visit: VisitFigures): { [key: string]: Json } {
  const unit = unitOf(figure, visit);
  return { valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit } };
}

function addVisit(visit: VisitFigures, studyId: string, patient: string, add: (fullUrl: string, resource: Resource) => void): void {
  const place = [visit.subject, visit.targetArea, visit.view, visit.visit, visit.repeat];
  const media = identify(studyId, 'media', ...place);
  const when: { [key: string]: Json } = visit.date === '' ? {} : { effectiveDateTime: visit.date };
  add(media, {
    resourceType: 'Media', status: 'completed', subject: { reference: patient }, ...(visit.date === '' ? {} : { createdDateTime: visit.date }),
    ...(visit.targetArea === '' ? {} : { bodySite: { text: visit.targetArea } }), content: { title: `Photograph ${visit.repeat} at ${visit.visit}` },
  });
  const shared: { [key: string]: Json } = { category: category('imaging'), subject: { reference: patient }, ...when, derivedFrom: [{ reference: media }], ...(visit.targetArea === '' ? {} : { bodySite: { text: visit.targetArea } }) };
  const context = [textComponent('VISIT', visit.visit), textComponent('ARM', visit.arm), textComponent('VIEW', visit.view), { code: { coding: [{ system: measureSystem, code: 'REPNUM' }] }, valueInteger: visit.repeat }, ...(visit.endpoint === '' ? [] : [textComponent('ENDPOINT', visit.endpoint)])]
    .filter((component) => !('valueString' in (component as object)) || (component as { valueString: string }).valueString !== '');
  for (const figure of figures) {
    const value = visit.values[figure.name];
    const owner = ownerOf.get(figure.name);
    // A limit whose figure is not given stands by itself.
    if (value === null || (owner !== undefined && visit.values[owner] !== null)) continue;
    const parts = (componentsOf[figure.name] ?? []).flatMap((name) => (visit.values[name] === null ? [] : [{ code: coded(byName.get(name)!), ...valueOf(byName.get(name)!, visit.values[name]!, visit) }]));
    add(identify(studyId, 'observation', ...place, figure.name), { resourceType: 'Observation', status: 'final', ...shared, code: coded(figure), ...valueOf(figure, value, visit), component: [...parts, ...context] });
  }
  const addAbsent = (kind: string, code: Json, reason: 'error' | 'not-performed', why: string): void => {
    add(identify(studyId, kind, ...place), {
      resourceType: 'Observation', status: 'final', ...shared, code, dataAbsentReason: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: reason }], text: why }, component: context,
    });
  };
  if (visit.errorCode !== '') addAbsent('absent', { coding: [{ system: measureSystem, code: 'FAALL', display: 'Hair on the photograph' }] }, 'error', visit.errorCode);
  else if (visit.comparisonErrorCode !== '') addAbsent('not compared', coded(byName.get('change_percent')!), 'not-performed', visit.comparisonErrorCode);
}
