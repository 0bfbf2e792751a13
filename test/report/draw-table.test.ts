import { describe, expect, it } from 'vitest';
import { drawTable } from '../../src/report/pdf/draw-table.js';
import { openPaper } from '../../src/report/pdf/paper.js';

const columns = [{ share: 0.6, align: 'left' }, { share: 0.4, align: 'right' }] as const;

/** Draws a table of so many visits so many points above the foot of the first page. @returns The last page, and how far down it the table ends. */
function drawAt(visits: number, pointsLeft: number): { page: number; end: number } {
  const paper = openPaper('A table', 'a4', new Date(0)), { document } = paper;
  document.y = paper.bottom - pointsLeft;
  drawTable(paper, columns, ['Visit', 'Score'], Array.from({ length: visits }, (_, at) => ({ cells: [{ text: `Follow-up ${at + 1}`, below: '6 July 2026' }, { text: '+1' }] })));
  const { count } = document.bufferedPageRange();
  return { page: count, end: Math.round(document.y) };
}

describe('a table of a PDF report', () => {
  it('of a few visits stands on one page, so that the last visit is not alone on the next', () => {
    const roomy = drawAt(4, 500), tight = drawAt(4, 90);
    expect([roomy.page, tight.page]).toEqual([1, 2]);
    const height = (place: typeof roomy, from: number): number => place.end - from;
    expect(height(tight, 50)).toBe(height(roomy, Math.round(841.89 - 56 - 500)));
  });

  it('of many visits begins where there is room, and goes on on the next page', () => {
    const [parted, next] = [drawAt(20, 200), drawAt(20, 30)];
    expect([parted.page, next.page]).toEqual([2, 2]);
    expect(parted.end).toBeLessThan(next.end);
  });
});
