import type { TickRow } from './follow-ticks.js';
import type { TickEvidence } from './judge-ticks.js';

/**
 * Which ticks are longer than the others.
 * `fifth`: every fifth, as on rulers of millimetres (or of tenths of one).
 * `second, then fifth`: every second, and of those every fifth still longer: half millimetres.
 * `second`: every second, as on half millimetres and on inches. Null when too little of the ruler is seen to tell, or all are alike.
 */
export type TickPattern = 'fifth' | 'second, then fifth' | 'second, then second' | 'second' | null;

/** A tick is longer than another from this ratio on. */
const longer = 1.16;

export function readTickPattern({ ticks }: TickRow, { endsOnLine }: TickEvidence): TickPattern {
  // The feet stand on the line on which more ends lie; lengths are read from the other end.
  const footIsBottom = endsOnLine[1] >= endsOnLine[0];
  const whole = ticks.filter((tick) => !(footIsBottom ? tick.topOpen : tick.bottomOpen));
  const lengths = whole.map(({ top, bottom, tooth }) => ({ tooth, length: bottom - top }));
  if (lengths.length < 6) return null;
  const short = [...lengths].sort((a, b) => a.length - b.length)[Math.floor(lengths.length * 0.25)].length;
  const long = lengths.filter(({ length }) => length > longer * short);
  if (long.length === 0) return null;
  if (long.length >= 3 && isPeriod(lengths, long, 2)) {
    const middle = [...long].sort((a, b) => a.length - b.length)[Math.floor(long.length * 0.25)].length, longest = long.filter(({ length }) => length > longer * middle);
    if (longest.length >= 2 && isPeriod(long, longest, 4)) return 'second, then second';
    if (longest.length >= 1 && long.length >= 4 && isPeriod(long, longest, 10)) return 'second, then fifth';
    return 'second';
  }
  return isPeriod(lengths, long, 5) && lengths.length >= 7 ? 'fifth' : null;
}

/** Whether just every n-th tick is among the long ones; one in ten may be misread. */
function isPeriod(all: readonly { tooth: number }[], long: readonly { tooth: number }[], period: number): boolean {
  const modulo = (tooth: number): number => ((tooth % period) + period) % period, teeth = new Set(long.map(({ tooth }) => tooth));
  for (let phase = 0; phase < period; phase++) {
    const wrong = all.filter(({ tooth }) => (modulo(tooth) === phase) !== teeth.has(tooth)).length;
    if (wrong <= 0.1 * all.length && long.some(({ tooth }) => modulo(tooth) === phase)) return true;
  }
  return false;
}
