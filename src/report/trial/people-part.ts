import type { SubjectsOfArm, TrialProvenance } from '../../domain/trial-result.js';
import type { NumberFormats } from '../view/number-formats.js';
import { showTypedText } from '../view/typed-text.js';
import type { TrialPart } from './trial-part.js';
import { notGiven } from './trial-words.js';

/** Age, sex and site of each arm; null without a table of subjects. */
export function peoplePart(people: readonly SubjectsOfArm[] | null, formats: NumberFormats): TrialPart | null {
  if (people === null) return null;
  const sites = [...new Set(people.flatMap((arm) => arm.sites.map(({ site }) => site)))].filter((site) => site !== '').sort();
  const row = (label: string, of: (arm: SubjectsOfArm) => string): string[] => [label, ...people.map(of)];
  const missing = people.reduce((sum, { subjects, inTable }) => sum + subjects - inTable, 0);
  return {
    key: 'people', title: 'Subjects',
    sentences: [`After subjects.csv${missing === 0 ? '' : `, in which ${missing === 1 ? 'one subject is' : `${missing} subjects are`} missing`}. Arms are not tested against each other here: where chance assigned them, any difference is chance.`],
    tables: [{
      caption: 'Age, sex and site', columns: ['', ...people.map(({ arm }) => showTypedText(arm))],
      rows: [
        row('Subjects', ({ subjects }) => String(subjects)),
        row('Age, years: mean ± SD, range (n)', ({ ageYears: { n, mean, standardDeviation, range } }) => (mean === null ? notGiven
          : `${formats.number(mean, 1)}${standardDeviation === null ? '' : ` ± ${formats.number(standardDeviation, 1)}`}, ${formats.range(range!)} (${n})`)),
        row('Female, male, not recorded', ({ sexes: { female, male, notRecorded } }) => [female, male, notRecorded].join(', ')),
        ...sites.map((site) => row(`Site ${showTypedText(site)}`, (arm) => String(arm.sites.find((own) => own.site === site)?.subjects ?? 0))),
      ],
    }],
  };
}

/** What the figures were made from, so that whoever signs them can say which tables. */
export function provenancePart({ version, tables, options }: TrialProvenance): TrialPart {
  const changed = tables.filter(({ asBatchWroteIt }) => asBatchWroteIt === false);
  return {
    key: 'provenance', title: 'How this was made',
    sentences: [
      `By trichoscore ${version}, from the tables below. Control: ${options.control === null ? 'not named' : showTypedText(options.control)}; primary visit: ${options.primaryVisit === null ? 'not named' : showTypedText(options.primaryVisit)}; strata: ${options.strata}${options.primaryOutcome === 'panel' ? '; the panel’s score decides' : ''}${options.averageViews === true ? '; views averaged' : ''}${options.unscheduled === undefined ? '' : `; unscheduled: ${options.unscheduled.map(showTypedText).join(', ')}`}${options.margin === undefined ? '' : `; margin of ${options.margin.aim === 'equivalence' ? 'equivalence' : 'non-inferiority'}: ${options.margin.margin}, set on ${options.margin.setOn}`}. The same tables and options give the same figures.`,
      ...(changed.length === 0 ? [] : [`Changed after the batch had written ${changed.length === 1 ? 'it' : 'them'} (run.json says otherwise): ${changed.map(({ file }) => file).join(', ')}.`]),
    ],
    tables: [{
      caption: 'Tables by their contents', columns: ['Table', 'SHA-256', 'As the batch wrote it'],
      rows: tables.map(({ file, sha256, asBatchWroteIt }) => [file, sha256, asBatchWroteIt === null ? 'not of a batch' : asBatchWroteIt ? 'yes' : 'no, changed since']),
    }],
  };
}
