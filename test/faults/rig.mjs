// What the scripts of this folder share: running the built program, phantoms to measure, and telling how it went.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '..', '..'), main = join(root, 'dist', 'cli', 'main.js');

/** Runs node with these arguments. @returns Exit code (or the signal), output, and seconds; `code` is `hung` after the limit. */
export function run(args, { env = {}, cwd = root, limitSeconds = 300, shell = null } = {}) {
  const began = performance.now();
  return new Promise((resolve) => {
    const [file, all] = shell === null ? [process.execPath, args] : ['sh', ['-c', `${shell} exec "$0" "$@"`, process.execPath, ...args]];
    const child = execFile(file, all, { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      clearTimeout(patience);
      resolve({ code: hung ? 'hung' : error === null ? 0 : error.signal ?? error.code, stdout, stderr, seconds: (performance.now() - began) / 1000 });
    });
    let hung = false;
    const patience = setTimeout(() => { hung = true; child.kill('SIGKILL'); }, limitSeconds * 1000);
  });
}

export const trichoscore = (args, options) => run([main, ...args], options);

/** A small photograph of simulated hair, JPEG bytes. */
export async function phantom(seed = 41, request = {}) {
  const { photographPhantom } = await import(join(root, 'dist', 'phantom', 'index.js')), { encodeJpeg } = await import(join(root, 'dist', 'image-io', 'encode-image.js'));
  const { image } = photographPhantom({ seed, densityPerCm2: 120, micrometresPerPixel: 5, widthMm: 2, heightMm: 2, style: 'immersion', hairColour: 'black', skinTone: 2, vellusShare: 0, ...request });
  return Buffer.from(await encodeJpeg(image, 92));
}

/** Does something in a folder of its own, which is removed afterwards. */
export async function inNewFolder(act) {
  const folder = await mkdtemp(join(tmpdir(), 'fault-'));
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All files below a folder with their contents. */
export function readTree(folder) {
  return Object.fromEntries(readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort().filter((name) => statSync(join(folder, name)).isFile()).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
}

/** What no message may hold: a stack, a folder of this machine, the text of a library. */
export function privateParts(text, folders = []) {
  const found = [/\n\s+at \S.*[:(]\d+/, /node_modules|node:internal/, /(?<![\w./])\/(tmp|home|root|var|Users|work|usr)\//, /\b(Vips|libvips|SQLITE_|ENOENT|ERR_[A-Z]|TypeError|RangeError|ReferenceError)\b/].map((pattern) => pattern.exec(text)?.[0].trim()).filter(Boolean);
  return [...found, ...[root, ...folders].filter((folder) => text.includes(folder))];
}

let failures = 0;

/** Prints one line; a problem makes the whole script end with 1. */
export function tell(what, problems) {
  if (problems.length > 0) {
    failures++;
    process.exitCode = 1;
  }
  console.log(`${problems.length === 0 ? 'fine' : 'WRONG'}  ${what}${problems.map((problem) => `\n       ${problem}`).join('')}`);
}

export const countFailures = () => failures;
