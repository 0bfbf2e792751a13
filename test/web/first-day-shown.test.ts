import { describe, expect, it } from 'vitest';
import { firstDayShown } from '../../web/src/study/first-day-shown.js';

describe('the time axis of a target area', () => {
  it('begins shortly before the first visit, however long a drug has been taken', () => {
    expect(firstDayShown([1000, 1042, 1546], 300)).toBe(1000 - 82);
    expect(firstDayShown([1000], 300)).toBe(972);
  });

  it('begins with the first visit or a treatment not long before it', () => {
    expect(firstDayShown([1000, 1042], 1000)).toBe(1000);
    expect(firstDayShown([1000, 1042], 993)).toBe(993);
  });
});
