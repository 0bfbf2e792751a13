import type { AreaResult } from '../../domain/trial-result.js';
import type { NumberFormats } from '../view/number-formats.js';
import type { TrialPart } from './trial-part.js';
import { digitsOf, isRefused, writeMarginTable } from './trial-words.js';

/** Non-inferiority or equivalence of the primary comparison; null where nobody asked. */
export function marginPart(area: AreaResult, formats: NumberFormats): TrialPart | null {
  const { margin } = area, key = 'margin';
  if (margin === null) return null;
  if (isRefused(margin)) return { key, title: 'Comparison with a margin', sentences: [`Not claimed. ${margin.refused}`], tables: [] };
  const isEquivalence = margin.aim === 'equivalence', title = isEquivalence ? 'Equivalence' : 'Non-inferiority';
  const decimals = String(margin.margin).split('.')[1]?.length ?? 0, digits = Math.max(digitsOf(area), decimals), size = `${formats.number(margin.margin, decimals)} ${area.unit}`;
  return {
    key, title,
    sentences: [
      `${isEquivalence ? `Equivalent means that the difference lies between −${size} and +${size}` : `Not inferior means that the difference is above −${size}`}, with ${isEquivalence ? 'two one-sided tests' : 'a one-sided test'} at 2.5%, `
      + `by the model of the primary comparison${margin.comparisons.length > 1 ? ', adjusted after Holm' : ''}. The margin was set on ${margin.setOn}, as whoever asked for this says; the protocol has to show it.`,
      'Whoever dropped out or did not keep to the treatment makes arms alike: the same has to be shown of those who kept to the protocol (a folder with their rows only). That the reference itself works here is not shown by this.',
    ],
    tables: [writeMarginTable(margin, `Difference of mean change against the margin of ${size}`, digits, formats)],
  };
}
