import { describe, expect, it } from 'vitest';
import { explainDay } from '../../src/tables/explain-day.js';
import { isPartialDay } from '../../src/tables/is-day.js';
import { readWrittenDay } from '../../src/tables/read-written-day.js';

describe('the day of a photograph as somebody, somewhere, writes it', () => {
  it('is read where it can be one day only', () => {
    for (const cell of ['2026-01-05', '2026-01-05 00:00:00', '2026-01-05T09:30', '2026-1-5', '2026/01/05', '2026.01.05', '2026. 01. 05.', '2026. 1. 5', '20260105', '5-Jan-2026', '5/Jan/2026', '05JAN2026', '5 January 2026', '5. January 2026', 'Jan 5, 2026', 'January 5 2026', '2026-01-05, 09:30']) expect(readWrittenDay(cell), cell).toBe('2026-01-05');
    for (const cell of ['23.11.2026', '23/11/2026', '11/23/2026', '23-11-2026', '23-Nov-2026', '23. 11. 2026', '23.11.2026.', '23.11.2026, 14:05', 'Nov 23, 2026 2:05 PM', '11/23/2026, 2:05:00\u202fPM']) expect(readWrittenDay(cell), cell).toBe('2026-11-23');
    expect(readWrittenDay('04/04/2026')).toBe('2026-04-04');
    expect(readWrittenDay('12-Sept-2026')).toBe('2026-09-12');
  });

  it('is not guessed where it can be two, and is none where the calendar has none', () => {
    for (const cell of ['03.04.2026', '03/04/2026', '04-03-2026', '05.01.26', '23.11.26', '46027', '2026-02-30', '31.04.2026', '2026-01', '2026', '32-Jan-2026', '5-Jnr-2026', '5-Mayor-2026', '3. 4. 2026', 'Nov 31, 2026', 'Nov 2026', '2026-01-05T23:30Z', '2026-01-05T23:30+02:00', '1900-01-05', 'soon', '']) expect(readWrittenDay(cell), cell).toBeNull();
  });

  it('is asked for where a spreadsheet left the number by which it counts days', () => {
    for (const number of ['46027', '46027.5']) expect(explainDay(number)).toBe(`"${number}" is not a day of the calendar but the number by which a spreadsheet counts it, most of them from 1900 on. Write 2026-01-05 if that is the day.`);
    expect(explainDay('20260231')).not.toContain('spreadsheet');
  });

  it('may be known to the month or the year only, where that will do', () => {
    expect(['2026-03', '2026', '2026-13', '26-03', '1900', '2026-3', '20260', '2026-03-01'].map(isPartialDay)).toEqual([true, true, false, false, false, false, false, false]);
  });
});
