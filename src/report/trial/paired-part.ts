import type { PairedResult } from '../../domain/trial-statistics.js';
import type { NumberFormats } from '../view/number-formats.js';
import { showTypedText } from '../view/typed-text.js';
import type { TrialPart } from './trial-part.js';
import { exactWords, isRefused, notGiven, writeInterval, writeTestValue } from './trial-words.js';

/** Comparisons within persons who had different treatments on different areas; null where there are none. */
export function pairedPart(paired: readonly PairedResult[], formats: NumberFormats): TrialPart | null {
  if (paired.length === 0) return null;
  const units = [...new Set(paired.map(({ unit }) => unit))], places = paired.every(({ endpoint }) => endpoint !== 'coverage') ? 1 : 3;
  return {
    key: 'paired', title: 'Within the same persons',
    sentences: [
      'Different areas of these persons had different treatments, so each person is its own control: the difference is the change under one treatment less the change under the other, one value a person.',
      'What a treatment does to the area beside it is not seen by this comparison, and makes the difference look smaller.',
      exactWords('the signed rank'),
    ],
    tables: [{
      caption: `Difference of the change within persons, ${units.join(' or ')}`,
      columns: ['Visit, comparison', 'Areas', 'Persons', 'Only one area', 'Difference', '95% interval', 'p (paired t)', 'p (signed rank)', 'p (score, signed rank)'],
      rows: paired.map(({ view, visit, arm, reference, areas, difference, pairedT, signedRank, scoreSignedRank, incomplete }) => [
        `${showTypedText(visit)}${view === '' ? '' : `, ${showTypedText(view)}`}: ${showTypedText(arm)} − ${showTypedText(reference)}`, areas.map((names) => names.map(showTypedText).join(' or ')).join(' − '),
        String(difference.n), String(incomplete), difference.mean === null ? notGiven : formats.signed(difference.mean, places), writeInterval(difference.interval95, places, formats),
        ...[pairedT, signedRank, scoreSignedRank].map((test) => (isRefused(test) ? notGiven : writeTestValue(test, formats))),
      ]),
    }],
  };
}
