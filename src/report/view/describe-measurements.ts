import type { Measurements } from '../../domain/measurements.js';
import type { TimepointResult } from '../../domain/result.js';
import { explainMissing, type Need } from './explain-missing.js';
import { type NumberFormats, percentDigits } from './number-formats.js';
import { showTypedText } from './typed-text.js';

/** How one field of the result is shown. `share` marks values 0…1 that are printed as percent. */
interface MeasurementLine {
  readonly field: keyof Measurements;
  readonly label: string;
  readonly unit: string;
  readonly digits: number;
  readonly need: Need;
  readonly share?: true;
  /** A part of the line before it. */
  readonly part?: true;
}

const groups: readonly { heading: string; lines: readonly MeasurementLine[] }[] = [
  { heading: 'Amount', lines: [
    { field: 'terminalDensityPerCm2', label: 'Terminal hair density', unit: 'per\u00a0cm²', digits: 0, need: 'diameter' },
    { field: 'densityPerCm2', label: 'Hair density', unit: 'per\u00a0cm²', digits: 0, need: 'scale' },
    { field: 'hairCount', label: 'Hairs counted', unit: 'hairs', digits: 0, need: 'nothing' },
    { field: 'terminalCount', label: 'of these terminal', unit: 'hairs', digits: 0, need: 'diameter', part: true },
    { field: 'vellusCount', label: 'of these vellus', unit: 'hairs', digits: 0, need: 'diameter', part: true },
    { field: 'indeterminateCount', label: 'of these undecided', unit: 'hairs', digits: 0, need: 'diameter', part: true },
  ] },
  { heading: 'Thickness', lines: [
    { field: 'terminalShare', label: 'Terminal share', unit: '%', digits: 0, need: 'diameter', share: true },
    { field: 'meanDiameterUm', label: 'Mean diameter', unit: 'µm', digits: 0, need: 'diameter' },
    { field: 'medianDiameterUm', label: 'Median diameter', unit: 'µm', digits: 0, need: 'diameter' },
    { field: 'cumulativeThicknessMmPerCm2', label: 'Cumulative thickness', unit: 'mm/cm²', digits: 1, need: 'diameter' },
  ] },
  { heading: 'Follicular units', lines: [
    { field: 'follicularUnitDensityPerCm2', label: 'Unit density', unit: 'per\u00a0cm²', digits: 0, need: 'scale' },
    { field: 'follicularUnitCount', label: 'Units counted', unit: 'units', digits: 0, need: 'nothing' },
    { field: 'hairsPerUnit', label: 'Hairs per unit', unit: 'hairs', digits: 1, need: 'nothing' },
  ] },
  { heading: 'Cover', lines: [
    { field: 'coverage', label: 'Area covered by hair', unit: '%', digits: 0, need: 'nothing', share: true },
    { field: 'shaftLengthMmPerCm2', label: 'Shaft length', unit: 'mm/cm²', digits: 0, need: 'scale' },
  ] },
];

/** All that a photograph of a head gives. */
const coverageOfHead: MeasurementLine = { field: 'coverage', label: 'Scalp covered by hair', unit: '%', digits: 0, need: 'nothing', share: true };

/** A value with its interval, both as printed; or the number of the reason why there is none. */
export type MeasurementCell =
  | { readonly given: true; readonly value: string; readonly interval: string | null }
  | { readonly given: false; readonly reason: number };

export interface MeasurementRow {
  readonly field: string;
  readonly label: string;
  readonly unit: string;
  readonly isPart: boolean;
  readonly before: MeasurementCell;
  readonly after: MeasurementCell;
  /** After minus before, computed before rounding; null when one of them is not given or the two cannot be compared. */
  readonly difference: string | null;
}

export interface MeasurementTable {
  readonly groups: readonly { readonly heading: string; readonly rows: readonly MeasurementRow[] }[];
  /** False where the photographs cannot be compared. */
  readonly comparable: boolean;
  /** Why values are not given; reason n is entry n − 1. */
  readonly reasons: readonly string[];
}

function areaRow(baseline: TimepointResult, followUp: TimepointResult, formats: NumberFormats, reasonNumber: (sentence: string) => number): MeasurementRow {
  const cell = ({ targetArea, issues }: TimepointResult): MeasurementCell => {
    if (targetArea.areaCm2 !== null) return { given: true, value: formats.significant(targetArea.areaCm2, 3), interval: null };
    const issue = issues.find(({ field }) => field === 'targetArea.areaCm2' || field.startsWith('calibration'));
    return { given: false, reason: reasonNumber(issue === undefined ? 'The scale of the photograph is not known, so its area is not known either.' : showTypedText(issue.message)) };
  };
  return { field: 'areaCm2', label: 'Measured area', unit: 'cm²', isPart: false, before: cell(baseline), after: cell(followUp), difference: null };
}

/**
 * The table of measurements, before and after. Without a comparison there are no differences, whatever the values. Whole hairs and micrometres, percent to whole points or to a tenth
 * where the interval is narrower than 5 points. Whatever is not given points at a sentence that says why.
 */
export function describeMeasurements(baseline: TimepointResult, followUp: TimepointResult, comparable: boolean, formats: NumberFormats): MeasurementTable {
  const reasons: string[] = [];
  const reasonNumber = (asWritten: string): number => {
    const sentence = formats.rewrite(asWritten), known = reasons.indexOf(sentence);
    return known >= 0 ? known + 1 : reasons.push(sentence);
  };
  const rowOf = (line: MeasurementLine): MeasurementRow => {
    const factor = line.share === true ? 100 : 1;
    const scaled = (result: TimepointResult): { value: number | null; interval: [number, number] | null } => {
      const value = result.measurements[line.field];
      const interval = result.intervals[line.field];
      return {
        value: value === null ? null : value * factor,
        interval: value === null || interval === undefined ? null : [interval[0] * factor, interval[1] * factor],
      };
    };
    const before = scaled(baseline);
    const after = scaled(followUp);
    const intervals = [before.interval, after.interval].filter((interval) => interval !== null);
    const digits = line.share === true ? Math.max(0, ...intervals.map(percentDigits)) : line.digits;
    const cell = ({ value, interval }: typeof before, result: TimepointResult): MeasurementCell => value === null
      ? { given: false, reason: reasonNumber(explainMissing(result, line.field, line.need)) }
      : {
        given: true,
        value: line.share === true ? formats.percent(value, digits) : formats.number(value, digits),
        interval: interval === null ? null : line.share === true ? formats.percentRange(interval, digits) : formats.range(interval, digits),
      };
    return {
      field: line.field, label: line.label, unit: line.unit, isPart: line.part === true,
      before: cell(before, baseline), after: cell(after, followUp),
      difference: !comparable || before.value === null || after.value === null ? null
        : `${formats.signed(after.value - before.value, digits)}${line.share === true ? ' points' : ''}`,
    };
  };
  if (baseline.kind === 'global' && followUp.kind === 'global') {
    return { groups: [{ heading: 'Cover', rows: [rowOf(coverageOfHead)] }], comparable, reasons };
  }
  const [amount, ...others] = groups.map(({ heading, lines }) => ({ heading, rows: lines.map(rowOf) }));
  const withArea = { heading: amount!.heading, rows: [areaRow(baseline, followUp, formats, reasonNumber), ...amount!.rows] };
  return { groups: [withArea, ...others], comparable, reasons };
}
