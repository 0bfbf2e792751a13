import { basename } from 'node:path';
import type { FailedPhoto, TimepointResult } from '../../domain/result.js';
import { describeMeasurements, type MeasurementCell } from '../../report/view/describe-measurements.js';
import { describeQuality } from '../../report/view/describe-quality.js';
import { createNumberFormats } from '../../report/view/number-formats.js';
import { describeScaleSource } from '../../report/view/terms.js';
import { showTypedText } from '../../report/view/typed-text.js';
import { writeMethod } from './method-text.js';
import { bold } from './style.js';
import { layOutTable, wrapText } from './table.js';

const formats = createNumberFormats('en');

/** Everything measured on one photograph, for a person at a terminal: values with units and intervals, and why any is missing. */
export function writeMeasurement(result: TimepointResult): string {
  const { photo, calibration } = result;
  const table = describeMeasurements(result, result, false, formats);
  const name = showTypedText(photo.name);
  const quality = describeQuality(result, { name, photoName: name, day: null, date: null, shortDate: null, sinceBaseline: null }, formats, [table]);
  const scale = result.kind === 'global' ? 'a whole head' : calibration === null
    ? 'scale not given'
    : `${formats.significant(calibration.micrometresPerPixel, 4)} µm per pixel (${describeScaleSource(calibration)})`;
  const rows = table.groups.flatMap(({ heading, rows: lines }) => [
    [heading],
    ...lines.map(({ label, unit, isPart, before }) => [`${isPart ? '    ' : '  '}${label}`, ...writeCell(before, unit)]),
  ]);
  const headings = new Set(table.groups.map((group) => group.heading));
  const failed = quality.checks.filter((check) => !check.passed);
  return [
    bold(name),
    `${photo.width} × ${photo.height} pixels, ${scale}`,
    '',
    ...layOutTable(rows, ['left', 'right', 'left', 'left']).map((line) => (headings.has(line) ? bold(line) : line)),
    ...blockOf(table.reasons.map((reason, at) => wrapText(reason, { first: `[${at + 1}] ` }))),
    ...blockOf([
      wrapText(`Quality: ${quality.summary}`, { indent: '  ' }),
      ...failed.map((check) => wrapText(`${check.name}: ${check.message}`, { first: '  - ' })),
      ...(quality.leftOut === null ? [] : [wrapText(quality.leftOut, { indent: '  ' })]),
      ...quality.remarks.map((remark) => wrapText(remark, { first: '- ' })),
    ]),
    '',
    ...writeMethod(result),
    '',
  ].join('\n');
}

function writeCell(cell: MeasurementCell, unit: string): string[] {
  if (!cell.given) return ['–', `not given [${cell.reason}]`];
  const shown = unit === '%' ? '' : unit;
  return [cell.value, shown, cell.interval === null ? '' : `95% interval ${cell.interval}`];
}

function blockOf(lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

const columns = ['terminalDensityPerCm2', 'densityPerCm2', 'hairCount', 'meanDiameterUm', 'coverage'] as const;

/** One line a photograph, then what a reader has to know of each. */
export function writeMeasurementTable(rows: readonly (TimepointResult | FailedPhoto)[]): string {
  const notes = new Map<string, string[]>();
  const note = (sentence: string, name: string): void => {
    const names = notes.get(sentence) ?? [];
    if (!names.includes(name)) notes.set(sentence, [...names, name]);
  };
  const lines = rows.map((row) => {
    const name = showTypedText(basename(row.photo.name));
    if ('error' in row) return [name, ...columns.map(() => '–'), `not measured: ${row.error.code}`];
    const table = describeMeasurements(row, row, false, formats);
    const cells = table.groups.flatMap((group) => group.rows);
    const said = table.reasons.join(' ');
    for (const reason of table.reasons) note(reason, name);
    for (const issue of row.issues) if (issue.code !== 'global.noScale') note(showTypedText(issue.message), name);
    for (const check of row.quality.checks) if (!check.passed && !said.includes(showTypedText(check.message))) note(showTypedText(check.message), name);
    return [
      name,
      ...columns.map((field) => {
        const cell = cells.find((candidate) => candidate.field === field)?.before;
        return cell?.given === true ? cell.value : '–';
      }),
      row.quality.usable ? 'fit' : 'not fit',
    ];
  });
  const header = ['Photograph', 'terminal/cm²', 'hairs/cm²', 'hairs', 'mean µm', 'coverage', 'quality'];
  const [heading, ...body] = layOutTable([header, ...lines], ['left', 'right', 'right', 'right', 'right', 'right', 'left']);
  return [
    bold(heading), ...body,
    ...blockOf([...notes].map(([sentence, names]) => wrapText(`${sentence} (${names.length === rows.length ? 'all' : names.join(', ')})`, { first: '- ' }))),
    '',
  ].join('\n');
}
