import { type FollowUpResult, type Issue, type ProgressResult, progressResultSchema } from '../domain/result.js';
import type { ReportOptions } from './report-input.js';
import { cautionOfCorrections, describeCorrection } from './view/describe-correction.js';
import { type ChangeView, describeChange, isComparisonNote } from './view/describe-change.js';
import { describeDensity, type DensityView } from './view/describe-density.js';
import { describeDiameters, type DiameterView } from './view/describe-diameters.js';
import { describeLetterhead, type Letterhead } from './view/describe-letterhead.js';
import { describeMeasurements, type MeasurementTable } from './view/describe-measurements.js';
import { describeMethod, type Fact, type MethodView } from './view/describe-method.js';
import { describeQuality, type QualityView } from './view/describe-quality.js';
import { describeScore, type ScoreView } from './view/describe-score.js';
import { describeTimeSeries, describeVisits, type TimeSeries, type Visit } from './view/describe-visits.js';
import { layOverBaseline } from './view/lay-over-baseline.js';
import { writeMoment } from './view/dates.js';
import { createNumberFormats, type NumberFormats } from './view/number-formats.js';
import { glossary, headGlossary, readableName } from './view/terms.js';
import { showTypedText } from './view/typed-text.js';

/** One follow-up against the baseline. */
export interface ComparisonView {
  /** Place of the follow-up in the result, from 0. */
  readonly followUp: number;
  readonly visit: Visit;
  /** Null where no score is given; `reasons` then says why. */
  readonly score: ScoreView | null;
  /** Null where the two cannot be compared; `reasons` then says why. */
  readonly change: ChangeView | null;
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  readonly measurements: MeasurementTable;
  /** Null for photographs of heads. */
  readonly diameters: DiameterView | null;
  /** Null for photographs of heads. */
  readonly density: DensityView | null;
  /** What the two photographs of a head differ in besides hair; empty for close-ups. */
  readonly conditions: readonly { readonly name: string; readonly passed: boolean; readonly message: string }[];
}

/** A line of the list of visits. */
export interface VisitLine {
  readonly visit: Visit;
  readonly score: string | null;
  readonly words: string;
  readonly change: string | null;
  readonly interval: string | null;
}

/**
 * Everything that a report shows, in words and as printed, whatever it is rendered to.
 * Texts are plain: the renderer escapes them.
 */
export interface ReportView {
  readonly title: string;
  /** Whose report it is; null where nobody is named. */
  readonly letterhead: Letterhead | null;
  /** Subject, area, dates: what is known of them. */
  readonly facts: readonly Fact[];
  readonly visits: readonly Visit[];
  /** The latest follow-up comes first and is the headline: by its day, where all days are known, else the last of the result. */
  readonly comparisons: readonly ComparisonView[];
  /** The list of visits; empty where there is only one follow-up. */
  readonly visitLines: readonly VisitLine[];
  readonly timeSeries: TimeSeries | null;
  readonly quality: readonly QualityView[];
  readonly failedPhotos: readonly { readonly name: string; readonly sentence: string }[];
  readonly method: MethodView;
  readonly intervalName: string;
  readonly glossary: typeof glossary;
  /** What the report is not. */
  readonly limits: readonly string[];
}

const limits = [
  'This report measures and documents change in photographs. It is not a diagnosis and it recommends no treatment.',
  'What it finds depends on how the photographs were taken: on light, sharpness, tilt, magnification, and on when the hair was last cut, washed or treated.',
  'The value on the seven-point scale is computed from measured change. It is not an investigator’s rating, and no published study converts the one into the other.',
  'It speaks of the photographed area only, not of the whole head, and healthy density differs too much between people to judge a single value by.',
];

function latestFirst(comparisons: readonly ComparisonView[]): ComparisonView[] {
  const reversed = [...comparisons].reverse();
  return reversed.every(({ visit }) => visit.day !== null) ? reversed.sort((a, b) => b.visit.day! - a.visit.day!) : reversed;
}

/** The warnings of a comparison: what prevents a score, and what a reader has to know besides. */
function sortWarnings({ warnings, change }: FollowUpResult, scored: boolean, { rewrite }: NumberFormats): { reasons: string[]; cautions: string[] } {
  const said = (chosen: readonly Issue[]): string[] => [...new Set(chosen.map((warning) => rewrite(showTypedText(warning.message))))];
  const others = warnings.filter((warning) => !isComparisonNote(warning));
  if (scored) return { reasons: [], cautions: said(others) };
  const refusals = others.filter((warning) => warning.field === 'change');
  if (refusals.length > 0) return { reasons: said(refusals), cautions: said(others.filter((warning) => warning.field !== 'change')) };
  if (others.length > 0) return { reasons: said(others), cautions: [] };
  return { reasons: [change === null ? 'The result holds no reason.' : 'The result holds a change but no score, and no reason for it.'], cautions: [] };
}

