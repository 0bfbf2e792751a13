import { pageColours } from '../charts/palette.js';
import type { ComparisonCharts } from '../draw-charts.js';
import { computedScoreSentence } from '../view/terms.js';
import type { ComparisonView, ReportView } from '../view-model.js';
import { undatedVisits } from '../view/describe-visits.js';
import type { ScoreView } from '../view/describe-score.js';
import type { MeasurementCell, MeasurementTable } from '../view/describe-measurements.js';
import type { ReportLogo } from '../report-input.js';
import { drawBar, drawChart, sizeOfChart } from './draw-figures.js';
import { type Cell, drawTable, type Row } from './draw-table.js';
import { addSpace, colours, ensureRoom, type Paper, roomLeft } from './paper.js';
import { columnOf, writeColumns } from './write-columns.js';
import { writeLetterhead } from './write-letterhead.js';
import { heightOfList, heightOfParagraphs, writeCare, writeFacts, writeHeading, writeList, writeParagraph } from './write-text.js';

/** Whose report it is, its title, and what is known of subject and visits. */
export function writeHead(paper: Paper, { title, facts, letterhead }: ReportView, logo: ReportLogo | undefined): void {
  writeLetterhead(paper, letterhead, logo);
  writeHeading(paper, 1, title, 0);
  writeFacts(paper, facts);
}

/** The answer: the score in words and as a number, or why there is none. */
export function writeVerdict(paper: Paper, { score, change, reasons, warnings }: ComparisonView, { scaleStrip }: ComparisonCharts): void {
  if (score === null) {
    const compared = change !== null;
    writeParagraph(paper, compared ? 'No score' : 'Cannot be compared', { font: 'serif', size: 24, after: 6 });
    writeCare(paper, compared ? 'Why there is no score' : 'Why they cannot be compared', reasons);
    writeCare(paper, 'Read with care', warnings);
    if (compared) writeParagraph(paper, change.sentence);
    return;
  }
  writeParagraph(paper, `${score.number}  ${score.words}`, { font: 'serif', size: 26, after: 4 });
  writeParagraph(paper, score.patientSentence, { font: 'serif', size: 11.5, after: 8 });
  if (scaleStrip !== null) drawChart(paper, scaleStrip, { widest: 300 });
  for (const sentence of score.clinicianSentences) writeParagraph(paper, sentence);
  writeParagraph(paper, computedScoreSentence, { size: 8, colour: colours.quiet });
  writeCare(paper, 'Read with care', warnings);
}

/** Room for the seven words and the head of their table, points. */
const heightOfProbabilities = 8 * 18;
/** Of a heading above a chart or a table. */
const heightOfSmallHeading = 24;

/** The seven words with how probable each is; the one that is the score stands out. */
export function writeProbabilities(paper: Paper, score: ScoreView): void {
  // The bars stand in the table's free middle column, so the table must not break across pages.
  ensureRoom(paper, heightOfProbabilities);
  const places: { y: number; share: number; colour: string }[] = [];
  const rows = [...score.probabilities].reverse().map((entry): Row => ({
    cells: [{ text: `${entry.number}  ${entry.words}`, bold: entry.score === score.supported }, { text: '' }, { text: entry.text, bold: entry.score === score.supported }],
  }));
  const [words, bars, figures] = paper.width < 300 ? [0.6, 0.16, 0.24] : [0.42, 0.43, 0.15] as const;
  const columns = [{ share: words, align: 'left' }, { share: bars, align: 'left' }, { share: figures, align: 'right' }] as const;
  const top = paper.document.y;
  drawTable(paper, columns, ['Score', '', 'Probability'], rows);
  const bottom = paper.document.y - 6;
  const headHeight = 15, rowHeight = (bottom - top - headHeight) / rows.length;
  for (const [at, { score: value, share }] of [...score.probabilities].reverse().entries()) {
    places.push({ y: top + headHeight + at * rowHeight + (rowHeight - 7) / 2, share, colour: pageColours[value > 0 ? 'more' : value < 0 ? 'less' : 'same'].light });
  }
  for (const { y, share, colour } of places) drawBar(paper, { x: paper.left + words * paper.width, y, width: (bars - 0.03) * paper.width }, share, colour);
}

