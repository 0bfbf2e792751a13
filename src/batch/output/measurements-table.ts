import { emptyMeasurements, type Measurements } from '../../domain/measurements.js';
import type { TimepointResult } from '../../domain/result.js';
import { manifestColumns, type Cell, type Column, type RowOutcome } from './row-outcome.js';

const fromResult = (name: string, of: (result: TimepointResult) => Cell): Column<RowOutcome> =>
  ({ name, of: ({ measured }) => (measured === null ? null : of(measured.result)) });

const names = Object.keys(emptyMeasurements) as (keyof Measurements)[];

/** measurements.csv: one row for each row of the manifest. */
export const measurementColumns: readonly Column<RowOutcome>[] = [
  ...manifestColumns,
  { name: 'outcome', of: ({ measured }) => (measured === null ? 'failed' : 'measured') },
  { name: 'errorCode', of: ({ refusal }) => refusal?.code ?? null },
  { name: 'error', of: ({ refusal }) => refusal?.message ?? null },
  { name: 'whatToDo', of: ({ refusal }) => refusal?.hint ?? null },
  fromResult('kind', ({ kind }) => kind),
  fromResult('usable', ({ quality }) => quality.usable),
  ...names.map((name) => fromResult(name, ({ measurements }) => measurements[name])),
  ...(['hairCount', 'densityPerCm2', 'terminalDensityPerCm2', 'meanDiameterUm'] as const).flatMap((name) => [
    fromResult(`${name}Low95`, ({ intervals }) => intervals[name]?.[0] ?? null),
    fromResult(`${name}High95`, ({ intervals }) => intervals[name]?.[1] ?? null),
  ]),
  fromResult('areaCm2', ({ targetArea }) => targetArea.areaCm2),
  fromResult('validShare', ({ targetArea }) => targetArea.validShare),
  fromResult('micrometresPerPixel', ({ calibration }) => calibration?.micrometresPerPixel ?? null),
  fromResult('calibrationMethod', ({ calibration }) => calibration?.method ?? null),
  fromResult('failedChecks', ({ quality }) => quality.checks.filter((check) => !check.passed).map((check) => check.check).join(' ')),
  fromResult('issues', ({ issues }) => [...new Set(issues.map((issue) => issue.code))].join(' ')),
  fromResult('widthPx', ({ photo }) => photo.width),
  fromResult('heightPx', ({ photo }) => photo.height),
  fromResult('capturedAt', ({ photo }) => photo.capturedAt),
  fromResult('photoSha256', ({ photo }) => photo.sha256),
  fromResult('methodVersion', ({ method }) => method.version),
  fromResult('modelSha256', ({ method }) => method.model.sha256),
];
