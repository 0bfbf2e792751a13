import type { Both, Slot } from './slots.js';

/** What is most likely a slip in the choice of two photographs; null where nothing is. Both can be sent all the same; a day before 1950 is then refused. @param today  The day where the browser is, `2026-01-06`. */
export function pairDoubt([before, after]: Both<Pick<Slot, 'photograph' | 'date'>>, today: string): string | null {
  if (before.photograph === null || after.photograph === null) return null;
  if (before.photograph.id === after.photograph.id) return 'Before and after are the same file. Its comparison shows no change, whatever happened to the hair.';
  const toCome = [before, after].findIndex(({ date }) => date > today);
  if (toCome >= 0) return `The photograph ${toCome === 0 ? 'before' : 'after'} is dated on a day to come. Correct its day.`;
  const farBack = [before, after].findIndex(({ date }) => date !== '' && date < '1950');
  if (farBack >= 0) return `The photograph ${farBack === 0 ? 'before' : 'after'} is far back. Type all four digits of the year.`;
  return before.date !== '' && after.date !== '' && after.date < before.date ? 'The photograph after was taken earlier than the one before. Swap them, or correct the days.' : null;
}
