import { afterEach, describe, expect, it, vi } from 'vitest';
import { pauseBeforeNextTry } from '../../web/src/picture-tries.js';

afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers(); });
const notAsked = { askToSignIn: (): void => { throw new Error('Nobody has to sign in.'); }, isGone: () => false };
const answering = (status: number, headers: Record<string, string> = {}): void => { vi.stubGlobal('fetch', async () => new Response(null, { status, headers })); };

describe('a photograph whose picture did not come', () => {
  it('is asked for again when the service that was busy said to, and ever more rarely', async () => {
    answering(503, { 'Retry-After': '7' });
    expect(await Promise.all([1, 2, 3, 4, 5].map((tries) => pauseBeforeNextTry('/picture', tries, notAsked)))).toEqual([7_000, 7_000, 7_000, 8_000, 16_000]);
    answering(429);
    expect(await pauseBeforeNextTry('/picture', 1, notAsked)).toBe(1_000);
  });

  it('is asked for within the hour where the service, or what stands before it, says to wait longer than a timer can', async () => {
    answering(503, { 'Retry-After': '4000000' });
    expect(await pauseBeforeNextTry('/picture', 1, notAsked)).toBe(3_600_000);
  });

  it('is asked for until somebody has signed in again, who is asked to, and is not given up then for the time that took', async () => {
    vi.useFakeTimers();
    let asked = 0, heads = 0;
    vi.stubGlobal('fetch', async () => new Response(null, { status: ++heads <= 500 ? 401 : 503 }));
    const pause = pauseBeforeNextTry('/picture', 1, { askToSignIn: () => { asked++; }, isGone: () => false });
    await vi.runAllTimersAsync();
    expect({ pauseMs: await pause, asked }).toEqual({ pauseMs: 1_000, asked: 500 });
  });

  it('is not asked for any more where nobody is signed in and the page shows something else by now', async () => {
    vi.useFakeTimers();
    let heads = 0;
    vi.stubGlobal('fetch', async () => { heads++; return new Response(null, { status: 401 }); });
    void pauseBeforeNextTry('/picture', 1, { askToSignIn: () => undefined, isGone: () => heads >= 3 });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(heads).toBe(3);
  });

  it('is asked for again where nobody answers', async () => {
    vi.stubGlobal('fetch', async () => { throw new TypeError('no network'); });
    expect(await pauseBeforeNextTry('/picture', 3, notAsked)).toBe(4_000);
  });

  it('is not asked for again where there is none, and given up in the end', async () => {
    answering(404);
    expect(await pauseBeforeNextTry('/picture', 1, notAsked)).toBeNull();
    answering(503);
    expect(await pauseBeforeNextTry('/picture', 14, notAsked)).toBeNull();
  });
});
