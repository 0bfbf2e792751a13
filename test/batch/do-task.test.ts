import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cacheKey, readEntry } from '../../src/batch/cache.js';
import { doTask } from '../../src/batch/do-task.js';
import { readFingerprint } from '../../src/batch/fingerprint.js';
import type { PhotoKind } from '../../src/batch/manifest/manifest-row.js';
import { noticeReplaced } from '../../src/batch/notice-replaced.js';
import type { StoredMeasurement } from '../../src/batch/work.js';
import { AnalysisError } from '../../src/errors.js';
import type { TimepointResult } from '../../src/domain/result.js';
import { encodeJpeg } from '../../src/image-io/encode-image.js';
import { photographPhantom } from '../../src/phantom/index.js';
import { paintHead } from '../support/paint-head.js';

let root: string, path: string, headPath: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'do-task-'));
  path = join(root, 'closeup.jpg');
  await writeFile(path, await encodeJpeg(photographPhantom({ seed: 5, densityPerCm2: 150, micrometresPerPixel: 6, widthMm: 2, heightMm: 2 }).image, 90));
  headPath = join(root, 'head.jpg');
  await writeFile(headPath, await encodeJpeg(paintHead({ width: 640, height: 480, hairShare: 0.4 }), 90));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** What the cache holds of the photograph after it was measured as `kind`. */
async function stored(kind: PhotoKind, photograph = path): Promise<StoredMeasurement & { result: TimepointResult }> {
  const cache = join(root, 'cache');
  const answer = await doTask({ task: 'measure', cache, fingerprint: 'x', path: photograph, calibration: { method: 'given', micrometresPerPixel: 6 }, terminalThresholdUm: 40, kind }, async () => null);
  expect(answer).toMatchObject({ outcome: 'done', fresh: true });
  return (await readEntry<StoredMeasurement & { result: TimepointResult }>(cache, answer.outcome === 'done' ? answer.key : '')).value!;
}

describe('a photograph of a batch', () => {
  it('is measured as a close-up when nobody said what it shows, with the figures of one that was said to be one', async () => {
    const [told, recognised] = [await stored('closeup'), await stored('auto')];
    expect(told.result).toMatchObject({ kind: 'closeup', measurements: { hairCount: expect.any(Number) } });
    expect(recognised).toEqual(told);
  });

  it('is not counted when the manifest says it shows a whole head', async () => {
    const { result } = await stored('global', headPath);
    expect(result).toMatchObject({ kind: 'global', measurements: { hairCount: null, densityPerCm2: null } });
  });

  it('keeps nothing under the method that the batch began with when the program was replaced meanwhile, and the batch ends', async () => {
    const cache = join(root, 'replaced'), asked: string[] = [];
    const answer = await doTask({ task: 'measure', cache, fingerprint: 'old', path, calibration: null, terminalThresholdUm: 40, kind: 'closeup' }, async (fingerprint) => {
      asked.push(fingerprint);
      return new AnalysisError('batch.changed', 'replaced');
    });
    expect(answer).toMatchObject({ outcome: 'stop', refusal: { code: 'batch.changed' } });
    expect(asked).toEqual(['old']);
    expect(existsSync(cache)).toBe(false);
  });
});

describe('the program that measures a batch', () => {
  it('is the one it began with as long as its files are the same, and another as soon as they are not', async () => {
    const here = cacheKey([await readFingerprint()]);
    expect(await noticeReplaced(here)).toBeNull();
    expect(await noticeReplaced('another')).toMatchObject({ code: 'batch.changed', message: expect.stringContaining('replaced'), hint: expect.stringContaining('without --resume') });
  });
});
