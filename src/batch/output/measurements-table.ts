import { emptyMeasurements } from '../../domain/empty-measurements.js';
import type { Measurements } from '../../domain/measurements.js';
import type { TimepointResult } from '../../domain/result.js';
import type { Cell } from '../../tables/write-table.js';
import { manifestColumns, toColumnName, type Column, type RowOutcome } from './row-outcome.js';

const fromResult = (name: string, of: (result: TimepointResult) => Cell): Column<RowOutcome> =>
  ({ name, of: ({ measured }) => (measured === null ? null : of(measured.result)) });

const names = Object.keys(emptyMeasurements) as (keyof Measurements)[];

/** Figures whose intervals have columns, and how these begin. */
const intervalColumns = {
  hairCount: 'hair_count', densityPerCm2: 'density', terminalDensityPerCm2: 'terminal_density', meanDiameterUm: 'mean_diameter', coverage: 'coverage',
  follicularUnitDensityPerCm2: 'follicular_unit_density', terminalShare: 'terminal_share', cumulativeThicknessMmPerCm2: 'cumulative_thickness',
} as const;

/** measurements.csv: one row for each row of the manifest. */
export const measurementColumns: readonly Column<RowOutcome>[] = [
  ...manifestColumns,
  { name: 'outcome', of: ({ measured }) => (measured === null ? 'failed' : 'measured') },
  { name: 'error_code', of: ({ refusal }) => refusal?.code ?? null },
  { name: 'error_message', of: ({ refusal }) => refusal?.message ?? null },
  { name: 'what_to_do', of: ({ refusal }) => refusal?.hint ?? null },
  fromResult('kind', ({ kind }) => kind),
  fromResult('usable', ({ quality }) => quality.usable),
  ...names.map((name) => fromResult(toColumnName(name), ({ measurements }) => measurements[name])),
  ...Object.entries(intervalColumns).flatMap(([name, column]) => [
    fromResult(`${column}_lower`, ({ intervals }) => intervals[name]?.[0] ?? null),
    fromResult(`${column}_upper`, ({ intervals }) => intervals[name]?.[1] ?? null),
  ]),
  fromResult('area_cm2', ({ targetArea }) => targetArea.areaCm2),
  fromResult('valid_share', ({ targetArea }) => targetArea.validShare),
  fromResult('um_per_px', ({ calibration }) => calibration?.micrometresPerPixel ?? null),
  fromResult('calibration_method', ({ calibration }) => calibration?.method ?? null),
  fromResult('failed_checks', ({ quality }) => quality.checks.filter((check) => !check.passed).map((check) => check.check).join(' ')),
  fromResult('issues', ({ issues }) => [...new Set(issues.map((issue) => issue.code))].join(' ')),
  fromResult('width_px', ({ photo }) => photo.width),
  fromResult('height_px', ({ photo }) => photo.height),
  fromResult('captured_at', ({ photo }) => photo.capturedAt),
  fromResult('photo_sha256', ({ photo }) => photo.sha256),
  fromResult('method_version', ({ method }) => method.version),
  fromResult('model_sha256', ({ method }) => method.model.sha256),
];
