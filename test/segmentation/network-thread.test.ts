import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { sessionOptions } from '../../src/segmentation/inference-runtime.js';
import { closeupManifestPath } from '../../src/segmentation/model-manifest.js';
import { openNetworkThread } from '../../src/segmentation/network-thread.js';

it('a photograph that is handed to a network whose thread has ended is refused, not waited for', async () => {
  const { file, input } = JSON.parse(await readFile(closeupManifestPath, 'utf8')) as { file: string; input: { name: string } };
  const started = new Promise<Worker>((resolve) => process.once('worker', resolve));
  const network = (await openNetworkThread(await readFile(join(dirname(closeupManifestPath), file)), input.name, sessionOptions()))!;
  const run = () => network.run(new Float32Array(3 * 64 * 64), [1, 3, 64, 64]);
  expect((await run()).milliseconds).toBeGreaterThan(0);
  await (await started).terminate();
  await expect(run()).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('The network stopped') as string });
});
