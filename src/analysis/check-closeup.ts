import type { Calibration } from '../domain/calibration.js';
import type { TimepointResult } from '../domain/result.js';
import { assessCloseupQuality } from '../image-io/closeup-quality.js';
import type { Photograph } from '../image-io/photograph.js';
import { findValidArea } from '../image-io/valid-area.js';
import { calibrate, type CalibrationRequest } from './calibrate.js';

/** What can be said of a close-up before it is measured: the scale as it is read, and the checks at that scale. */
export interface CloseupCheck extends Pick<TimepointResult['quality'], 'usable' | 'checks'> {
  /** Null where no scale is known. */
  readonly calibration: Calibration | null;
}

/**
 * Checks a photograph as its measurement would, taking it for a close-up, without the network. Without a scale only strong blur is seen, in widths of
 * shafts; resolution, motion, wetness and the width of shafts are not.
 * @throws AnalysisError `calibration.*` when the scale cannot be read or is not possible.
 */
export function checkCloseup({ image, storedTurned }: Photograph, request: CalibrationRequest | null): CloseupCheck {
  const calibration = calibrate(request, image, storedTurned), { checks, usable } = assessCloseupQuality(image, calibration, findValidArea(image, calibration).mask);
  // Without a scale the resolution passes unseen, which is no praise.
  return { calibration, usable, checks: calibration === null ? checks.filter(({ check }) => !check.endsWith('Resolution')) : checks };
}
