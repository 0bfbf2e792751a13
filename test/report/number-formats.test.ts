import { describe, expect, it } from 'vitest';
import { calendarDay, writeDay, writeMoment, writeSpan } from '../../src/report/view/dates.js';
import { createNumberFormats, percentDigits } from '../../src/report/view/number-formats.js';

describe('numbers of hairs as readers write them', () => {
  const english = createNumberFormats('en');
  const german = createNumberFormats('de');

  it('prints densities whole, with the separators of the locale', () => {
    expect(english.number(1234.5)).toBe('1,235');
    expect(german.number(1234.5)).toBe('1.235');
    expect(german.number(1.75, 1)).toBe('1,8');
  });

  it('prints a loss with a true minus sign and a gain with a plus', () => {
    expect(english.signed(-3)).toBe('−3');
    expect(english.signed(12)).toBe('+12');
    expect(english.signed(0)).toBe('0');
    expect(english.signed(-0.2)).toBe('0');
    expect(german.signedPercent(-12.34, 1)).toBe('−12,3\u00a0%');
  });

  it('puts the decimal sign of the locale into a sentence that the program wrote, and leaves the rest of it', () => {
    const sentence = 'One pixel shows 2.76 µm, not 0.27. Counting fine hair needs 10 µm or less. Method 0.4.0, 1.5, by “Scope 2.0”.';
    expect(german.rewrite(sentence)).toBe('One pixel shows 2,76 µm, not 0,27. Counting fine hair needs 10 µm or less. Method 0.4.0, 1,5, by “Scope 2.0”.');
    expect(english.rewrite(sentence)).toBe(sentence);
  });

  it('writes an interval that reaches below zero with a word, so that no dash passes for a minus', () => {
    expect(english.range([131.2, 152.9])).toBe('131–153');
    expect(english.range([-4, 12])).toBe('−4 to 12');
    expect(english.signedPercentRange([-9.2, 24.4])).toBe('−9% to +24%');
  });

  it('never calls a probability certain or impossible', () => {
    expect(english.probability(0)).toBe('<\u00a01%');
    expect(english.probability(1)).toBe('>\u00a099%');
    expect(english.probability(0.744)).toBe('74%');
  });

  it('gives percent a decimal only where the interval is narrow enough to carry one', () => {
    expect(percentDigits([-9, 24])).toBe(0);
    expect(percentDigits([6.4, 8.2])).toBe(1);
  });

  it('refuses a locale that is none', () => {
    expect(() => createNumberFormats('not_a_locale!').number(1)).toThrow(RangeError);
  });
});

describe('dates of photographs', () => {
  it('takes the day as the camera wrote it, whatever the time zone of this machine', () => {
    expect(writeDay(calendarDay('2026-01-12T23:59:59')!, 'en-GB')).toBe('12 January 2026');
    expect(writeDay(calendarDay('2026-01-12T00:00:01+14:00')!, 'en-GB')).toBe('12 January 2026');
  });

  it('knows no date rather than a wrong one', () => {
    for (const text of [null, '', '0000', '2026-02-30', '12.01.2026', '2026-13-01', '2026-01-1']) expect(calendarDay(text)).toBeNull();
  });

  it('says how long the hair had time to grow', () => {
    const day = (text: string): number => calendarDay(text)!;
    expect(writeSpan(day('2026-01-12'), day('2026-06-29'))).toBe('24 weeks');
    expect(writeSpan(day('2026-01-12'), day('2026-01-13'))).toBe('1 day');
    expect(writeSpan(day('2026-01-12'), day('2026-01-12'))).toBeNull();
    expect(writeSpan(day('2026-01-12'), day('2025-01-12'))).toBeNull();
  });

  it('refuses a moment of making that is no moment', () => {
    expect(writeMoment('2026-11-05T14:30:00Z', 'en-GB')).toContain('5 November 2026');
    expect(() => writeMoment('yesterday', 'en')).toThrow(RangeError);
  });
});
