import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { requireFreshBuild } from '../cli/run-command.js';

const program = new URL('../../dist/batch/fingerprint.js', import.meta.url).href;
/** A machine for which the native runtime has no binary: its package does not load. */
const hook = `export async function resolve(name, context, next) { if (name === 'onnxruntime-node') throw new Error('no binary'); return next(name, context); }`;
const withoutNative = `import { register } from 'node:module'; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});`;

async function fingerprintWhere(isNative: boolean): Promise<{ runtime: string }> {
  const hide = isNative ? [] : ['--import', `data:text/javascript,${encodeURIComponent(withoutNative)}`];
  const { stdout } = await promisify(execFile)(process.execPath, [...hide, '--input-type=module', '-e', `const { readFingerprint } = await import(${JSON.stringify(program)}); process.stdout.write(JSON.stringify(await readFingerprint()));`], { cwd: fileURLToPath(new URL('../..', import.meta.url)) });
  return JSON.parse(stdout) as { runtime: string };
}

it('photographs that the native runtime and the one in WebAssembly measure are not kept as measured alike', async () => {
  requireFreshBuild();
  const [native, web] = [await fingerprintWhere(true), await fingerprintWhere(false)];
  expect([native.runtime, web.runtime]).toEqual(['onnxruntime-node', 'onnxruntime-web']);
  expect({ ...web, runtime: native.runtime }).toEqual(native);
});
