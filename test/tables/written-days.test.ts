import { describe, expect, it } from 'vitest';
import { explainDay } from '../../src/tables/explain-day.js';
import { isPartialDay } from '../../src/tables/is-day.js';
import { readWrittenDay } from '../../src/tables/read-written-day.js';
import { suggestDays } from '../../src/tables/suggest-days.js';

describe('the day of a photograph as somebody, somewhere, writes it', () => {
  it('is read where it can be one day only', () => {
    for (const cell of ['2026-01-05', '2026-01-05 00:00:00', '2026-01-05T09:30', '2026-1-5', '2026/01/05', '2026.01.05', '2026. 01. 05.', '2026. 1. 5', '20260105', '5-Jan-2026', '5/Jan/2026', '05JAN2026', '5 January 2026', '5. January 2026', 'Jan 5, 2026', 'January 5 2026', '2026-01-05, 09:30']) expect(readWrittenDay(cell), cell).toBe('2026-01-05');
    for (const cell of ['23.11.2026', '23/11/2026', '11/23/2026', '23-11-2026', '23-Nov-2026', '23. 11. 2026', '23.11.2026.', '23.11.2026, 14:05', 'Nov 23, 2026 2:05 PM', '11/23/2026, 2:05:00\u202fPM']) expect(readWrittenDay(cell), cell).toBe('2026-11-23');
    expect(readWrittenDay('04/04/2026')).toBe('2026-04-04');
    expect(readWrittenDay('12-Sept-2026')).toBe('2026-09-12');
  });

  it('is read with the dashes of word processors and the apostrophe of spreadsheets, where a hyphen or nothing is meant', () => {
    for (const cell of ['2026–06–22', '2026‑06‑22', '2026−06−22', '2026—06—22', "'2026-06-22", '22–Jun–2026', '22–06–2026', '2026–06–22 09:30']) expect(readWrittenDay(cell), cell).toBe('2026-06-22');
    expect(readWrittenDay('03–04–2026')).toBeNull();
  });

  it.each([
    ['German', 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'], ['French', 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'],
    ['Spanish', 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'], ['Italian', 'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'],
    ['Portuguese', 'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro'], ['Dutch', 'januari februari maart april mei juni juli augustus september oktober november december'],
    ['Danish', 'januar februar marts april maj juni juli august september oktober november december'], ['Norwegian', 'januar februar mars april mai juni juli august september oktober november desember'],
    ['Swedish', 'januari februari mars april maj juni juli augusti september oktober november december'],
  ])('is read in all twelve months of a %s table, or in none', (_, months) => {
    for (const [at, month] of months.split(' ').entries()) {
      const day = `2026-${String(at + 1).padStart(2, '0')}-22`;
      for (const cell of [`22. ${month} 2026`, `22 ${month.toUpperCase()} 2026`, `22 de ${month} de 2026`, `22-${month.normalize('NFD')}-2026`]) expect(readWrittenDay(cell), cell).toBe(day);
    }
  });

  it('is not read by the beginning of a month that two languages, or one, have for two', () => {
    for (const cell of ['22 jui 2026', '22 ju 2026', '22 ma 2026']) expect(readWrittenDay(cell), cell).toBeNull();
    expect(['22. Mär 2026', '22. Mrz. 2026', '22 mrt 2026', '1er août 2026', '22. Jänner 2026', '22 déc. 2026'].map(readWrittenDay)).toEqual(['2026-03-22', '2026-03-22', '2026-03-22', '2026-08-01', '2026-01-22', '2026-12-22']);
  });

  it('is offered in every reading that it may have, where it is not read', () => {
    expect(suggestDays('26-06-22')).toEqual(['2022-06-26', '2026-06-22']);
    for (const cell of ['22-Jun-26', '22 Jun 26', '22JUN26', '22. Juni 26', '22 de junio de 26', '2026-06-22T10:00:00+02:00', '2026-06-22T10:00:00.000Z', 'Monday, June 22, 2026', 'Mon 22 Jun 2026', 'Montag, 22. Juni 2026', 'Mo. 22.06.2026', 'June 22, 26']) expect([cell, readWrittenDay(cell), ...suggestDays(cell)]).toEqual([cell, null, '2026-06-22']);
    expect(explainDay('26-06-22')).toContain('Write 2022-06-26 or 2026-06-22, whichever it was.');
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
