import { describe, expect, it } from 'vitest';
import { keepInOrder } from '../../web/src/reading/keep-in-order.js';

const shortly = (): Promise<unknown> => new Promise((resolve) => { setTimeout(resolve, 5); });

describe('the answers of a blinded reader', () => {
  it('are sent one at a time, and a pair keeps the score that was given last', async () => {
    const kept: [string, number][] = [];
    let sending = 0;
    const give = keepInOrder(async (pair: string, score: number) => {
      expect(++sending).toBe(1);
      // The first answer takes longest on its way.
      for (let wait = 0; wait < 4 - kept.length; wait++) await shortly();
      kept.push([pair, score]);
      sending--;
    });
    const first = give('pair 1', 2);
    await shortly();
    await Promise.all([first, give('pair 1', -3), give('pair 2', 0), give('pair 1', 1)]);
    expect(kept).toEqual([['pair 1', 2], ['pair 1', 1], ['pair 2', 0]]);
  });

  it('are each tried when one pair is refused, and the refusal is told of that pair alone', async () => {
    const kept: string[] = [];
    const give = keepInOrder(async (pair: string) => {
      await shortly();
      if (pair === 'pair 1' && kept.length === 0) throw new Error('the line is cut');
      kept.push(pair);
    });
    const done = await Promise.allSettled([give('pair 1', 2), give('pair 2', 0)]);
    expect(done.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    await give('pair 1', 2);
    expect(kept).toEqual(['pair 2', 'pair 1']);
  });
});
