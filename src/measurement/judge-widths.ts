import { valueAt, type ShaftWidths } from './shaft-widths.js';

/** A given scale that the widths of the shafts speak against. */
export interface ScaleDoubt {
  /** Whether it cannot be true, so that nothing can be given; else it is only unlikely. */
  readonly isImpossible: boolean;
  readonly message: string;
}

/**
 * Single hairs of a scalp are hardly ever thicker than 120 µm; half of them never are. Most shafts wider than `most` µm are a wrong scale where the network is less sure of
 * them at the given scale than it is of hair (median confidence), or sees them as wide there, too (`own`), or where they are too many to be hairs that touch each other.
 * Chosen with every second of 80 donor close-ups and with phantoms, so that none speaks at the true scale; docs/calibration.md has the figures of the others.
 */
const limits = {
  impossible: { most: 115, confidence: 0.8, own: 115 },
  doubtful: { most: 105, confidence: 0.85, own: 112 },
  /** Share of the shafts that need not be so wide; fewest shafts that say anything, and that do so without more. */
  thinnerShare: 0.4, fewest: 5, enough: 12,
  /** Median widths of scalp hair as photographs show it, µm. */
  usual: { thin: 50, thick: 100 },
} as const;

/**
 * Holds the widths of the shafts against those that scalp hair can have.
 * @param given   What the network sees at the given scale: where that is too coarse, hair is too wide for it and its shafts come out ragged and too thin.
 * @param halved  What it sees at half the scale, where it looks right if the given one is twice too coarse, and where widths are still right if it is not.
 * @returns Null where there is no doubt, or too little to judge by. A scale that is too coarse for thin hair passes: it makes thick hair of it.
 */
export function judgeWidths(given: ShaftWidths, halved: ShaftWidths, micrometresPerPixel: number): ScaleDoubt | null {
  const width = valueAt(halved.sure, limits.thinnerShare), median = valueAt(halved.sure, 0.5), own = given.taken.length < limits.fewest ? 0 : valueAt(given.taken, 0.5)! * micrometresPerPixel;
  if (width === null || median === null || halved.sure.length < limits.fewest) return null;
  const widthUm = width * micrometresPerPixel;
  const exceeds = ({ most, confidence, own: widest }: typeof limits.impossible | typeof limits.doubtful): boolean => widthUm > most && (given.confidence < confidence || own > widest || halved.sure.length >= limits.enough);
  const isImpossible = exceeds(limits.impossible);
  if (!isImpossible && !exceeds(limits.doubtful)) return null;
  const { thin, thick } = limits.usual, round = (value: number): number => Number(value.toPrecision(2)), written = Number(widthUm.toFixed(1));
  const looks = `With hair of ${thin} to ${thick} µm it would have ${round(thin / median)} to ${round(thick / median)} µm per pixel, not ${Number(micrometresPerPixel.toPrecision(3))}.`;
  return isImpossible
    ? { isImpossible, message: `At this scale most shafts in the photograph are more than ${written} µm wide, and those of a scalp are not (at most ${limits.impossible.most} µm): the scale is too coarse, and every count and length with it is wrong. ${looks} Check the micrometres per pixel, or the width of the field, and measure again.` }
    : { isImpossible, message: `At this scale most shafts in the photograph are more than ${written} µm wide, and those of a scalp hardly ever are (at most ${limits.doubtful.most} µm): check the scale. ${looks}` };
}
