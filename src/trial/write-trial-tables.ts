import { differenceOfReaders } from '../domain/panel-score.js';
import { type Cell, writeTable } from '../tables/write-table.js';
import { limitColumns, measureColumns, type TrialData } from './trial-data.js';

/** The tables of a trial folder by file name, as `readTrialFolder` reads them and `trichoscore batch` writes the first two. */
export function writeTrialTables(data: TrialData): Map<string, string> {
  const tables = new Map<string, string>();
  const key = ['subject', 'arm', 'target_area', 'view', 'visit', 'date'];
  tables.set('scores.csv', writeTable([
    ...key, 'baseline_visit', 'baseline_date', 'days', 'endpoint', 'before', 'after', 'change_percent', 'change_lower', 'change_upper', 'change_unit', 'standard_error',
    'smallest_detectable_change_percent', 'score_nominal', 'score_supported', 'words', 'probability_improved', 'registered', 'error_code', 'error_message',
  ], data.scores.map((row): Cell[] => [
    row.subject, row.arm, row.targetArea, row.view, row.visit, row.date, row.baselineVisit, row.baselineDate, row.days, row.endpoint, row.before, row.after,
    row.changePercent, row.changeLower, row.changeUpper, row.changeUnit, row.standardError, row.smallestDetectableChangePercent, row.nominal, row.supported, row.words,
    row.probabilityImproved, row.registered, row.errorCode, row.errorMessage,
  ])));
  tables.set('measurements.csv', writeTable([
    ...key, 'photo', 'um_per_px', ...measureColumns, ...limitColumns, 'error_code', 'error_message',
  ], data.measurements.map((row): Cell[] => [
    row.subject, row.arm, row.targetArea, row.view, row.visit, row.date, row.photo, row.umPerPx,
    ...measureColumns.map((column) => row.measures[column]), ...limitColumns.map((column) => row.limits[column]), row.errorCode, row.errorMessage,
  ])));
  if (data.treatments !== null) {
    tables.set('treatments.csv', writeTable(['subject', 'date', 'end_date', 'treatment', 'kind', 'dose', 'dose_unit', 'needle_length_mm'],
      data.treatments.map((row): Cell[] => [row.subject, row.date, row.endDate, row.treatment, row.kind, row.dose, row.doseUnit, row.needleLengthMm])));
  }
  if (data.ratings !== null) {
    tables.set('ratings.csv', writeTable(['subject', 'arm', 'target_area', 'view', 'visit', 'date', 'rater', 'role', 'occasion', 'score'],
      data.ratings.map((row): Cell[] => [row.subject, row.arm, row.targetArea, row.view, row.visit, row.date, row.rater, row.role, row.occasion, row.score])));
  }
  if (data.panel !== undefined) {
    const readers = data.panel[0]?.readers.map(({ rater }) => rater) ?? [];
    tables.set('panel.csv', writeTable([...key, ...readers.map((rater) => `score_${rater}`), 'difference', 'adjudicated', 'final', 'adjudicator_reason'], data.panel.map((row): Cell[] => [
      row.subject, row.arm, row.targetArea, row.view, row.visit, row.date, ...row.readers.map(({ score }) => score), differenceOfReaders(row.readers.map(({ score }) => score)), row.adjudicated, row.final, row.adjudicatorReason,
    ])));
  }
  if (data.subjects !== null) {
    tables.set('subjects.csv', writeTable(['subject', 'arm', 'site', 'sex', 'age_years', 'stratum'],
      data.subjects.map((row): Cell[] => [row.subject, row.arm, row.site, row.sex, row.ageYears, row.stratum])));
  }
  return tables;
}
