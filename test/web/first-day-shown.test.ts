import { describe, expect, it } from 'vitest';
import { firstDayShown } from '../../web/src/study/first-day-shown.js';

describe('the time axis of a target area', () => {
  it('begins with the first visit, however long a drug has been taken', () => {
    expect(firstDayShown([1000, 1042, 1546], [300, 1010])).toBe(1000);
    expect(firstDayShown([1000], [971, 1003])).toBe(1000);
  });

  it('begins with a treatment not long before the first visit', () => {
    expect(firstDayShown([1000, 1042], [300, 975, 993])).toBe(975);
  });
});
