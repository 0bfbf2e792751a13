import { emptyMeasurements } from '../../src/domain/measurements.js';
import type { TimepointResult } from '../../src/domain/result.js';

interface Made {
  name: string;
  count: number | null;
  terminal: number | null;
  /** Hairs that are terminal for sure; default all of `terminal`. */
  sureTerminal: number;
  /** 95 % interval of the share of terminal hairs. */
  terminalShare: readonly [number, number];
  areaCm2: number;
  umPerPixel: number | null;
  scaleUncertainty: number;
  capturedAt: string | null;
  validShare: number;
}

/** A measured close-up as the pipeline writes it, with only the figures that a comparison reads. */
export function makeTimepoint(made: Partial<Made> = {}): TimepointResult {
  const name = made.name ?? 'a.png';
  const count = made.count === undefined ? 150 : made.count;
  const terminal = made.terminal === undefined ? count : made.terminal;
  const areaCm2 = made.areaCm2 ?? 1;
  const scale = made.umPerPixel === undefined ? 2.762 : made.umPerPixel;
  return {
    schemaVersion: 1, kind: 'closeup',
    photo: { name, sha256: `sha of ${name}`, width: 1280, height: 1024, capturedAt: made.capturedAt ?? null },
    method: {
      version: '1', model: { name: 'close-up', sha256: 'abc', runtime: 'onnxruntime-node' },
      options: { terminalThresholdUm: 40, countingRule: 'exit point', hairProbabilityThreshold: 0.5 },
    },
    calibration: scale === null ? null
      : { micrometresPerPixel: scale, method: 'given', relativeUncertainty: made.scaleUncertainty ?? 0.01 },
    quality: { usable: true, checks: [] },
    targetArea: { shape: 'frame', areaCm2: scale === null ? null : areaCm2, validShare: made.validShare ?? 1, exclusions: [], outline: [] },
    measurements: {
      ...emptyMeasurements, hairCount: count, terminalCount: made.sureTerminal ?? terminal, terminalShare: count === null || terminal === null ? null : terminal / count,
      densityPerCm2: count === null || scale === null ? null : count / areaCm2,
      terminalDensityPerCm2: terminal === null || scale === null ? null : terminal / areaCm2,
    },
    intervals: made.terminalShare === undefined ? {} : { terminalShare: [...made.terminalShare] }, hairs: [], issues: [],
  };
}
