import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { commandEntry, type CommandResult, expectRefusal, requireFreshBuild, runCommand } from './run-command.js';

const folder = mkdtempSync(join(tmpdir(), 'trichoscore-account-')), data = join(folder, 'data');
const pem = (name: string): string => fileURLToPath(new URL(`../support/test-only-${name}.pem`, import.meta.url));
const tls = ['--tls-key', pem('key'), '--tls-certificate', pem('certificate')];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `trichoscore account` with a text on its standard input. */
function account(input: string, ...args: string[]): Promise<CommandResult> {
  requireFreshBuild();
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [commandEntry, 'account', ...args, '--data', data], (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }));
    child.stdin!.end(input);
  });
}

function askSecurely(address: string, method: string, path: string, body = ''): Promise<{ status: number; cookie: string; text: string }> {
  const agent = new Agent({ ca: readFileSync(pem('certificate')) });
  return new Promise((resolve, reject) => {
    const call = request(new URL(path, address), { agent, method, headers: { 'content-type': 'application/json' } }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => { text += chunk.toString(); }).on('end', () => resolve({ status: response.statusCode!, cookie: response.headers['set-cookie']?.[0] ?? '', text }));
    });
    call.on('error', reject).end(body);
  });
}

describe('sharing the application with other people', { timeout: 240_000 }, () => {
  it('does not listen where others could reach the photographs in the clear, or with a key that is not that of the certificate', async () => {
    const wrongKey = join(folder, 'key.pem');
    writeFileSync(wrongKey, readFileSync(pem('key'), 'utf8').replace('MIG', 'MIH'));
    const serve = (...args: string[]): Promise<CommandResult> => runCommand(['serve', '--port', '0', '--data', join(folder, 'none'), ...args]);
    for (const args of [['--host', '0.0.0.0'], ['--tls-key', pem('key')], ['--tls-key', pem('certificate'), '--tls-certificate', pem('key')], ['--behind-proxy', 'http://clinic.example'], ['--host', '0.0.0.0', ...tls]]) {
      const refused = await serve(...args);
      expect([refused.code, refused.stdout], args.join(' ')).toEqual([2, '']);
      expectRefusal(refused, 'usage.invalid');
    }
    expect((await serve('--host', '0.0.0.0', ...tls)).stderr).toContain('no account of an administrator');
  });

  it('begins with an administrator, whose password is read and never given as an argument', async () => {
    expect((await account('seven grey herons\n', 'add', 'a.meier', '--role', 'photographer')).stderr).toContain('The first account has to be an administrator');
    for (const [input, reason] of [['', 'No password was given'], ['short\n', 'fewer than 12'], ['chief chief chief\n', 'holds the name']] as const) {
      expect((await account(input, 'add', 'chief', '--role', 'administrator')).stderr, input).toContain(reason);
    }
    const added = await account('seven grey herons\nmore that is not read', 'add', 'Chief', '--role', 'administrator');
    expect(added).toEqual({ code: 0, stdout: 'chief may sign in as administrator.\n', stderr: '' });
    expect((await account('', 'add', 'no spaces', '--role', 'reader')).code).toBe(2);
    expect((await account('eight grey herons\n', 'password', 'chief')).stdout).toBe('chief has a new password.\n');
    expect((await account('', 'password', 'nobody')).code).toBe(2);
    expect((await account('', 'list')).stdout).toBe('chief\tadministrator\n');
  });

  it('looks for accounts where there is data, and makes no folder of a name that was mistyped', async () => {
    const typo = join(folder, 'dtaa');
    for (const args of [['list'], ['revoke', 'chief', '--for', 'x'], ['token', 'chief', join(folder, 'none.txt'), '--for', 'x']]) {
      const refused = await runCommand(['account', ...args, '--data', typo]);
      expectRefusal(refused, 'usage.invalid');
      expect(refused.stderr).toContain('There is no application data in this folder');
    }
    expect(existsSync(typo)).toBe(false);
  });

  it('may begin with a link in a file that only this account can read, good for choosing a password once', async () => {
    const other = join(folder, 'other'), file = join(folder, 'link.txt');
    const add = (name: string, ...more: string[]): Promise<CommandResult> => runCommand(['account', 'add', name, '--role', 'administrator', '--link', file, ...more, '--data', other]);
    expectRefusal(await add('chief', '--address', 'clinic'), 'usage.invalid');
    const added = await add('chief', '--address', 'https://hair.clinic.example/anything');
    expect([added.code, added.stdout]).toEqual([0, expect.stringContaining('chief chooses a password with the link in the file, once, until 20')]);
    const link = readFileSync(file, 'utf8');
    expect(link).toMatch(/^https:\/\/hair\.clinic\.example\/join#chief:[\w-]{43}\n$/);
    expect(added.stdout).not.toContain('join#');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expectRefusal(await add('second'), 'usage.invalid');
    expect((await runCommand(['account', 'list', '--data', other])).stdout).toBe('chief\tadministrator\n');
    expect(readFileSync(file, 'utf8')).toBe(link);
  });

  it('gives a program a token in a file that only this account can read, and takes it back', async () => {
    const other = join(folder, 'other'), file = join(folder, 'token.txt'), run = (...args: string[]): Promise<CommandResult> => runCommand(['account', ...args, '--data', other]);
    expectRefusal(await run('token', 'nobody', file, '--for', 'nightly export'), 'usage.invalid');
    expect((await run('token', 'chief', file, '--for', 'nightly export', '--read-only')).stdout).toContain('The token is in the file, good until 20');
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([expect.stringMatching(/^[\w-]{43}\n$/), 0o600]);
    expect((await run('list')).stdout).toMatch(/^chief\tadministrator\n\ttoken for "nightly export", only looks, good until 20[\d.:TZ-]+\n/);
    expect((await run('revoke', 'chief', '--for', 'nightly export')).code).toBe(0);
    expectRefusal(await run('revoke', 'chief', '--for', 'nightly export'), 'request.notFound');
  });

  it('says of a new password that tokens stay good', async () => {
    expect((await account('', 'token', 'chief', join(folder, 'kept.txt'), '--for', 'nightly export')).code).toBe(0);
    expect((await account('eight grey herons\n', 'password', 'chief')).stdout).toBe('chief has a new password. Its token stays good; `account list` shows what for, and `account revoke` takes one back.\n');
    expect((await account('', 'revoke', 'chief', '--for', 'nightly export')).code).toBe(0);
  });

  it('speaks TLS then, and lets in whoever has a password', async () => {
    const child = spawn(process.execPath, [commandEntry, 'serve', '--host', '0.0.0.0', '--port', '0', '--data', data, ...tls], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => { child.once('exit', resolve); });
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => { const found = /https:\/\/0\.0\.0\.0:(\d+)\//.exec(chunk.toString()); if (found !== null) resolve(found[1]); });
      child.once('exit', () => reject(new Error('serve ended')));
    });
    const address = `https://localhost:${port}/`;
    expect(await askSecurely(address, 'GET', 'api/v1/studies')).toMatchObject({ status: 401 });
    const entered = await askSecurely(address, 'POST', 'api/v1/session', JSON.stringify({ name: 'chief', password: 'eight grey herons' }));
    expect([entered.status, entered.cookie]).toEqual([200, expect.stringMatching(/^__Host-trichoscore=.*Secure/)]);
    await expect(fetch(address.replace('https', 'http'))).rejects.toThrow();
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
