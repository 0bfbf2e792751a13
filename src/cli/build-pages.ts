import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AnalysisError } from '../errors.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const builder = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
const built = join(root, 'dist', 'web', 'index.html');

/** Folders and files that the pages are made of. */
const sources = ['web', 'src/report', 'src/domain'] as const;

/** Held while the pages are built; one that is older was left behind by a process that was killed. */
const lock = join(root, 'dist', '.building-pages');
const oldestLockMs = 120_000;

/**
 * In a checkout: builds the pages when they are not there or older than what they are made of. An installed package
 * brings them along and holds no sources, so nothing happens there. Of several processes one builds and the others wait.
 * @throws AnalysisError `output.unwritable` when they cannot be built and there are none.
 */
export async function buildPagesWhenStale(say: (text: string) => void): Promise<void> {
  if (!existsSync(join(root, 'web', 'index.html')) || !existsSync(builder)) return;
  while (!takeLock()) await new Promise((resolve) => { setTimeout(resolve, 200); });
  try {
    const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (builtAt < newestSource()) await buildPages(say, builtAt > 0);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Whether this process may build now. */
function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (since !== undefined && Date.now() - since > oldestLockMs) rmSync(lock, { recursive: true, force: true });
    // A folder that cannot be written to has no lock either; whether the build works shows then.
    return since === undefined && !canWrite();
  }
}

function canWrite(): boolean {
  try {
    accessSync(join(root, 'dist'), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function buildPages(say: (text: string) => void, areThere: boolean): Promise<void> {
  say('Building the pages (once) …');
  try {
    // Whatever the caller is set to: what is made for development is larger and names files of this machine.
    await promisify(execFile)(process.execPath, [builder, 'build', '--config', join(root, 'web', 'vite.config.ts')], { cwd: root, env: { ...process.env, NODE_ENV: 'production' } });
  } catch (cause) {
    if (!areThere) throw new AnalysisError('output.unwritable', 'The pages of the application could not be built.', { hint: 'Run `npm ci` and then `npm run build:web` to see why.', cause });
  }
}

function newestSource(): number {
  const files = sources.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(root, folder, name)));
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}
