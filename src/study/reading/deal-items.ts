import { createHash } from 'node:crypto';

/** What a case is called, for dealing: the same names and seed deal the same. */
export interface DealtCase {
  readonly id: string;
  readonly subject: string;
  readonly targetArea: string;
  readonly view: string;
  readonly visit: string;
}

export interface DealtItem {
  readonly caseId: string;
  readonly occasion: 1 | 2;
  readonly baselineSide: 'left' | 'right';
}

/** One case in so many is shown a second time. */
const casesPerRepeat = 10;
/** With fewer cases a repeat would be recognised. */
const leastForRepeats = 4;

/**
 * The items of one reader in the order in which they are shown: random order and sides, one in ten twice, half the reading apart.
 * Cases of one subject do not follow one another where others can come between, because a photograph that is seen twice is the baseline.
 */
export function dealItems(cases: readonly DealtCase[], seed: string, reader: string): DealtItem[] {
  const chance = (purpose: string, { subject, targetArea, view, visit }: DealtCase): number =>
    createHash('sha256').update(JSON.stringify([seed, reader, purpose, subject, targetArea, view, visit])).digest().readUIntBE(0, 6) / 2 ** 48;
  const side = (purpose: string, dealt: DealtCase): DealtItem['baselineSide'] => (chance(purpose, dealt) < 0.5 ? 'left' : 'right');
  const repeats = cases.length < leastForRepeats ? 0 : Math.ceil(cases.length / casesPerRepeat);
  const repeated = new Set([...cases].sort((a, b) => chance('repeat', a) - chance('repeat', b)).slice(0, repeats));
  const placed = cases.flatMap((dealt) => {
    const at = chance('order', dealt), first = { dealt, at: repeated.has(dealt) ? at / 2 : at, item: { caseId: dealt.id, occasion: 1 as const, baselineSide: side('side', dealt) } };
    return repeated.has(dealt) ? [first, { dealt, at: first.at + 0.5, item: { caseId: dealt.id, occasion: 2 as const, baselineSide: side('side of the repeat', dealt) } }] : [first];
  }).sort((a, b) => a.at - b.at);
  const order: DealtItem[] = [], left = new Map<string, number>();
  for (const { dealt } of placed) left.set(dealt.subject, (left.get(dealt.subject) ?? 0) + 1);
  let last = '';
  while (placed.length > 0) {
    // Whoever has more than half of what is left has to be every second one from here on, else pairs of theirs are left over and follow one another.
    const most = [...left].find(([subject, count]) => 2 * count > placed.length && subject !== last)?.[0];
    const next = Math.max(0, placed.findIndex(({ dealt }) => (most === undefined ? dealt.subject !== last : dealt.subject === most))), [{ dealt, item }] = placed.splice(next, 1);
    last = dealt.subject;
    left.set(last, left.get(last)! - 1);
    order.push(item);
  }
  return order;
}
