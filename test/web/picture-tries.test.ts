import { afterEach, describe, expect, it, vi } from 'vitest';
import { pauseBeforeNextTry } from '../../web/src/picture-tries.js';

afterEach(() => { vi.unstubAllGlobals(); });
const answering = (status: number, headers: Record<string, string> = {}): void => { vi.stubGlobal('fetch', async () => new Response(null, { status, headers })); };

describe('a photograph whose picture did not come', () => {
  it('is asked for again when the service that was busy said to, and ever more rarely', async () => {
    answering(503, { 'Retry-After': '7' });
    expect(await Promise.all([1, 2, 3, 4, 5].map((tries) => pauseBeforeNextTry('/picture', tries)))).toEqual([7_000, 7_000, 7_000, 8_000, 16_000]);
    answering(429);
    expect(await pauseBeforeNextTry('/picture', 1)).toBe(1_000);
  });

  it('is asked for within the hour where the service, or what stands before it, says to wait longer than a timer can', async () => {
    answering(503, { 'Retry-After': '4000000' });
    expect(await pauseBeforeNextTry('/picture', 1)).toBe(3_600_000);
  });

  it('is asked for until somebody has signed in again, who is asked to, and not taken for a pair that cannot be judged', async () => {
    const said: string[] = [];
    vi.stubGlobal('dispatchEvent', (event: Event) => said.push(event.type));
    answering(401);
    expect(await Promise.all([1, 14, 500].map((tries) => pauseBeforeNextTry('/picture', tries)))).toEqual([5_000, 5_000, 5_000]);
    expect(said).toEqual(Array(3).fill('trichoscore:sign-in-needed'));
  });

  it('is asked for again where nobody answers', async () => {
    vi.stubGlobal('fetch', async () => { throw new TypeError('no network'); });
    expect(await pauseBeforeNextTry('/picture', 3)).toBe(4_000);
  });

  it('is not asked for again where there is none, and given up in the end', async () => {
    answering(404);
    expect(await pauseBeforeNextTry('/picture', 1)).toBeNull();
    answering(503);
    expect(await pauseBeforeNextTry('/picture', 14)).toBeNull();
  });
});
