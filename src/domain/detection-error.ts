/** Errors, one standard deviation, by the contrast of hair against skin: of counts, as a share of them, and of mean diameters. */
interface DetectionError { readonly leastContrast: number; readonly relativeError: number; readonly diameterErrorUm: number }

/** From this contrast on hair is found as well as dark hair. */
export const usualContrast = 0.45;

/** Below this contrast a photograph's counts are said to be unsure. */
export const lowContrast = 0.25;

/**
 * Root mean square of (counted density − true density) / true density on rendered scalps that took no part in training,
 * bias included, counting errors of single hairs taken out; `node bench/check-conditions.js`, docs/validation.md.
 * Hair as bright as the skin (blond or grey on fair skin) and lighter hair is missed far more often than dark hair, and its edges are misjudged:
 * the root mean square of the diameters' bias by condition is 1.4, 7.5 and 12.9 µm (the same table of docs/validation.md).
 */
export const detectionErrors: readonly DetectionError[] = [
  { leastContrast: usualContrast, relativeError: 0.1, diameterErrorUm: 2 },
  { leastContrast: lowContrast, relativeError: 0.15, diameterErrorUm: 7 },
  { leastContrast: -Infinity, relativeError: 0.3, diameterErrorUm: 13 },
];

/** Relative error of a count, one standard deviation. @param contrast  See `measureShaftContrast`; null is taken for the worst. */
export function detectionErrorOf(contrast: number | null): number {
  return errorsAt(contrast).relativeError;
}

/** Error of a mean diameter, µm, one standard deviation, that does not shrink with the number of hairs. @param contrast  As above. */
export function diameterErrorOf(contrast: number | null): number {
  return errorsAt(contrast).diameterErrorUm;
}

function errorsAt(contrast: number | null): DetectionError {
  return detectionErrors.find(({ leastContrast }) => contrast !== null && contrast >= leastContrast) ?? detectionErrors[detectionErrors.length - 1]!;
}

/**
 * Relative error of a count, one standard deviation, from traces too faint to be counted. On dark hair they are shadows and empty exits, a fifth of the hairs; where hair is
 * hardly told from the skin they are hairs, and where they outnumber the counted ones most of the hair was missed, whatever the contrast of those few (rendered red hair on skin
 * tone 6: 5 of 23 counted, 17 traces; light brown hair on skin tone 6, of a contrast of 0.43: 3 of 26 counted, 9 traces).
 */
export function faintErrorOf(contrast: number | null, counted: number, faint: number): number {
  const telling = contrast !== null && contrast >= lowContrast ? Math.max(0, faint - counted) : faint;
  return counted === 0 ? 0 : 0.85 * Math.log1p(telling / counted);
}

/** Where found hairs account for this share of the length of what looks like hair, the rest is the usual tips, crossings and loose ends. */
const usuallyExplained = 0.93;

/** Below this share a count is said to be too low. */
export const poorlyExplained = 0.85;

/**
 * Relative error of a count, one standard deviation, from hair that belongs to no counted hair: shafts longer and more crossed than the network knows,
 * or looked at too close. Of two dry, clipped close-ups counted by hand 20 to 55 % of the hairs were missed where 0.88 to 0.61 was explained;
 * of marked donor close-ups 5 %, where 0.91 to 1 was.
 * @param explainedShare  See `shareExplained`.
 */
export function unexplainedErrorOf(explainedShare: number): number {
  return 1.5 * Math.max(0, usuallyExplained - explainedShare);
}

/** Relative error of a count made at a guessed scale, one standard deviation: the photograph was looked at a little too coarse or too fine. Convention. */
export const guessedScaleError = 0.1;