function describeComparison(progress: ProgressResult, index: number, visits: readonly Visit[], formats: NumberFormats, locale: string): ComparisonView {
  const followUp = progress.followUps[index]!, ofHeads = progress.baseline.kind === 'global' && followUp.measurement.kind === 'global';
  const change = describeChange(progress.baseline, followUp, formats);
  const score = describeScore(followUp, change, formats);
  const { reasons, cautions } = sortWarnings(followUp, score !== null, formats);
  const names = [visits[0]!.name, visits[index + 1]!.name] as const, laid = layOverBaseline(followUp.hairs, progress.baseline.hairs, followUp.measurement.hairs);
  const edited = cautionOfCorrections(progress.baseline, followUp.measurement, [
    describeCorrection(progress.baseline, visits[0]!.name, formats, locale), describeCorrection(followUp.measurement, visits[index + 1]!.name, formats, locale),
  ]);
  return {
    followUp: index, visit: visits[index + 1]!, score, change,
    reasons, warnings: [...edited, ...cautions],
    measurements: describeMeasurements(progress.baseline, followUp.measurement, change !== null, formats),
    diameters: ofHeads ? null : describeDiameters(progress.baseline, followUp.measurement, names, formats),
    density: ofHeads ? null : describeDensity(progress.baseline, followUp.measurement, laid, names, formats),
    conditions: [...(followUp.pairQuality?.checks ?? [])].sort((a, b) => Number(a.passed) - Number(b.passed))
      .map(({ check, passed, message }) => ({ name: readableName(showTypedText(check)), passed, message: formats.rewrite(showTypedText(message)) })),
  };
}

function describeFacts(visits: readonly Visit[], options: ReportOptions, locale: string): Fact[] {
  const typed = (label: string, value: string | undefined): Fact[] => (value === undefined || value.trim() === '' ? [] : [{ label, value: showTypedText(value) }]);
  return [
    ...typed('Subject', options.subject),
    ...typed('Target area', options.targetArea),
    ...visits.map((visit) => ({
      label: visit.name,
      value: `${visit.date ?? 'date not known'}${visit.sinceBaseline === null ? '' : `, ${visit.sinceBaseline} later`}`,
    })),
    ...(options.generatedAt === null ? [] : [{ label: 'Report made', value: writeMoment(options.generatedAt, locale) }]),
  ];
}

/**
 * From the facts of a result to what a report shows: words, printed numbers and what the charts need.
 * The one place where HTML, PDF and pages take their content from.
 * @throws ZodError for an invalid result; RangeError for an unknown locale or a `generatedAt` that is no ISO date-time.
 */
export function buildReportView(progress: ProgressResult, options: ReportOptions): ReportView {
  const checked = progressResultSchema.parse(progress);
  if (checked.followUps.length === 0) throw new RangeError('Expected at least one follow-up to report on, got none.');
  const locale = options.locale ?? 'en';
  const formats = createNumberFormats(locale);
  const visits = describeVisits(checked, options, locale);
  const comparisons = checked.followUps.map((_, index) => describeComparison(checked, index, visits, formats, locale));
  const results = [checked.baseline, ...checked.followUps.map((followUp) => followUp.measurement)];
  const tables = comparisons.map((comparison) => comparison.measurements);
  const title = options.title?.trim() ?? '', ofHeads = results.every(({ kind }) => kind === 'global');
  return {
    title: title !== '' ? showTypedText(title) : ofHeads ? 'Change of hair on the head' : 'Change of hair in one target area',
    letterhead: describeLetterhead(options),
    facts: describeFacts(visits, options, locale),
    visits,
    comparisons: latestFirst(comparisons),
    visitLines: comparisons.length < 2 ? [] : latestFirst(comparisons).reverse().map(({ visit, score, change }) => ({
      visit, score: score?.number ?? null,
      words: score?.words ?? (change === null ? 'Cannot be compared' : 'No score'),
      change: change?.percent ?? null, interval: change?.interval ?? null,
    })),
    timeSeries: describeTimeSeries(checked, visits, formats),
    quality: results.map((result, index) => describeQuality(result, visits[index]!, formats, tables, locale)),
    failedPhotos: (options.failedPhotos ?? []).map(({ photo, error }) => ({
      name: showTypedText(photo.name), sentence: showTypedText(`${error.message} ${error.hint}`),
    })),
    method: describeMethod(checked, visits, formats),
    intervalName: `${formats.percent(95)} interval`,
    glossary: ofHeads ? headGlossary : glossary, limits,
  };
}
