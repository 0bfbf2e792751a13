import type { Calibration } from '../../domain/calibration.js';
import { resolutionGates } from '../../domain/resolution-gates.js';
import type { QualityCheck } from '../../domain/result.js';
import { grade, rounded } from './grade.js';

/** Whether the scale is fine enough to count thin hair and to tell its kinds. What it forbids is left out where it is measured. */
export function checkResolution(calibration: Calibration | null): QualityCheck[] {
  const value = calibration === null ? null : rounded(calibration.micrometresPerPixel);
  const scale = value === null ? 'The scale is not known.' : `One pixel shows ${value} µm.`;
  const common = { value, unit: 'µm per pixel', failsWhen: 'above', unknown: 'passes', advice: 'Go nearer or use a stronger lens.' } as const;
  return [
    grade({ ...common, check: 'countingResolution', limits: { warn: resolutionGates.countingUmPerPixel, refuse: null }, finding: (limit) => `${scale} Counting fine hair needs ${limit} µm or less.` }),
    grade({ ...common, check: 'diameterResolution', limits: { warn: resolutionGates.diameterUmPerPixel, refuse: null }, finding: (limit) => `${scale} Telling terminal from vellus hair needs ${limit} µm or less.` }),
  ];
}
