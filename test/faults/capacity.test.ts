import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile), root = fileURLToPath(new URL('../..', import.meta.url));
const simulate = (...args: string[]): Promise<{ stdout: string }> => run(process.execPath, [join(root, 'bench', 'capacity.js'), ...args]);

describe('photographs that wait to be measured, on paper', { timeout: 240_000 }, () => {
  it('wait as long as Pollaczek and Khinchine say, and are done as quickly as workers and lock allow', async () => {
    const { stdout } = await simulate('--check');
    expect(stdout).not.toContain('DIFFERENT');
    expect(stdout.match(/simulated/g)).toHaveLength(6);
  });

  it('need the same machines whenever the same numbers are given, and more machines when measuring takes longer', async () => {
    const workers = async (measure: string): Promise<number[]> => [...(await simulate('--per-year', '500000', '--measure', measure)).stdout.matchAll(/workers (\d+)/g)].map(([, count]) => Number(count));
    const quick = await workers('1');
    expect(await workers('1')).toEqual(quick);
    expect((await workers('25')).at(-1)).toBeGreaterThan(2 * quick.at(-1)!);
  });

  it('are promised no result sooner than measuring takes', async () => {
    await expect(simulate('--measure', '40', '--within', '60')).rejects.toMatchObject({ stderr: expect.stringContaining('longer than --within allows') });
  });
});
