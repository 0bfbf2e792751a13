import type { TrialResult } from '../../domain/trial-result.js';
import { describeScores } from '../../report/trial/score-part.js';
import { describeRatingTests } from '../../report/trial/rating-part.js';
import { describePanel, panelPrimaryPart } from '../../report/trial/panel-part.js';
import { pairedPart } from '../../report/trial/paired-part.js';
import { peoplePart, provenancePart } from '../../report/trial/people-part.js';
import type { TrialTable } from '../../report/trial/trial-part.js';
import { describeAreas } from '../../report/trial/trial-view.js';
import { countSubjects } from '../../report/trial/trial-words.js';
import { createNumberFormats } from '../../report/view/number-formats.js';
import { showTypedText } from '../../report/view/typed-text.js';
import { bold } from './style.js';
import { layOutTable, wrapText } from './table.js';

/** Parts that only the page shows: one line a subject would drown the rest. */
const pageOnly: ReadonlySet<string> = new Set(['subjects', 'measures']);

/** The statistics of a trial for a person at a terminal. */
export function writeTrial(result: TrialResult): string {
  const formats = createNumberFormats('en');
  const lines: string[] = [
    `${result.arms.map(({ arm, subjects, neverPhotographed, control }) => `${showTypedText(arm)}${control ? ' (control)' : ''}: ${countSubjects(subjects)}${neverPhotographed === 0 ? '' : `, ${neverPhotographed} never photographed`}`).join('; ')}.`,
    ...result.remarks.map((remark) => wrapText(remark)),
  ];
  const people = peoplePart(result.people, formats);
  if (people !== null) lines.push('', bold(people.title), ...people.sentences.map((sentence) => wrapText(sentence)), ...people.tables.flatMap(writeTable));
  const decides = panelPrimaryPart(result, formats), panel = describePanel(result, formats);
  if (decides !== null) lines.push('', bold(decides.title), ...decides.sentences.map((sentence) => wrapText(sentence)), ...decides.tables.flatMap(writeTable));
  for (const { title, parts } of describeAreas(result, formats)) {
    lines.push('', bold(title.toUpperCase()));
    for (const part of parts.filter(({ key }) => !pageOnly.has(key))) {
      lines.push('', bold(part.title), ...part.sentences.map((sentence) => wrapText(sentence)), ...part.tables.flatMap(writeTable));
    }
  }
  const paired = pairedPart(result.paired, formats);
  if (paired !== null) lines.push('', bold(paired.title), ...paired.sentences.map((sentence) => wrapText(sentence)), ...paired.tables.flatMap(writeTable));
  if (panel !== null) lines.push('', bold(panel.title), ...panel.sentences.map((sentence) => wrapText(sentence)), ...panel.tables.flatMap(writeTable));
  for (const { title, sentences, tables } of panel?.visits ?? []) lines.push('', bold(title), ...sentences.map((sentence) => wrapText(sentence)), ...tables.flatMap(writeTable));
  for (const rating of result.ratings) {
    lines.push('', bold(`Rated by ${[rating.rater, rating.targetArea, rating.view].filter((part) => part !== '').map(showTypedText).join(', ')}, ${showTypedText(rating.visit)}`), wrapText(describeRatingTests(rating)), ...describeScores(rating.analysis, showTypedText(rating.visit), formats).flatMap(writeTable));
  }
  lines.push('', bold('Several comparisons'), ...result.multiplicity.map((sentence) => wrapText(sentence)));
  const [, ...changed] = result.provenance === undefined ? [] : provenancePart(result.provenance).sentences;
  lines.push(...changed.flatMap((sentence) => ['', wrapText(sentence)]), '', wrapText('Measures and documents change in images. Not a diagnosis and not a treatment recommendation. The seven-point value is computed unless a rater is named.'), '');
  return lines.join('\n');
}

function writeTable({ caption, columns, rows }: TrialTable): string[] {
  return ['', `  ${caption}`, ...layOutTable([columns, ...rows], columns.map((_, at) => (at === 0 ? 'left' : 'right'))).map((line) => `  ${line}`)];
}
