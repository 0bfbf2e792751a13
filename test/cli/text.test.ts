import { describe, expect, it } from 'vitest';
import { exitCodeOfRows } from '../../src/cli/exit-codes.js';
import { toPlainText } from '../../src/cli/plain-text.js';
import { layOutTable, wrapText } from '../../src/cli/text/table.js';

describe('text for a log or an old console', () => {
  it('writes units and signs in ASCII and leaves the letters of names', () => {
    expect(toPlainText('Zoë: 71 µm, 120 per\u00a0cm² ± 5 %, −3 … “+3” → −9–4 ×, p ≈ 0.04')).toBe('Zoë: 71 um, 120 per cm2 +/- 5 %, -3 ... "+3" -> -9-4 x, p ~ 0.04');
  });
});

describe('a table of hair measurements', () => {
  it('lines up words on the left and numbers on the right', () => {
    expect(layOutTable([['hairs', '12'], ['µm', '7.25', 'x']], ['left', 'right', 'left'])).toEqual(['hairs    12', 'µm     7.25  x']);
  });
});

describe('a long sentence about a photograph', () => {
  it('is broken at spaces and indented after the first line', () => {
    expect(wrapText('one two three four', { first: '- ', width: 10 })).toBe('- one two\n  three\n  four');
    expect(wrapText('unbreakable', { width: 4 })).toBe('unbreakable');
  });
});

describe('the exit code of a run over photographs', () => {
  it.each([
    [0, [], 3],
    [3, ['photo.empty'], 3],
    [1, ['photo.empty', 'calibration.invalid'], 2],
    [1, ['photo.missing'], 1],
    [2, ['calibration.invalid', 'area.invalid'], 2],
    [3, ['calibration.invalid'], 2],
  ] as const)('is %i when %j failed of %i', (expected, failures, total) => {
    expect(exitCodeOfRows(failures, total)).toBe(expected);
  });
});
