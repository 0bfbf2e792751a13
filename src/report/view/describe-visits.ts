import type { Change, ProgressResult, TimepointResult } from '../../domain/result.js';
import type { ReportOptions } from '../report-input.js';
import { calendarDay, writeDay, writeShortDay, writeSpan } from './dates.js';
import type { NumberFormats } from './number-formats.js';
import { endpointWords } from './terms.js';
import { showTypedText } from './typed-text.js';

export interface Visit {
  readonly name: string;
  readonly photoName: string;
  /** Day at midnight UTC; null when nobody knows it. */
  readonly day: number | null;
  readonly date: string | null;
  readonly shortDate: string | null;
  /** Time since the baseline in words, e.g. "24 weeks". */
  readonly sinceBaseline: string | null;
}

/** When the photographs were taken as the result says, baseline first; null where it does not. */
export function datesOf({ followUps }: ProgressResult): (string | null)[] {
  const ofBaseline = followUps.flatMap(({ visits }) => visits?.baselineDate ?? []);
  return [ofBaseline[0] ?? null, ...followUps.map(({ visits }) => visits?.followUpDate ?? null)];
}

/** All timepoints of the result, baseline first, with the names and dates to show. */
export function describeVisits(progress: ProgressResult, options: ReportOptions, locale: string): Visit[] {
  const results = [progress.baseline, ...progress.followUps.map((followUp) => followUp.measurement)];
  // What was said when the photographs were compared stands in the result, and before what a camera wrote.
  const said = datesOf(progress);
  const days = results.map((result, index) => calendarDay(options.dates?.[index] ?? null) ?? calendarDay(said[index] ?? null) ?? calendarDay(result.photo.capturedAt));
  return results.map((result, index) => {
    const day = days[index]!;
    const named = options.visitNames?.[index] ?? null;
    const usual = index === 0 ? 'Baseline' : results.length === 2 ? 'Follow-up' : `Follow-up ${index}`;
    return {
      name: named === null || named.trim() === '' ? usual : showTypedText(named),
      photoName: showTypedText(result.photo.name),
      day,
      date: day === null ? null : writeDay(day, locale),
      shortDate: day === null ? null : writeShortDay(day, locale),
      sinceBaseline: index === 0 || day === null || days[0] === null ? null : writeSpan(days[0]!, day),
    };
  });
}

export interface TimePoint {
  readonly label: string;
  /** Days since the baseline, or the place in the series where dates are missing. */
  readonly position: number;
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  /** False for a follow-up that cannot be compared with the baseline; no line leads to it. */
  readonly comparable: boolean;
  readonly valueText: string;
  readonly intervalText: string | null;
}

export interface TimeSeries {
  /** The measurement that the values are of. */
  readonly endpoint: Change['endpoint'];
  readonly title: string;
  readonly unit: string;
  /** True when positions are days, false when the visits are only put in order. */
  readonly dated: boolean;
  readonly points: readonly TimePoint[];
  /** Names of the visits without a value. */
  readonly missing: readonly string[];
  /** Names of the visits that stand alone because they cannot be compared. */
  readonly alone: readonly string[];
  /** What the values are of, where the scores rest on something else: matched hairs of common skin; null where on the same values. */
  readonly basis: string | null;
}

/** The measure that the chart over time shows: that of the scores, else the best one that two visits have. */
function seriesEndpoint(progress: ProgressResult, results: readonly TimepointResult[]): Change['endpoint'] | null {
  const scored = progress.followUps.find((followUp) => followUp.change !== null)?.change?.endpoint;
  if (scored !== undefined) return scored;
  if (results.every(({ kind, measurements }) => kind === 'global' && measurements.coverage !== null)) return 'coverage';
  const candidates = ['terminalDensityPerCm2', 'densityPerCm2'] as const;
  return candidates.find((field) => results.filter((result) => result.measurements[field] !== null).length >= 2) ?? null;
}

/** Said under a chart whose visits do not stand at their days. */
export const undatedVisits = 'The visits stand in the order in which they were given, because their dates are not all known, different and after the baseline; distances mean nothing.';

const wholePhotographs = 'These values are of each photograph as a whole. Scores and changes are of the skin that both photographs show, matched hair by hair, and are the surer figure: the two need not agree.';

const headsAlone = 'These values are of each photograph by itself. Scores and changes are of both photographs in one frame and light, and are the surer figure: the two need not agree.';

/** What the chart shows of a visit: of a close-up amid heads no coverage, which is the share of its skin under shafts. */
function valueOf({ kind, measurements }: TimepointResult, endpoint: Change['endpoint']): number | null {
  return endpoint === 'coverage' && kind !== 'global' ? null : measurements[endpoint];
}

/** The values of the score's measure by visit; null when fewer than two visits have one. */
export function describeTimeSeries(progress: ProgressResult, visits: readonly Visit[], formats: NumberFormats): TimeSeries | null {
  const results = [progress.baseline, ...progress.followUps.map((followUp) => followUp.measurement)];
  const endpoint = seriesEndpoint(progress, results);
  if (endpoint === null) return null;
  const days = visits.map((visit) => visit.day);
  const dated = days.every((day, index) => day !== null && (index === 0 || day > days[0]!)) && new Set(days).size === days.length;
  const points: TimePoint[] = [];
  const missing: string[] = [];
  for (const [index, result] of results.entries()) {
    const share = endpoint === 'coverage' ? 100 : 1, measured = valueOf(result, endpoint), value = measured === null ? null : share * measured;
    if (value === null) {
      missing.push(visits[index]!.name);
      continue;
    }
    const [low, high] = result.intervals[endpoint] ?? [null, null], interval = low === null || high === null ? null : [share * low, share * high] as const;
    points.push({
      label: dated ? visits[index]!.shortDate! : visits[index]!.name,
      position: dated ? (days[index]! - days[0]!) / 86_400_000 : index,
      value, interval,
      comparable: index === 0 || progress.followUps[index - 1]!.change !== null,
      valueText: formats.number(value),
      intervalText: interval === null ? null : formats.range(interval),
    });
  }
  if (points.length < 2) return null;
  points.sort((a, b) => a.position - b.position);
  const alone = progress.followUps.flatMap((followUp, index) => (followUp.change === null && valueOf(results[index + 1]!, endpoint) !== null ? [visits[index + 1]!.name] : []));
  const laid = endpoint === 'coverage' && progress.followUps.some(({ change, registration }) => change !== null && registration.method === 'head');
  const matched = endpoint !== 'coverage' && progress.followUps.some(({ change, hairs }) => change !== null && hairs !== null);
  return { endpoint, title: endpointWords[endpoint].name, unit: endpointWords[endpoint].unit, dated, points, missing, alone, basis: matched ? wholePhotographs : laid ? headsAlone : null };
}