/** How sure the score is: the change with its interval and, beside it, the seven probabilities. */
export function writeCertainty(paper: Paper, { change, score }: ComparisonView, { changeInterval }: ComparisonCharts, intervalName: string): void {
  if (change === null) return;
  const column = columnOf(paper), improved = score === null ? null : `Probability of an increase of at least one step: ${score.probabilityImproved}.`, chart = { widest: column.width };
  const heights = [
    heightOfSmallHeading + (changeInterval === null ? 0 : sizeOfChart(column, changeInterval, chart).height + 8) + heightOfList(column, change.notes),
    improved === null ? 0 : heightOfSmallHeading + heightOfProbabilities + heightOfParagraphs(column, [improved]),
  ];
  writeHeading(paper, 2, 'How sure this is', Math.max(...heights));
  writeColumns(paper, [
    (left) => {
      writeHeading(left, 3, `Change and its ${intervalName}`, 0);
      if (changeInterval !== null) drawChart(left, changeInterval, chart);
      writeList(left, change.notes);
    },
    (right) => {
      if (score === null || improved === null) return;
      writeHeading(right, 3, 'Probability of each score', 0);
      writeProbabilities(right, score);
      writeParagraph(right, improved);
    },
  ]);
}

/** The measurements before and after; what is not given carries the number of its reason below. */
export function writeMeasurements(paper: Paper, { groups, reasons, comparable }: MeasurementTable, names: readonly [string, string], intervalName: string): void {
  writeHeading(paper, 2, 'Measurements', 100);
  writeParagraph(paper, `Values with their ${intervalName} below them; ${comparable ? 'differences are taken before rounding' : 'no differences, because the photographs cannot be compared'}.`, { size: 8, colour: colours.quiet });
  const cell = (content: MeasurementCell): Cell => (content.given ? { text: content.value, below: content.interval } : { text: `not given (${content.reason})` });
  const rows = groups.flatMap(({ heading, rows: lines }): Row[] => [{ group: heading }, ...lines.map(({ label, unit, isPart, before, after, difference }) => ({
    cells: [{ text: `${label}${unit === '' ? '' : `, ${unit}`}`, indent: isPart ? 10 : 0 }, cell(before), cell(after), { text: difference ?? '–' }],
  }))]);
  const columns = [{ share: 0.43, align: 'left' }, { share: 0.19, align: 'right' }, { share: 0.19, align: 'right' }, { share: 0.19, align: 'right' }] as const;
  drawTable(paper, columns, ['Measurement', ...names, 'Difference'], rows);
  if (reasons.length === 0) return;
  writeParagraph(paper, 'Why values are not given', { font: 'bold', after: 2 });
  writeList(paper, reasons, { numbered: true });
}

/** What the two photographs of a head differ in besides hair. */
export function writeConditions(paper: Paper, { conditions }: ComparisonView): void {
  if (conditions.length === 0) return;
  writeHeading(paper, 2, 'How alike the photographs are');
  writeList(paper, conditions.map(({ name, passed, message }) => `${name}${passed ? '' : ' differs'}: ${message}`));
}

/** Hair thickness before and after. */
export function writeDiameters(paper: Paper, { diameters }: ComparisonView, chart: string | null): void {
  if (diameters === null) return;
  if (diameters.state === 'notShown' || chart === null) {
    writeHeading(paper, 2, 'Thickness of the hairs', 30);
    return writeParagraph(paper, diameters.state === 'notShown' ? `Not given. ${diameters.reason}` : diameters.sentences.join(' '));
  }
  const column = columnOf(paper), room = { widest: column.width };
  writeHeading(paper, 2, 'Thickness of the hairs', Math.max(sizeOfChart(column, chart, room).height + 8, heightOfParagraphs(column, diameters.sentences)));
  writeColumns(paper, [
    (left) => drawChart(left, chart, room),
    (right) => { for (const sentence of diameters.sentences) writeParagraph(right, sentence); },
  ]);
}

/** Heights of a map of where hair stands, points: it is there to see where to look; smaller where that saves half an empty page. */
const highestMap = 180, lowestMap = 120;

