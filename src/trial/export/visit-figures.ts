import { setAsideOtherBaselines } from '../set-aside-other-baselines.js';
import type { LimitColumn, MeasureColumn, ScoreRow, TrialData, VisitKey } from '../trial-data.js';

/** A figure as every export names it. */
export interface Figure {
  /** Name of the field, for programs. */
  name: string;
  /** Short name after SDTM: at most 8 letters and digits, a letter first. */
  code: string;
  /** At most 40 letters, as SDTM asks. */
  label: string;
  /** UCUM; braces mark what is counted. */
  unit: string;
  /** Of one photograph, or of the comparison with the baseline. */
  of: 'photograph' | 'comparison';
}

const photographFigures: readonly (Figure & { name: MeasureColumn | LimitColumn })[] = [
  { name: 'hair_count', code: 'HAIRCNT', label: 'Hairs Counted', unit: '{hairs}', of: 'photograph' },
  { name: 'hair_count_lower', code: 'HCNTLOW', label: 'Hairs Counted, Lower 95 Percent Limit', unit: '{hairs}', of: 'photograph' },
  { name: 'hair_count_upper', code: 'HCNTUPP', label: 'Hairs Counted, Upper 95 Percent Limit', unit: '{hairs}', of: 'photograph' },
  { name: 'terminal_count', code: 'TERMCNT', label: 'Terminal Hairs Counted', unit: '{hairs}', of: 'photograph' },
  { name: 'vellus_count', code: 'VELLCNT', label: 'Vellus Hairs Counted', unit: '{hairs}', of: 'photograph' },
  { name: 'density_per_cm2', code: 'HAIRDENS', label: 'Hair Density', unit: '{hairs}/cm2', of: 'photograph' },
  { name: 'density_lower', code: 'DENSLOW', label: 'Hair Density, Lower 95 Percent Limit', unit: '{hairs}/cm2', of: 'photograph' },
  { name: 'density_upper', code: 'DENSUPP', label: 'Hair Density, Upper 95 Percent Limit', unit: '{hairs}/cm2', of: 'photograph' },
  { name: 'terminal_density_per_cm2', code: 'TERMDENS', label: 'Terminal Hair Density', unit: '{hairs}/cm2', of: 'photograph' },
  { name: 'terminal_density_lower', code: 'TDENLOW', label: 'Terminal Density, Lower 95 Percent Limit', unit: '{hairs}/cm2', of: 'photograph' },
  { name: 'terminal_density_upper', code: 'TDENUPP', label: 'Terminal Density, Upper 95 Percent Limit', unit: '{hairs}/cm2', of: 'photograph' },
  { name: 'mean_diameter_um', code: 'MEANDIAM', label: 'Mean Hair Diameter', unit: 'um', of: 'photograph' },
  { name: 'mean_diameter_lower', code: 'DIAMLOW', label: 'Mean Diameter, Lower 95 Percent Limit', unit: 'um', of: 'photograph' },
  { name: 'mean_diameter_upper', code: 'DIAMUPP', label: 'Mean Diameter, Upper 95 Percent Limit', unit: 'um', of: 'photograph' },
  { name: 'cumulative_thickness_mm_per_cm2', code: 'CUMTHICK', label: 'Cumulative Hair Thickness', unit: 'mm/cm2', of: 'photograph' },
  { name: 'coverage', code: 'COVERAGE', label: 'Hair Coverage', unit: '1', of: 'photograph' },
  { name: 'coverage_lower', code: 'COVLOW', label: 'Hair Coverage, Lower 95 Percent Limit', unit: '1', of: 'photograph' },
  { name: 'coverage_upper', code: 'COVUPP', label: 'Hair Coverage, Upper 95 Percent Limit', unit: '1', of: 'photograph' },
];

type ScoreFigure = 'before' | 'after' | 'changePercent' | 'changeLower' | 'changeUpper' | 'standardError' | 'smallestDetectableChangePercent' | 'nominal' | 'supported' | 'probabilityImproved';

