import { describe, expect, it } from 'vitest';
import { findNumberSigns, readNumberOfColumn, readWrittenNumber } from '../../src/tables/written-numbers.js';

describe('a number of hairs as somebody, somewhere, writes it', () => {
  it.each<[string, string[]]>([
    ['2.76', ['2.76']], ['2,76', ['2.76']], [',5', ['.5']], ['-3', ['-3']], ['\u22123', ['-3']], ['\u22120,5', ['-0.5']], ['0,123', ['0.123']], ['1234,567', ['1234.567']], ['1,2345', ['1.2345']], ['5,05E-05', ['5.05E-05']],
    ['1.234,5', ['1234.5']], ['1,234.5', ['1234.5']], ['1,234,567', ['1234567']], ['1.234.567', ['1234567']], ['1 234,5', ['1234.5']], ['1\u00a0234', ['1234']], ['1,00,000', ['100000']], ['-12,34,567.5', ['-1234567.5']], ['1,23,45,678', ['12345678']], ['1\u202f234,567', ['1234.567']], ["1'234.5", ['1234.5']], ['1\u2019234', ['1234']],
  ])('is read where it can mean one number only: %s', (cell, meant) => {
    expect(readWrittenNumber(cell)).toEqual(meant);
  });

  it('is left open where it can mean two, and is none where it is none', () => {
    expect(['1,234', '-12,345', '123,456'].map(readWrittenNumber)).toEqual([['1.234', '1234'], ['-12.345', '-12345'], ['123.456', '123456']]);
    expect(['', 'soon', '1,2,3', '1,23.4', '12 34', '1.2.3', '5 %', '(5)', '1,234,5', '1,00,00', '100,00,000', '0,12,345', '1,2,345', "12'34", 'NaN', '1e', '--1'].flatMap(readWrittenNumber)).toEqual([]);
  });

  it('means what other numbers of its column show that its signs mean', () => {
    const shownBy = (...cells: string[]) => findNumberSigns(cells);
    expect(readNumberOfColumn('1,234', shownBy('2,76', '1,234', ''))).toEqual(['1.234']);
    expect(readNumberOfColumn('1,234', shownBy('1,234.5', '12'))).toEqual(['1234']);
    expect(readNumberOfColumn('1,234', shownBy('1,00,000', '12'))).toEqual(['1234']);
    // Where commas stand for both, or nothing tells, nobody knows.
    expect(readNumberOfColumn('1,234', shownBy('2,76', '1,234.5'))).toEqual(['1.234', '1234']);
    expect(readNumberOfColumn('1,234', shownBy('1,234', '100'))).toEqual(['1.234', '1234']);
    // A point among decimal commas may part thousands; by itself it is what our own tables have.
    expect(readNumberOfColumn('1.234', shownBy('2,76'))).toEqual(['1.234', '1234']);
    expect(readNumberOfColumn('1.23', shownBy('2,76'))).toEqual(['1.23']);
    expect(readNumberOfColumn('1.234', shownBy('2.76', '1.234'))).toEqual(['1.234']);
  });
});
