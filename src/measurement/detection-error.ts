/** Relative error of counts, one standard deviation, by the contrast of hair against skin. */
interface DetectionError { readonly leastContrast: number; readonly relativeError: number }

/**
 * Root mean square of (counted density − true density) / true density on rendered scalps that took no part in training,
 * bias included, counting errors of single hairs taken out; `node bench/check-conditions.js`, docs/validation.md.
 * Hair as bright as the skin (blond or grey on fair skin) and lighter hair is missed far more often than dark hair.
 */
export const detectionErrors: readonly DetectionError[] = [
  { leastContrast: 0.45, relativeError: 0.1 },
  { leastContrast: 0.25, relativeError: 0.15 },
  { leastContrast: -Infinity, relativeError: 0.3 },
];

/** Below this contrast a photograph's counts are said to be unsure. */
export const lowContrast = 0.25;

/** @param contrast  See `measureShaftContrast`; null is taken for the worst. */
export function detectionErrorOf(contrast: number | null): number {
  const found = detectionErrors.find(({ leastContrast }) => contrast !== null && contrast >= leastContrast);
  return (found ?? detectionErrors[detectionErrors.length - 1]!).relativeError;
}
