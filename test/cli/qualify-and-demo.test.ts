import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNothingPrivate, runCommand } from './run-command.js';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'qualify-')); });
afterAll(async () => { await rm(folder, { recursive: true }); });

describe('a site that checks its installation on phantoms', () => {
  it('gets a table to file, with the network and the versions behind it, and no times in it', async () => {
    const { code, stdout, stderr } = await runCommand(['qualify', '--json', '--out', 'table.json'], { cwd: folder });
    expect(code, stdout).toBe(0);
    const { passed, checks, versions } = JSON.parse(stdout);
    const manifest = JSON.parse(await readFile(new URL('../../models/closeup.json', import.meta.url), 'utf8'));
    expect(passed).toBe(true);
    expect(checks.length).toBeGreaterThanOrEqual(12);
    for (const check of checks) expect(check).toMatchObject({ check: expect.any(String), expected: expect.any(String), measured: expect.any(String), limit: expect.any(String), passed: true });
    expect(versions).toMatchObject({ modelSha256: manifest.sha256, node: process.version });
    expect(await readFile(join(folder, 'table.json'), 'utf8')).toBe(stdout);
    expect(stdout).not.toMatch(/\d ms/);
    expect(stderr).toMatch(/measured in \d+ ms/);
    expectNothingPrivate(stdout);
  }, 240_000);
});

describe('a person who tries the demonstration', () => {
  it('reads that hair did not change at one visit and increased at the next, and where the report lies', async () => {
    const { code, stdout, stderr } = await runCommand(['demo'], { cwd: folder });
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/Follow-up 1: no-change\.jpg[\s\S]*? {2}0 {2}No detectable change/);
    expect(stdout).toMatch(/Follow-up 2: increase\.jpg[\s\S]*? {2}\+[123] {2}\w+ increased/);
    expect(stdout).toContain('Report: demo-report/report.html');
    expect(await readFile(join(folder, 'demo-report', 'report.html'), 'utf8')).toContain('<!doctype html>');
    expectNothingPrivate(stdout + stderr);
  }, 240_000);
});
