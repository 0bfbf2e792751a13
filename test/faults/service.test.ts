import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { requireFreshBuild } from '../cli/run-command.js';

const run = async (script: string, ...args: string[]): Promise<string> => {
  requireFreshBuild();
  return (await promisify(execFile)(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args])).stdout;
};

/** Short forms of what is done by hand at length; docs/reliability.md has the figures. */
describe('the application under faults', { timeout: 300_000 }, () => {
  it('keeps every acknowledged photograph and does every acknowledged comparison once, killed at any moment', async () => {
    expect(await run('kill-service.mjs', '2', '3')).toMatch(/2 kills: all [1-9]\d* acknowledged uploads there and untouched/);
  });

  it('keeps each photograph that several people upload at once exactly once, and names each of them in the trail', async () => {
    expect(await run('twenty-uploaders.mjs', '4', '2', '200')).toMatch(/4 people, 2 photographs .* all kept once and named in the trail/);
  });
});
