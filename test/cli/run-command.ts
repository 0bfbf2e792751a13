import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The built entry point. */
export const commandEntry = join(root, 'dist', 'cli', 'main.js');

export interface CommandResult { code: number; stdout: string; stderr: string }

/** Runs the built command line as a process of its own. */
export async function runCommand(args: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): Promise<CommandResult> {
  requireFreshBuild();
  return new Promise((resolve) => {
    execFile(process.execPath, [commandEntry, ...args], {
      cwd: options.cwd ?? root, env: { ...process.env, ...options.env }, maxBuffer: 1 << 28, timeout: 230_000,
    }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** A refusal as every command makes it: its code, a sentence, a hint; no stack, no folder of the machine. */
export function expectRefusal({ stderr, stdout }: CommandResult, code: string): void {
  const said = stderr.split('\n').findIndex((line) => line.includes(`error ${code}: `));
  expect(said, `the refusal ${code} on stderr:\n${stderr}`).toBeGreaterThanOrEqual(0);
  // A table's faults take a line each; the hint follows the last.
  const [sentence, ...rest] = stderr.split('\n').slice(said), hint = rest.find((line) => line.startsWith('  '));
  expect(sentence.replace(/.*error [\w.]+: /, '')).toMatch(/^.{15,}$/);
  expect(hint).toMatch(/^ {2}\S.{5,}/);
  expectNothingPrivate(stdout + stderr);
}

export function expectNothingPrivate(text: string): void {
  expect(text).not.toMatch(/\n\s+at .*[:(]\d+|node_modules|node:internal/);
  expect(text).not.toContain(root);
  expect(text).not.toMatch(/(?<![\w.])\/(tmp|home|root|var|Users)\//);
}

let checked = false;

/** Tests that run what was built must not pass on what was built yesterday. */
export function requireFreshBuild(): void {
  if (checked) return;
  const newest = Math.max(...readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts')).map((name) => statSync(join(root, 'src', name)).mtimeMs));
  const built = statSync(commandEntry, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (built < newest) throw new Error('dist/ is older than src/: run `npm run build` before these tests (`npm test` does).');
  checked = true;
}
