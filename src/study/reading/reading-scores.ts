import { differenceOfReaders, findPanelScore } from '../../domain/panel-score.js';
import type { ReadingCaseRow, ReadingItemRow, ReadingReaderRow } from '../tables/reading-rows.js';

/** A reading with everything that belongs to it. */
export interface ReadingFile {
  readonly cases: readonly ReadingCaseRow[];
  readonly readers: readonly ReadingReaderRow[];
  readonly items: readonly ReadingItemRow[];
}

/** Follow-up against baseline, −3…3; null until answered, and where it cannot be judged. */
export function scoreOf({ answer, baseline_side }: Pick<ReadingItemRow, 'answer' | 'baseline_side'>): number | null {
  // The subtraction keeps a zero from becoming −0.
  return answer === null ? null : baseline_side === 'left' ? answer : 0 - answer;
}

export function isAnswered({ answer, reason }: Pick<ReadingItemRow, 'answer' | 'reason'>): boolean {
  return answer !== null || reason !== null;
}

/** A case with what all readers said at their first look. */
export interface PanelCase {
  readonly row: ReadingCaseRow;
  /** In the order of `readers` who are no adjudicators; null where it cannot be judged or is not answered. */
  readonly scores: readonly (number | null)[];
  /** Largest less smallest; null below two scores. */
  readonly difference: number | null;
  readonly adjudicated: number | null;
  readonly adjudicatorReason: string | null;
  /** The adjudicator's score, else the middle of the readers', halves towards 0; null while open or where nobody could judge. */
  readonly final: number | null;
}

/** All cases with their scores, in their order. */
export function panelOf({ cases, readers, items }: ReadingFile): PanelCase[] {
  const panel = readers.filter(({ role }) => role === 'reader'), adjudicator = readers.find(({ role }) => role === 'adjudicator');
  const look = new Map(items.filter(({ occasion }) => occasion === 1).map((item) => [`${item.reader} ${item.reading_case}`, item]));
  return [...cases].sort((a, b) => a.place - b.place).map((row) => {
    const scores = panel.map(({ id }) => {
      const item = look.get(`${id} ${row.id}`);
      return item === undefined ? null : scoreOf(item);
    });
    const judged = look.get(`${adjudicator?.id} ${row.id}`), adjudicated = judged === undefined ? null : scoreOf(judged);
    return { row, scores, difference: differenceOfReaders(scores), adjudicated, adjudicatorReason: judged?.reason ?? null, final: findPanelScore(scores, adjudicated) };
  });
}
