import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { commandEntry, requireFreshBuild } from '../cli/run-command.js';
import { fillFolder } from './filled-folder.js';

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'trichoscore-stopped-')); });
afterEach(() => rmSync(root, { recursive: true, force: true }));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  it(`a copy of photographs that is stopped half-way by ${signal} leaves none of them and no name behind`, async () => {
    requireFreshBuild();
    await fillFolder(join(root, 'data'));
    const backUp = pathToFileURL(join(dirname(commandEntry), '..', 'study', 'back-up.js')).href;
    const program = `(await import(${JSON.stringify(backUp)})).backUp('data', 'copy', () => new Promise(() => { console.log('half-way'); setInterval(() => undefined, 1000); }))`;
    const running = spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] }), ended = once(running, 'exit');
    await once(running.stdout, 'data');
    expect(readdirSync(root).sort()).toEqual([`copy.unfinished-${running.pid}`, 'data']);
    running.kill(signal);
    expect(await ended).toEqual([null, signal]);
    expect(readdirSync(root)).toEqual(['data']);
  });
}
