import { type Cell, writeTable } from '../../tables/write-table.js';
import type { TrialData } from '../trial-data.js';
import { collectSubjects, findArm } from './collect-subjects.js';
import { orderVisits } from './order-visits.js';
import { collectVisits, figures } from './visit-figures.js';

/** Files for REDCap: the dictionary first, then the events, then the data. */
export interface RedcapFiles {
  dictionary: string;
  events: string;
  data: string;
}

const form = 'trichoscore';
/** As REDCap makes it of an event's name: letters a–z and digits, spaces as lines below, 18 signs at most. */
const shorten = (visit: string): string => visit.toLowerCase().replace(/[^a-z0-9_ ]/g, '').trim().replace(/ +/g, '_').slice(0, 18).replace(/_+$/, '') || 'visit';

/** The unique name of each event, as REDCap gives them when the events are imported in this order: of several alike the second gets a b, the third a c. */
function nameEvents(visits: readonly string[]): Map<string, string> {
  const alike = new Map<string, number>();
  return new Map(visits.map((visit) => {
    const name = shorten(visit), before = alike.get(name) ?? 0;
    alike.set(name, before + 1);
    return [visit, `${name}_arm_1${before === 0 ? '' : before < 26 ? String.fromCharCode(97 + before) : `z${before}`}`];
  }));
}

const textFields: readonly [name: string, label: string, validation: string][] = [
  ['subject', 'Subject', ''], ['arm_name', 'Arm', ''], ['visit_name', 'Visit', ''], ['visit_date', 'Day of the photograph', 'date_ymd'], ['target_area', 'Target area', ''], ['view', 'View', ''],
  ['endpoint', 'What was compared', ''], ['change_unit', 'Unit of the change', ''], ['days', 'Days since the baseline', 'number'], ['error_code', 'Why it was not measured', ''], ['comparison_error_code', 'Why it was not compared', ''],
];

/**
 * The trial for a longitudinal REDCap project with one arm and one repeating form: an event a visit, an instance a photograph. Events keep the names of
 * the visits; their unique names are those that REDCap makes of them itself, which the data have to carry.
 */
export function buildRedcap(data: TrialData): RedcapFiles {
  const visits = orderVisits(data);
  const events = nameEvents(visits);
  const instances = new Map<string, number>();
  const subjects = collectSubjects(data);
  const rows = collectVisits(data).map((visit): Cell[] => {
    const place = JSON.stringify([visit.subject, visit.visit]);
    instances.set(place, (instances.get(place) ?? 0) + 1);
    return [
      visit.subject, events.get(visit.visit)!, form, instances.get(place)!, visit.subject, findArm(visit, subjects), visit.visit, visit.date, visit.targetArea, visit.view, visit.endpoint, visit.endpoint === '' ? null : visit.changeUnit, visit.days, visit.errorCode, visit.comparisonErrorCode,
      ...figures.map(({ name }) => visit.values[name]),
    ];
  });
  const line = (name: string, label: string, validation: string): Cell[] => [name, form, '', 'text', label, '', '', validation, '', '', name === 'subject' ? 'y' : '', '', '', '', '', '', '', ''];
  return {
    dictionary: writeTable([
      'Variable / Field Name', 'Form Name', 'Section Header', 'Field Type', 'Field Label', 'Choices, Calculations, OR Slider Labels', 'Field Note', 'Text Validation Type OR Show Slider Number', 'Text Validation Min',
      'Text Validation Max', 'Identifier?', 'Branching Logic (Show field only if...)', 'Required Field?', 'Custom Alignment', 'Question Number (surveys only)', 'Matrix Group Name', 'Matrix Ranking?', 'Field Annotation',
    ], [
      line('record_id', 'Record', ''), ...textFields.map(([name, label, validation]) => line(name, label, validation)),
      ...figures.map(({ name, label, unit }) => line(name, unit === '1' || unit === '%' ? label : `${label} (${unit.replace(/[{}]/g, '')})`, 'number')),
    ]),
    events: writeTable(['event_name', 'arm_num', 'unique_event_name'], visits.map((visit) => [visit, 1, events.get(visit)!])),
    data: writeTable(['record_id', 'redcap_event_name', 'redcap_repeat_instrument', 'redcap_repeat_instance', ...textFields.map(([name]) => name), ...figures.map(({ name }) => name)], rows),
  };
}
