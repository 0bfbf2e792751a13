import type { GlobalAssessment } from '../domain/global-assessment.js';
import type { Issue, RatioChange, TimepointResult } from '../domain/result.js';
import { assessChange } from './assess-change.js';
import { measureChange, whyNoChange } from './change.js';
import { chooseEndpoint } from './choose-endpoint.js';
import { findComparisonRefusals } from './comparison-refusals.js';
import { findComparisonWarnings } from './comparison-warnings.js';
import { cutPoints, type PresetName } from './cut-points.js';
import type { VisitDates } from './describe-visits.js';
import { detectionVariance } from './detection-doubt.js';
import { findFewHairs } from './few-hairs.js';
import { countingVariance, defaultRepeatabilityCv, standardErrorOfLogRatio } from './uncertainty.js';

export interface ComparisonOptions extends VisitDates {
  /** Cut points; default `standard`. */
  preset?: PresetName;
  /** Coefficient of variation of one visit, 0 or more; default 0.05, to be replaced by the site's own repeat study. */
  repeatabilityCv?: number;
  /** Whether both photographs are known to show fields of one size although a scale is missing; default false. */
  sameFieldSize?: boolean;
}

export interface Comparison {
  /** Null where the photographs cannot be compared; `warnings` then says why. */
  change: RatioChange | null;
  globalAssessment: GlobalAssessment | null;
  /** Refusals first, then what the reader has to know. */
  warnings: Issue[];
}

const notRegistered: Issue = {
  code: 'comparison.notRegistered', field: 'followUps.registration',
  message: 'The photographs were not matched hair by hair, so the interval also covers the chance of which skin lies in each field.',
};

/**
 * Compares two photographs that were not registered: the change of the best endpoint that both carry, and its score.
 *
 * The interval includes the chance of which skin lies in each field. Swapped photographs give exactly the negative
 * log ratio and scores and the mirrored interval and probabilities.
 *
 * @throws RangeError when `repeatabilityCv` is negative or not finite, or there is no such preset.
 */
export function compareTimepoints(baseline: TimepointResult, followUp: TimepointResult, options: ComparisonOptions = {}): Comparison {
  const { preset = 'standard' } = options;
  if (!Object.hasOwn(cutPoints, preset)) throw new RangeError(`Expected a preset out of ${Object.keys(cutPoints).join(', ')}, got ${JSON.stringify(preset)}.`);
  const warnings = findComparisonWarnings(baseline, followUp, options);
  const refusals = findComparisonRefusals(baseline, followUp);
  if (baseline.kind === 'global' && followUp.kind === 'global') {
    refusals.unshift({ code: 'comparison.globalPhotographs', field: 'change', message: 'The photographs cannot be compared because both are photographs of whole heads: they show no single hairs to count, and without the pictures themselves one head cannot be laid over the other.' });
  }
  const chosen = chooseEndpoint(baseline, followUp, options.sameFieldSize ?? false);
  const isCloseup = baseline.kind === 'closeup' && followUp.kind === 'closeup';
  // The missing scale of a global photograph is no fault and would only hide the true reason.
  if ('refusal' in chosen && isCloseup) refusals.push(chosen.refusal);
  if (refusals.length > 0 || 'refusal' in chosen) return { change: null, globalAssessment: null, warnings: [...refusals, ...warnings] };

  const { endpoint, before, after, densities } = chosen;
  const hairless = whyNoChange({ endpoint, before, after, standardError: 0 });
  if (hairless !== null) return { change: null, globalAssessment: null, warnings: [hairless, ...warnings] };
  const standardError = standardErrorOfLogRatio({
    repeatabilityCv: options.repeatabilityCv ?? defaultRepeatabilityCv,
    scaleUncertaintyBefore: chosen.scaleUncertaintyBefore,
    scaleUncertaintyAfter: chosen.scaleUncertaintyAfter,
    countingVariance: countingVariance(chosen.countBefore, chosen.countAfter),
    kindVariance: chosen.kindVariance,
    guessVariance: chosen.guessVariance,
    detectionVariance: detectionVariance(baseline, followUp),
  });
  const endless = whyNoChange({ endpoint, before, after, standardError });
  if (endless !== null) return { change: null, globalAssessment: null, warnings: [endless, ...warnings] };

  const change = measureChange({ endpoint, before, after, standardError });
  return {
    change,
    globalAssessment: assessChange(change, { preset, densitiesPerCm2: densities }),
    warnings: [...chosen.warnings, notRegistered, ...findFewHairs(chosen.countBefore, chosen.countAfter), ...warnings],
  };
}
