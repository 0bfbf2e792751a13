import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { askFor, cropDemo } from '../support/application.js';
import { commandEntry, expectRefusal, requireFreshBuild, runCommand } from './run-command.js';

const folder = mkdtempSync(join(tmpdir(), 'trichoscore-serve-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function serve(): Promise<{ address: string; child: ChildProcess; ended: Promise<number | null> }> {
  requireFreshBuild();
  const child = spawn(process.execPath, [commandEntry, 'serve', '--port', '0', '--data', join(folder, 'data')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => { child.once('exit', resolve); });
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (found !== null) resolve(found[0]);
    });
    child.once('exit', () => reject(new Error(`serve ended: ${said}`)));
  });
  return { address, child, ended };
}

describe('serving the application', () => {
  it('finishes after kill -9 and a new start what it was asked to compare, and ends on SIGTERM', async () => {
    const first = await serve();
    const upload = async (name: 'baseline' | 'no-change'): Promise<string> => {
      const form = new FormData();
      form.append('photograph', new Blob([new Uint8Array(await cropDemo(name, 700))]), `${name}.jpg`);
      return ((await (await fetch(`${first.address}api/v1/photographs`, { method: 'POST', body: form })).json()) as { id: string }).id;
    };
    const body = JSON.stringify(askFor(await upload('baseline'), await upload('no-change')));
    const asked = await fetch(`${first.address}api/v1/comparisons`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    const { id } = (await asked.json()) as { id: string };
    first.child.kill('SIGKILL');
    await first.ended;

    const second = await serve();
    let state = '';
    while (!['done', 'failed'].includes(state)) {
      await new Promise((resolve) => { setTimeout(resolve, 200); });
      ({ state } = (await (await fetch(`${second.address}api/v1/comparisons/${id}`)).json()) as { state: string });
    }
    expect(state).toBe('done');
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);

    const verified = await runCommand(['verify', '--data', join(folder, 'data')]);
    expect(verified.code).toBe(0);
    expect(verified.stdout).toMatch(/^2 photographs, 2 measurements, 1 comparison\.\nThe audit trail holds \d+ entries, and each fits the one before it\.\nIts head: [0-9a-f]{64}\nAll of it is as it was written\.\n$/);
  }, 120_000);

  it('does not check a folder that holds no data', async () => {
    const nothing = await runCommand(['verify', '--data', join(folder, 'never')]);
    expect(nothing.code).toBe(2);
    expectRefusal(nothing, 'usage.invalid');
  });

  it('refuses to start on a public address, on no port and on an unknown option', async () => {
    const publicAddress = await runCommand(['serve', '--host', '0.0.0.0', '--data', join(folder, 'never')]);
    expect(publicAddress.code).toBe(2);
    expectRefusal(publicAddress, 'usage.invalid');
    for (const port of ['eighty', '80.5']) {
      const noPort = await runCommand(['serve', '--port', port, '--data', join(folder, 'never')]);
      expect(noPort.code).toBe(2);
      expectRefusal(noPort, 'usage.invalid');
    }
  });
});
