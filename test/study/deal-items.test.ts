import { describe, expect, it } from 'vitest';
import { type DealtCase, dealItems } from '../../src/study/reading/deal-items.js';

const casesOf = (...visitsOfSubjects: number[]): DealtCase[] => visitsOfSubjects.flatMap((visits, subject) => Array.from({ length: visits }, (_, at) => ({ id: `${subject}-${at}`, subject: `S${subject}`, targetArea: 'vertex', view: '', visit: `week ${12 * (at + 1)}` })));
const deal = (cases: readonly DealtCase[], seed: string) => dealItems(cases, seed, 'Adams');
const seeds = Array.from({ length: 200 }, (_, at) => String(at));

describe('the order in which a blinded reader sees pairs of photographs', () => {
  it.each([[3, 3, 3], [4, 4], [3, 3, 3, 3], [2, 2, 2, 2, 2], [5, 2, 2, 1], Array.from({ length: 10 }, () => 3)])('shows no two pairs of one person one after the other wherever another order avoids it, %s %s', (...visits) => {
    const cases = casesOf(...visits), subjectOf = new Map(cases.map(({ id, subject }) => [id, subject]));
    for (const seed of seeds) {
      const people = deal(cases, seed).map(({ caseId }) => subjectOf.get(caseId)!), neighbours = people.filter((subject, at) => subject === people[at - 1]).length;
      // A person with more than every second pair has to follow themselves as often as others are too few to come between.
      const most = Math.max(...[...new Set(people)].map((subject) => people.filter((own) => own === subject).length));
      expect(neighbours, `seed ${seed}: ${people.join(' ')}`).toBe(Math.max(0, 2 * most - people.length - 1));
    }
  });

  it('shows every pair once, some a second time and never before the first', () => {
    for (const seed of seeds) {
      const cases = casesOf(3, 3, 3), dealt = deal(cases, seed), seen = new Set<string>();
      for (const { caseId, occasion } of dealt) {
        expect(seen.has(caseId)).toBe(occasion === 2);
        seen.add(caseId);
      }
      expect([seen.size, dealt.length]).toEqual([9, 10]);
    }
  });
});
