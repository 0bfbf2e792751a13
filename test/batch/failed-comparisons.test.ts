import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { BatchRequest } from '../../src/batch/batch-request.js';
import { cacheKey, writeEntry } from '../../src/batch/cache.js';
import { checkManifest } from '../../src/batch/manifest/check-manifest.js';
import { runBatch } from '../../src/batch/run-batch.js';
import type { Answer, StoredComparison, StoredMeasurement, Task } from '../../src/batch/work.js';
import type { WorkerPool } from '../../src/batch/worker-pool.js';
import { exitCodeOfBatch } from '../../src/cli/exit-codes.js';
import { describeBatch } from '../../src/cli/text/batch-text.js';
import { AnalysisError } from '../../src/errors.js';
import { compareTimepoints } from '../../src/scoring/compare-timepoints.js';
import { makeTimepoint } from '../scoring/make-timepoint.js';
import { fileManifest, header } from './manifests.js';

const visits = [makeTimepoint({ count: 100, name: '' }), makeTimepoint({ count: 160, name: '' })] as const;

/** Answers as worker processes do; one that was comparing ended three times as long as `failing`. */
function openPool(failing: boolean): WorkerPool<Task, Answer> {
  return {
    run: async (task) => {
      if (task.task === 'compare' && failing) throw new AnalysisError('photo.crashed', 'The process that worked on this photograph ended three times.');
      const key = task.task === 'compare' ? task.key : cacheKey([task.path]);
      if (task.task === 'measure') await writeEntry(task.cache, key, { result: visits[task.path.endsWith('a.jpg') ? 0 : 1], thumbnail: '' } satisfies StoredMeasurement);
      else {
        const { change, globalAssessment, warnings } = compareTimepoints(...visits);
        await writeEntry(task.cache, key, { change, globalAssessment, warnings, hairs: null, registration: { method: 'none', overlapShare: null, residualUm: null, matchedHairs: null } } satisfies StoredComparison);
      }
      return { outcome: 'done', key, fresh: true, damaged: false };
    },
    close: () => undefined,
  };
}

it('a follow-up whose comparison crashed is named, counted and no success, and the next run compares it', async () => {
  const manifestPath = await fileManifest(`${header}\nS1,,vertex,week 0,2026-01-05,a.jpg\nS1,,vertex,week 24,2026-06-22,b.jpg\n`), out = join(dirname(manifestPath), 'out'), cache = join(out, '.cache');
  await mkdir(cache, { recursive: true });
  const check = await checkManifest(manifestPath, { isReserved: () => false });
  if (!check.sound) throw new TypeError('Expected a sound manifest.');
  const request: BatchRequest = {
    manifestPath, manifest: check.manifest, out, cache, concurrency: 1, resume: false, photoSeconds: 180, openPool: () => openPool(true), terminalThresholdUm: 40, kind: 'closeup', calibration: null,
    comparison: {}, signal: new AbortController().signal, watch: { begin: () => undefined, step: () => undefined },
  };
  const summary = await runBatch(request), page = await readFile(join(out, 'report.html'), 'utf8');
  const lines = describeBatch(summary, 1, 'out').split('\n');
  expect(lines[0]).toBe('2 of 2 photographs measured; 0 compared with a baseline. 1 s.');
  expect(lines.slice(-3, -1)).toEqual(['1 comparison failed, although both photographs were measured; the next run tries again:', expect.stringMatching(/^photo\.crashed: row 3\. \w/)]);
  expect(exitCodeOfBatch(summary)).toBe(3);
  expect(JSON.parse(await readFile(join(out, 'run.json'), 'utf8'))).toMatchObject({ counts: { rows: 2, measured: 2, failed: 0, compared: 0, refused: 0, failedComparisons: 1 } });
  expect(page).toContain('<dt>Comparisons that failed</dt><dd>1</dd>');
  expect(page.split('id="failed-comparisons"')[1]).toMatch(/^[^]*?<td>3<\/td>[^]*?photo\.crashed/);

  const again = await runBatch({ ...request, openPool: () => openPool(false) });
  expect(describeBatch(again, 75, 'out')).toMatch(/^2 of 2 photographs measured; 1 compared with a baseline\. 1 min 15 s\./);
  expect([again.failedComparisons, exitCodeOfBatch(again)]).toEqual([[], 0]);
  expect(await readFile(join(out, 'report.html'), 'utf8')).not.toContain('Comparisons that failed');
}, 120_000);
