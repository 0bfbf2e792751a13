import { describe, expect, it } from 'vitest';
import { daysBetween, isEarlyVisit } from '../../src/scoring/early-visit.js';

describe('the time between two visits', () => {
  it('is early below twelve weeks and no longer at exactly twelve', () => {
    expect(isEarlyVisit('2026-01-01', '2026-03-25')).toBe(true);
    expect(isEarlyVisit('2026-01-01', '2026-03-26')).toBe(false);
    expect(isEarlyVisit('2026-03-25', '2026-01-01')).toBe(true);
  });

  it('counts calendar days whatever the time of day, the zone and the summer time', () => {
    expect(daysBetween('2026-03-28T23:59:00+01:00', '2026-03-30T00:01:00+02:00')).toBe(2);
    expect(daysBetween('2024-02-28 10:00', '2024-03-01')).toBe(2);
  });

  it('is not known without two real dates', () => {
    expect(isEarlyVisit(null, '2026-01-01')).toBeNull();
    expect(isEarlyVisit('2026-02-31', '2026-03-01')).toBeNull();
    expect(isEarlyVisit('last spring', '2026-03-01')).toBeNull();
  });
});
