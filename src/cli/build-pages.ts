import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AnalysisError } from '../errors.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const builder = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
const built = join(root, 'dist', 'web', 'index.html');

/** Folders and files that the pages are made of. */
const sources = ['web', 'src/report', 'src/domain'] as const;

/**
 * In a checkout: builds the pages when they are not there or older than what they are made of. An installed package
 * brings them along and holds no sources, so nothing happens there.
 * @throws AnalysisError `output.unwritable` when they cannot be built and there are none.
 */
export async function buildPagesWhenStale(say: (text: string) => void): Promise<void> {
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (!existsSync(join(root, 'web', 'index.html')) || !existsSync(builder)) return;
  if (builtAt >= newestSource()) return;
  say('Building the pages (once) …');
  try {
    await promisify(execFile)(process.execPath, [builder, 'build', '--config', join(root, 'web', 'vite.config.ts')], { cwd: root });
  } catch (cause) {
    if (builtAt === 0) throw new AnalysisError('output.unwritable', 'The pages of the application could not be built.', { hint: 'Run `npm ci` and then `npm run build:web` to see why.', cause });
  }
}

function newestSource(): number {
  const files = sources.flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(root, folder, name)));
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}