/** Where hair stands densely and where sparsely, before and after. */
export function writeDensity(paper: Paper, { density, visit }: ComparisonView, maps: ComparisonCharts['density'], baseline: string): void {
  if (density === null) return;
  if (density.state === 'notShown' || maps === null) {
    writeHeading(paper, 2, 'Where the hair stands', 30);
    return writeParagraph(paper, density.state === 'notShown' ? `No map. ${density.reason}` : '');
  }
  // The heading, what stands below the maps, and the first sentence.
  const column = columnOf(paper), left = roomLeft(paper) - 100, room = { widest: column.width, highest: left < lowestMap ? highestMap : Math.min(highestMap, left) }, shown = [maps.before, maps.after];
  writeHeading(paper, 2, 'Where the hair stands', Math.max(...shown.map((map) => sizeOfChart(column, map, room).height)) + 60);
  writeColumns(paper, shown.map((map) => (half) => drawChart(half, map, room)));
  writeParagraph(paper, `Left: ${baseline}; right: ${visit.name}.`, { size: 8, colour: colours.quiet });
  drawChart(paper, maps.key, { widest: 400 });
  writeList(paper, density.sentences);
}

/** All visits: the measure of the score over time, and each follow-up against the baseline. */
export function writeVisits(paper: Paper, { timeSeries, visitLines, intervalName }: ReportView, chart: string | null): void {
  if (timeSeries === null && visitLines.length === 0) return;
  writeHeading(paper, 2, 'Over time', 220);
  if (chart !== null) drawChart(paper, chart, { widest: 340 });
  if (visitLines.length > 0) {
    const columns = [{ share: 0.34, align: 'left' }, { share: 0.36, align: 'left' }, { share: 0.3, align: 'right' }] as const;
    drawTable(paper, columns, ['Visit', 'Score', 'Change'], visitLines.map(({ visit, score, words, change, interval }) => ({
      cells: [{ text: visit.name, below: visit.date }, { text: `${score === null ? '' : `${score}  `}${words}` }, { text: change ?? 'not given', below: interval }],
    })));
  } else if (timeSeries !== null) {
    const columns = [{ share: 0.4, align: 'left' }, { share: 0.3, align: 'right' }, { share: 0.3, align: 'right' }] as const;
    drawTable(paper, columns, ['Visit', `${timeSeries.title}, ${timeSeries.unit}`, intervalName], timeSeries.points.map(({ label, valueText, intervalText }) => ({
      cells: [{ text: label }, { text: valueText }, { text: intervalText ?? 'not given' }],
    })));
  }
  if (timeSeries === null) return;
  writeList(paper, [
    ...(timeSeries.basis === null ? [] : [timeSeries.basis]),
    ...(timeSeries.alone.length === 0 ? [] : [`Cannot be compared with the baseline, so no line leads there: ${timeSeries.alone.join(', ')}.`]),
    ...(timeSeries.dated ? [] : [undatedVisits]),
    ...(timeSeries.missing.length === 0 ? [] : [`Not drawn, because the value is not given: ${timeSeries.missing.join(', ')}.`]),
  ]);
}

/** What the photographs allow, what the report is not, what its words mean, how it was measured. */
export function writeClosing(paper: Paper, { quality, failedPhotos, limits, glossary, method }: ReportView): void {
  writeHeading(paper, 2, 'Quality of the photographs', 100);
  for (const { visit, photoName, summary, checks, leftOut, remarks } of quality) {
    writeHeading(paper, 3, `${visit}: ${photoName}`);
    writeParagraph(paper, summary);
    writeList(paper, checks.map(({ name, passed, message }) => `${name}${passed ? '' : ' not passed'}: ${message}`));
    for (const text of [leftOut, ...remarks]) if (text !== null) writeParagraph(paper, text);
  }
  if (failedPhotos.length > 0) {
    writeHeading(paper, 3, 'Could not be measured');
    writeList(paper, failedPhotos.map(({ name, sentence }) => `${name}: ${sentence}`));
  }
  writeHeading(paper, 2, 'What this is not');
  for (const sentence of limits) writeParagraph(paper, sentence);
  writeHeading(paper, 2, 'Words used here');
  for (const { term, meaning } of glossary) {
    writeParagraph(paper, term, { font: 'bold', after: 1 });
    writeParagraph(paper, meaning);
  }
  writeHeading(paper, 2, 'How it was measured');
  if (method.warning !== null) writeCare(paper, 'Read with care', [method.warning]);
  for (const { heading, facts } of [...method.methods, ...method.comparisons, ...method.photographs]) {
    writeHeading(paper, 3, heading);
    writeFacts(paper, facts);
  }
  addSpace(paper, 4);
}
