import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import request from 'supertest';
import { expect } from 'vitest';
import { type Application, openApplication } from '../../src/http/open-application.js';
import { type Site, thisMachine } from '../../src/http/site.js';
import { requireFreshBuild } from '../cli/run-command.js';
import { checkResponses } from './check-responses.js';

export { cropDemo } from './crop-demo.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The worker of the build: a process of its own cannot be started from TypeScript. */
export const workerEntry = join(root, 'dist', 'jobs', 'worker-main.js');
export const webFolder = join(root, 'dist', 'web');

/**
 * The real application on a new data folder, with the real network in a real worker process. Each of its answers is held
 * against docs/openapi.json, and removing it fails when one did not fit.
 */
export async function openTestApplication(dataFolder = mkdtempSync(join(tmpdir(), 'trichoscore-data-')), site: Site = thisMachine): Promise<Application & { dataFolder: string; remove(): Promise<void> }> {
  requireFreshBuild();
  const application = await openApplication({ dataFolder, webFolder, version: '0.0.0-test', worker: { entry: workerEntry }, site });
  const { checked, misfits } = checkResponses(application.app);
  return {
    ...application, app: checked, dataFolder,
    remove: async () => {
      await application.close();
      rmSync(dataFolder, { recursive: true, force: true });
      expect([...new Set(misfits)]).toEqual([]);
    },
  };
}

export async function upload(app: Application['app'], photograph: Buffer, name: string): Promise<string> {
  const { body } = await request(app).post('/api/v1/photographs').set('Host', 'localhost').attach('photograph', photograph, name);
  return (body as { id: string }).id;
}

/** What a comparison of two photographs at 5 µm a pixel is asked with. */
export function askFor(baseline: string, followUp: string): object {
  const calibration = { method: 'given', micrometresPerPixel: 5 };
  return { baseline: { photograph: baseline, calibration }, followUps: [{ photograph: followUp, calibration }] };
}

export async function waitForEnd(app: Application['app'], id: string): Promise<{ state: string; error: { code: string } | null; result: unknown; view: unknown }> {
  for (;;) {
    const { body } = await request(app).get(`/api/v1/comparisons/${id}`).set('Host', 'localhost');
    if (['done', 'failed'].includes((body as { state: string }).state)) return body as never;
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
}
