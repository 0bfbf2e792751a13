import { expect, it } from 'vitest';
import type { MarginResult } from '../../src/domain/trial-statistics.js';
import { writeInterval, writeMarginTable } from '../../src/report/trial/trial-words.js';
import { createNumberFormats } from '../../src/report/view/number-formats.js';

const formats = createNumberFormats('en');

it('prints no end of an interval of a change as 0 that leaves 0 out, beside a p below 5 %', () => {
  expect(writeInterval([0.04, 8.1], 1, formats)).toBe('+0.04 to +8.10');
  expect(writeInterval([-7.3, -0.0042], 0, formats)).toBe('−7.300 to −0.004');
  expect(writeInterval([-0.04, 8.1], 1, formats)).toBe('−0.04 to +8.10');
});

it('prints an interval of a change with the usual digits where an end is 0, or so near that nobody can tell, or not given at all', () => {
  expect([writeInterval([-3.2, 8.14], 1, formats), writeInterval([0, 8.14], 1, formats), writeInterval([1e-12, 8.14], 1, formats), writeInterval(null, 1, formats)]).toEqual(['−3.2 to +8.1', '0.0 to +8.1', '0.0 to +8.1', 'not given']);
});

it('prints no limit of a difference of trial arms as the margin that it keeps clear of, or fails to', () => {
  const row = (aim: MarginResult['aim'], limits: [number, number], shown: boolean): string => writeMarginTable({
    aim, margin: 5, setOn: '2026-01-05', comparisons: [{ arm: 'drug', reference: 'placebo', estimate: -1.2, limits, pOneSided: 0.024, pOneSidedHolm: 0.024, shown }],
  }, 'Margin', 1, formats).rows[0]![2]!;
  expect([row('nonInferiority', [-4.96, 2.5], true), row('nonInferiority', [-5.04, 2.5], false), row('nonInferiority', [-4.2, 5.04], true)]).toEqual(['−4.96', '−5.04', '−4.2']);
  expect([row('equivalence', [-4.2, 4.96], true), row('equivalence', [-4.2, 5], false)]).toEqual(['−4.20 to +4.96', '−4.2 to +5.0']);
});
