import { AnalysisError } from '../../errors.js';

/**
 * A number given on the command line.
 * @param bounds  Both included; `whole` asks for a whole number; `hint` says what to write instead.
 * @throws AnalysisError `usage.invalid`, saying what was expected and what came.
 */
export function readNumber(flag: string, text: string, bounds: { smallest: number; largest: number; whole?: boolean; hint?: string }): number {
  const { smallest, largest, whole = false, hint } = bounds;
  const value = /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(text.trim()) ? Number(text) : NaN;
  if (!(value >= smallest && value <= largest) || (whole && !Number.isInteger(value))) {
    throw new AnalysisError('usage.invalid',
      `${flag} must be a ${whole ? 'whole ' : ''}number from ${smallest} to ${largest}; got ${JSON.stringify(text.slice(0, 40))}.`, hint === undefined ? {} : { hint });
  }
  return value;
}