const comparisonFigures: readonly (Figure & { field: ScoreFigure })[] = [
  { name: 'before', field: 'before', code: 'CHGBEF', label: 'Endpoint at Baseline', unit: '1', of: 'comparison' },
  { name: 'after', field: 'after', code: 'CHGAFT', label: 'Endpoint at Visit', unit: '1', of: 'comparison' },
  { name: 'change_percent', field: 'changePercent', code: 'CHGPCT', label: 'Change From Baseline', unit: '%', of: 'comparison' },
  { name: 'change_lower', field: 'changeLower', code: 'CHGLOW', label: 'Change, Lower 95 Percent Limit', unit: '%', of: 'comparison' },
  { name: 'change_upper', field: 'changeUpper', code: 'CHGUPP', label: 'Change, Upper 95 Percent Limit', unit: '%', of: 'comparison' },
  { name: 'standard_error', field: 'standardError', code: 'CHGSE', label: 'Standard Error of Change', unit: '1', of: 'comparison' },
  { name: 'smallest_detectable_change_percent', field: 'smallestDetectableChangePercent', code: 'CHGSDC', label: 'Smallest Detectable Change', unit: '%', of: 'comparison' },
  { name: 'score_nominal', field: 'nominal', code: 'GA7NOM', label: 'Computed 7-Point Score, Nominal', unit: '{score}', of: 'comparison' },
  { name: 'score_supported', field: 'supported', code: 'GA7SUP', label: 'Computed 7-Point Score, Supported', unit: '{score}', of: 'comparison' },
  { name: 'probability_improved', field: 'probabilityImproved', code: 'PIMPRV', label: 'Probability of Improvement', unit: '1', of: 'comparison' },
];

export const figures: readonly Figure[] = [...photographFigures, ...comparisonFigures];

const endpointUnits: Record<string, string> = { terminalDensityPerCm2: '{hairs}/cm2', densityPerCm2: '{hairs}/cm2', hairCount: '{hairs}', coverage: '1' };

/**
 * The values before and after have the unit of the endpoint that was compared; its change is in percent, that of coverage in percentage points. The
 * standard error of a change in percent is that of the logarithm of the ratio, which has no unit; that of coverage is in points, too.
 */
export function unitOf(figure: Figure, { endpoint, changeUnit }: Pick<VisitFigures, 'endpoint' | 'changeUnit'>): string {
  if (changeUnit === 'percentage points' && (figure.unit === '%' || figure.name === 'standard_error')) return '%{points}';
  return figure.name === 'before' || figure.name === 'after' ? endpointUnits[endpoint] ?? '1' : figure.unit;
}

/** One photograph of one visit with all its figures; null is not given. */
export interface VisitFigures extends VisitKey {
  /** From 1; above it where a visit has several photographs of one area. */
  repeat: number;
  /** Days since the baseline; null where no comparison was made. */
  days: number | null;
  /** What was compared with the baseline; empty where nothing was. */
  endpoint: string;
  changeUnit: ScoreRow['changeUnit'];
  values: Record<string, number | null>;
  /** Why the photograph was not measured; empty where it was, or where the tables hold no measurements. */
  errorCode: string;
  /** Why a photograph after the baseline has no change from it (of bare skin there is none in percent); empty where it has one. */
  comparisonErrorCode: string;
}

/** Copied, so that the records of all photographs have one shape in memory. */
const noValues: Record<string, number | null> = Object.fromEntries(figures.map(({ name }) => [name, null]));

/** Measurements and comparisons put together, in the order of the tables. A change that is from another visit than the baseline of most subjects is not given, as in the statistics. */
export function collectVisits(data: TrialData): VisitFigures[] {
  const visits = new Map<string, VisitFigures>();
  const find = (row: VisitKey, seen: Map<string, number>): VisitFigures => {
    const place = JSON.stringify([row.subject, row.targetArea, row.view, row.visit]);
    const repeat = (seen.get(place) ?? 0) + 1;
    seen.set(place, repeat);
    const key = `${place}${repeat}`;
    const own = visits.get(key) ?? {
      subject: row.subject, arm: row.arm, targetArea: row.targetArea, view: row.view, visit: row.visit, date: row.date, repeat, days: null, endpoint: '', changeUnit: '%',
      values: { ...noValues }, errorCode: '', comparisonErrorCode: '',
    };
    visits.set(key, own);
    return own;
  };
  const measured = new Map<string, number>();
  for (const row of data.measurements) {
    const own = find(row, measured);
    const given: Partial<Record<string, number | null>> = { ...row.measures, ...row.limits };
    for (const { name } of photographFigures) own.values[name] = given[name] ?? null;
    own.errorCode = row.errorCode;
  }
  const scored = new Map<string, number>();
  for (const row of setAsideOtherBaselines(data.scores).scores) {
    const own = find(row, scored);
    own.days = row.days;
    own.comparisonErrorCode = row.errorCode !== '' ? row.errorCode : row.before === null || row.after === null || (row.changePercent === null && row.changeUnit === '%' && row.before === 0) ? 'comparison.notGiven' : '';
    own.endpoint = row.endpoint;
    own.changeUnit = row.changeUnit;
    for (const { name, field } of comparisonFigures) own.values[name] = row[field];
  }
  return [...visits.values()];
}
