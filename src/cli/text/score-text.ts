import type { ProgressResult } from '../../domain/result.js';
import type { ReportOptions } from '../../report/report-input.js';
import { buildReportView, type ComparisonView, type ReportView } from '../../report/view-model.js';
import { computedScoreSentence } from '../../report/view/terms.js';
import type { MeasurementCell, MeasurementTable } from '../../report/view/describe-measurements.js';
import { writeMethod } from './method-text.js';
import { bold } from './style.js';
import { layOutTable, wrapText } from './table.js';

/** Signs of the longest bar, for a probability of 1. */
const barLength = 30;

/** What changed, for a person at a terminal: each follow-up against the baseline, the score in words first. */
export function writeScore(progress: ProgressResult, options: ReportOptions): string {
  const view = buildReportView(progress, options);
  const [baseline] = view.visits;
  return [
    `Baseline: ${baseline.photoName}${baseline.date === null ? '' : `, ${baseline.date}`}`,
    '',
    ...[...view.comparisons].reverse().flatMap((comparison) => writeComparison(comparison)),
    ...view.quality.flatMap((quality) => [
      ...(quality.usable && quality.leftOut === null && quality.checks.every((check) => check.passed) ? [] : [wrapText(`${quality.visit}: ${quality.summary} ${quality.leftOut ?? ''}`.trim(), { indent: '  ' })]),
      ...quality.checks.filter((check) => !check.passed).map((check) => wrapText(`${check.name}: ${check.message}`, { first: '  - ' })),
    ]),
    ...writeRemarks(view.quality),
    ...(view.method.warning === null ? [] : [wrapText(view.method.warning)]),
    ...new Set([progress.baseline, ...progress.followUps.map(({ measurement }) => measurement)].flatMap(writeMethod)),
    computedScoreSentence,
    'Not a diagnosis and no recommendation of a treatment.',
    '',
  ].join('\n');
}

/** What else is to be known of each photograph; what holds for all of them is said once. */
function writeRemarks(qualities: ReportView['quality']): string[] {
  const ofAll = (remark: string): boolean => qualities.every(({ remarks }) => remarks.includes(remark));
  return [
    ...(qualities[0]?.remarks ?? []).filter(ofAll).map((remark) => wrapText(remark, { first: '- ' })),
    ...qualities.flatMap(({ visit, remarks }) => remarks.filter((remark) => !ofAll(remark)).map((remark) => wrapText(`${visit}: ${remark}`, { first: '- ' }))),
  ];
}

function writeComparison({ visit, score, change, reasons, warnings, measurements }: ComparisonView): string[] {
  const when = [visit.date, visit.sinceBaseline === null ? null : `${visit.sinceBaseline} after the baseline`].filter((part) => part !== null);
  const heading = `${visit.name}: ${[visit.photoName, ...when].join(', ')}`;
  const lines = [bold(heading), '-'.repeat(heading.length), ''];
  if (score === null) {
    lines.push('  No score.', ...reasons.map((reason) => wrapText(reason, { first: '  - ' })), '');
  } else {
    lines.push(
      bold(`  ${score.number}  ${score.words}`), '',
      wrapText(score.clinicianSentences.join(' '), { first: '  ' }),
      wrapText(`For the patient: ${score.patientSentence}`, { first: '  ' }), '',
      `  Probability that hair has increased by at least one step: ${score.probabilityImproved}`,
      ...layOutTable(score.probabilities.map(({ number, words, share, text }) => [`    ${number.padStart(2)}`, words, text, '█'.repeat(Math.round(share * barLength))]),
        ['left', 'left', 'right', 'left']), '',
    );
  }
  const notes = [...(change?.notes ?? []), ...warnings];
  if (notes.length > 0) lines.push(...notes.map((note) => wrapText(note, { first: '  - ' })), '');
  return [...lines, ...writeTable(measurements, visit.name), ''];
}

function writeTable({ groups, reasons }: MeasurementTable, followUp: string): string[] {
  const rows = groups.flatMap((group) => group.rows.map(({ label, unit, isPart, before, after, difference }) =>
    [`${isPart ? '    ' : '  '}${label}${unit === '' || unit === '%' || unit === 'hairs' || unit === 'units' ? '' : `, ${unit}`}`, ...writeCell(before), ...writeCell(after), difference ?? '']));
  const header = ['', 'Baseline', '', followUp, '', 'difference'];
  const used = rows.flatMap((row) => [...row.join(' ').matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1])));
  return [
    ...layOutTable([header, ...rows], ['left', 'right', 'left', 'right', 'left', 'right']),
    ...reasons.flatMap((reason, at) => (used.includes(at + 1) ? [wrapText(reason, { first: `  [${at + 1}] ` })] : [])),
  ];
}

function writeCell(cell: MeasurementCell): string[] {
  return cell.given ? [cell.value, cell.interval === null ? '' : `(${cell.interval})`] : ['–', `[${cell.reason}]`];
}
