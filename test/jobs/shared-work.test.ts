import { describe, expect, it } from 'vitest';
import { type Asker, createFairQueue } from '../../src/jobs/fair-queue.js';
import { createSharedWork } from '../../src/jobs/shared-work.js';

describe('a picture of hair that several wait for', () => {
  it('is made once, for whoever still waits when one of them has gone, and not at all when all have', async () => {
    const inTurn = createFairQueue(), share = createSharedWork<string>(), made: string[] = [];
    let finish: () => void = () => undefined;
    const busy = inTurn(() => new Promise<void>((resolve) => { finish = resolve; }));
    const ask = (name: string, signal: AbortSignal): Promise<string> => share(name, { holder: 'reader', signal }, (asker: Asker) => inTurn(async () => { made.push(name); return name; }, asker));
    const [left, right, both] = [new AbortController(), new AbortController(), new AbortController()];
    const pair = [ask('pair', left.signal), ask('pair', right.signal)], unwanted = [ask('unwanted', both.signal), ask('unwanted', both.signal)].map((each) => each.catch(({ code }: { code: string }) => code));
    left.abort();
    both.abort();
    finish();
    await busy;
    expect(await Promise.all(pair)).toEqual(['pair', 'pair']);
    expect(await Promise.all(unwanted)).toEqual(['request.gone', 'request.gone']);
    expect(made).toEqual(['pair']);
    // Once nobody waits, it is made anew for whoever asks again.
    expect(await ask('unwanted', right.signal)).toBe('unwanted');
  });
});
