import type { ComparisonRequest } from '../../../src/jobs/comparison-request.js';

/** How a photograph's scale was given, as it is looked over beside the visit: a slip of the pen there moves every density. @param write  A number as the reader writes it. */
export function scaleWords(calibration: ComparisonRequest['baseline']['calibration'], write: (value: number) => string): string {
  if (calibration === null) return 'scale not known';
  switch (calibration.method) {
    case 'given': return `${write(calibration.micrometresPerPixel)} µm per pixel`;
    case 'fieldWidth': return `field ${write(calibration.millimetres)} mm wide`;
    case 'scaleBar': return `scale bar of ${write(calibration.millimetres)} mm`;
    case 'ruler': return `ruler, a tick each ${write(calibration.millimetres)} mm`;
    case 'twoPoint': {
      const { from, to, millimetres } = calibration;
      return `${write((1000 * millimetres) / Math.hypot(from.row - to.row, from.column - to.column))} µm per pixel, from two clicks`;
    }
    case 'device': return `${calibration.preset.name}: ${write(calibration.preset.umPerPx)} µm per pixel`;
  }
}
