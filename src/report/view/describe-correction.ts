import type { TimepointResult } from '../../domain/result.js';
import { writeMoment } from './dates.js';
import type { NumberFormats } from './number-formats.js';
import { showTypedText } from './typed-text.js';

/** Whether a person changed what the program measured, and did not undo it. */
export function isCorrected({ correction }: TimepointResult): boolean {
  return correction !== undefined && (correction.removedHairs > 0 || correction.drawnHairs > 0 || correction.areaMoved);
}

/** Who edited a measurement, when, how and why, and what the program found alone; null where nobody did. */
export function describeCorrection(result: TimepointResult, visit: string, formats: NumberFormats, locale: string): string | null {
  const { correction } = result;
  if (correction === undefined) return null;
  const { version, madeBy, madeAt, reason, restores, removedHairs, drawnHairs, areaMoved, automatic } = correction;
  const who = `${showTypedText(madeBy)} on ${writeMoment(madeAt, locale)}`, why = `Reason: ${showTypedText(reason)}${/[.!?]$/.test(reason) ? '' : '.'}`;
  if (!isCorrected(result)) return `${visit}: version ${version} is again what the program measured, restored by ${who}. ${why}`;
  const hairs = (count: number): string => `${formats.number(count)} ${count === 1 ? 'hair' : 'hairs'}`;
  const changes = [
    ...(removedHairs === 0 ? [] : [`${hairs(removedHairs)} taken out`]), ...(drawnHairs === 0 ? [] : [`${hairs(drawnHairs)} drawn`]), ...(areaMoved ? ['the target area moved'] : []),
  ];
  const alone = automatic.hairCount === null ? 'The program alone gave no count.'
    : `The program alone counted ${hairs(automatic.hairCount)}${automatic.densityPerCm2 === null ? '' : ` (${formats.number(automatic.densityPerCm2)}\u00a0per\u00a0cm²)`}.`;
  // A person errs, too, and no measurement of ours says how often: to narrow the interval would be a guess.
  const interval = Object.keys(result.intervals).length === 0 ? '' : ' Intervals are reckoned as for the program alone, around the edited figures: how often a person errs is not known.';
  return `${visit}: edited by a person, version ${version}${restores === null ? '' : ` (again version ${restores})`}, ${who}: ${changes.join(', ')}. ${why} ${alone}${interval}`;
}

/** What a reader of a comparison has to know of hairs that people edited. */
export function cautionOfCorrections(baseline: TimepointResult, followUp: TimepointResult, described: readonly (string | null)[]): string[] {
  const edited = [baseline, followUp].map(isCorrected);
  if (!edited.includes(true)) return [];
  return [
    ...described.filter((sentence, at) => edited[at] && sentence !== null) as string[],
    ...(edited[0] === edited[1] ? [] : ['Only one of the two photographs was edited by a person: part of the change may come of that.']),
  ];
}
