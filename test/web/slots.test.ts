import { describe, expect, it } from 'vitest';
import { emptyScale } from '../../web/src/compare/build-request.js';
import { pairDoubt } from '../../web/src/compare/pair-doubt.js';
import { type Both, emptySlot, fillSlot, type Slot, swapScales } from '../../web/src/compare/slots.js';

const [first, second] = ['first.jpg', 'second.jpg'].map((name) => new File([name], name)) as [File, File];
const chosen: Both<Slot> = [{ ...emptySlot, file: first }, { ...emptySlot, file: second }];
const marks = [{ row: 1, column: 2, errorPx: 1 }];

describe('the places of the photographs before and after', () => {
  it('find their photograph again when they were swapped while it was read', () => {
    const [before, after] = fillSlot([chosen[1], chosen[0]], first, { date: '2026-01-06' });
    expect([before, after]).toEqual([chosen[1], { ...chosen[0], date: '2026-01-06' }]);
  });

  it('take nothing of a photograph in whose place another was chosen meanwhile', () => {
    const replaced: Both<Slot> = [{ ...emptySlot, file: second }, emptySlot];
    expect(fillSlot(replaced, first, { date: '2026-01-06' })).toEqual(replaced);
  });

  it('are doubted where both hold one file, or the later photograph stands before, and not where a day is unknown', () => {
    const put = (id: string, date: string): Pick<Slot, 'photograph' | 'date'> => ({ photograph: { id } as Slot['photograph'], date });
    const today = '2026-05-02';
    expect(pairDoubt([put('a', ''), put('a', '')], today)).toContain('the same file');
    expect(pairDoubt([put('a', '2026-05-02'), put('b', '2026-05-01')], today)).toContain('taken earlier than the one before');
    for (const [one, other] of [['2026-05-01', '2026-05-02'], ['2026-05-01', '2026-05-01'], ['2026-05-02', ''], ['', '2026-05-01']] as const) expect(pairDoubt([put('a', one), put('b', other)], today)).toBeNull();
    expect(pairDoubt([put('a', '2026-05-01'), put('b', '2026-05-03')], today)).toBe('The photograph after is dated on a day to come. Correct its day.');
    // Two digits of a year, typed into a date field.
    expect(pairDoubt([put('a', '0026-05-01'), put('b', '2026-05-01')], today)).toContain('all four digits of the year');
    expect(pairDoubt([put('a', '2026-05-02'), emptySlot], today)).toBeNull();
  });

  it('leave a scale for both photographs where it is shown, and let marks on a ruler follow their photograph', () => {
    const typed = { ...emptyScale, text: '5' }, older = { ...emptyScale, text: '7', points: marks };
    expect(swapScales([typed, older], true)).toEqual([{ ...typed, points: marks }, { ...older, points: [] }]);
    expect(swapScales([typed, older], false)).toEqual([older, typed]);
    const clicked = [{ ...typed, method: 'twoPoint' as const }, { ...older, method: 'twoPoint' as const }] as const;
    expect(swapScales(clicked, true)).toEqual([clicked[1], clicked[0]]);
  });
});
