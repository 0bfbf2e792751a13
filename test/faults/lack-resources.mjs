// Disk full, read-only disk, out of descriptors, model swapped or damaged: node test/faults/lack-resources.mjs. Needs a build; the disks need Linux and
// the right to mount (it says so where there is none).
import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inNewFolder, phantom, privateParts, readTree, root, run, tell, trichoscore } from './rig.mjs';
import { serve } from './serve.mjs';

const refused = ({ code, stdout, stderr }, expected, folder) => [
  ...code === 0 || code === 'hung' ? [`ended with ${code}`] : [], ...expected.test(stderr) ? [] : [`said ${JSON.stringify(stderr)}`], ...privateParts(stderr + stdout, [folder]).map((part) => `told ${part}`),
];

await inNewFolder(async (folder) => {
  await writeFile(join(folder, 'a.jpg'), await phantom(1));
  await writeFile(join(folder, 'manifest.csv'), 'subject,arm,target_area,visit,date,photo,um_per_px,kind\nS1,a,vertex,v1,2026-01-01,a.jpg,5,closeup\n');
  const measure = ['measure', 'a.jpg', '--um-per-px', '5', '--kind', 'closeup'], batch = ['batch', 'manifest.csv', '--out'];
  await swapModels(folder, measure, batch);
  await lackDescriptors(folder, measure);
  await fillDisks(folder, measure, batch);
});

async function swapModels(folder, measure, batch) {
  const copy = join(folder, 'installed'), models = join(copy, 'models'), program = join(copy, 'dist', 'cli', 'main.js');
  await mkdir(copy);
  await cp(join(root, 'dist'), join(copy, 'dist'), { recursive: true, dereference: true });
  await cp(join(root, 'package.json'), join(copy, 'package.json'));
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  const faults = {
    'a bit of the network is flipped': async () => { const bytes = await readFile(join(models, 'closeup.onnx')); bytes[bytes.length >> 1] ^= 4; await writeFile(join(models, 'closeup.onnx'), bytes); },
    'the network is cut short': async () => writeFile(join(models, 'closeup.onnx'), (await readFile(join(models, 'closeup.onnx'))).subarray(0, 5000)),
    'another network lies in its place': () => copyFile(join(models, 'global.onnx'), join(models, 'closeup.onnx')),
    'the network is gone': () => rm(join(models, 'closeup.onnx')),
    'its description is noise': () => writeFile(join(models, 'closeup.json'), '{"name":'),
    'its description names a file elsewhere': async () => writeFile(join(models, 'closeup.json'), (await readFile(join(models, 'closeup.json'), 'utf8')).replace('closeup.onnx', '../../a.jpg')),
  };
  for (const [name, spoil] of Object.entries(faults)) {
    await rm(models, { recursive: true, force: true });
    await cp(join(root, 'models'), models, { recursive: true, dereference: true });
    await spoil();
    for (const args of [measure, [...batch, 'out'], ['serve', '--port', '0', '--data', 'data']]) {
      const result = await run([program, ...args], { cwd: folder });
      tell(`${name}: ${args[0]}`, [...refused(result, /error model\.(mismatch|missing): /, folder), ...result.stdout === '' ? [] : ['gave results']]);
    }
  }
  await rm(copy, { recursive: true });
}

async function lackDescriptors(folder, measure) {
  const whole = await trichoscore([...measure, '--json'], { cwd: folder });
  for (const most of [64, 40, 32, 28, 26, 24, 22, 20]) {
    const result = await trichoscore([...measure, '--json'], { cwd: folder, shell: `ulimit -n ${most};` });
    // Below some number Node itself does not start; that is not ours to word.
    const isNode = /node::|node:internal\/(modules|fs|process|bootstrap)|libuv|Assertion/.test(result.stderr) && !result.stderr.includes('error ');
    tell(`${most} descriptors: exit code ${result.code}${isNode ? ', Node does not start' : ''}`, result.code === 0 ? (result.stdout === whole.stdout ? [] : ['other results']) : isNode ? [] : refused(result, /error [\w.]+: /, folder));
  }
}

async function fillDisks(folder, measure, batch) {
  const disk = join(folder, 'disk');
  await mkdir(disk);
  const mount = (...options) => execFileSync('mount', options, { stdio: 'ignore' }), unmount = () => execFileSync('umount', ['-l', disk]);
  try {
    mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk);
  } catch {
    console.log('skipped: disks cannot be mounted here');
    return;
  }
  try {
    await writeFile(join(disk, 'report.html'), 'the older report');
    const full = /error (output\.unwritable|storage\.full): \S/;
    tell('disk full: measure --overlay', refused(await trichoscore([...measure, '--overlay', 'disk/o'], { cwd: folder }), full, folder));
    tell('disk full: score --report', [...refused(await trichoscore(['score', 'a.jpg', 'a.jpg', ...measure.slice(2), '--report', 'disk/report.html'], { cwd: folder }), full, folder), ...String(await readFile(join(disk, 'report.html'))) === 'the older report' ? [] : ['the older report was touched']]);
    tell('disk full: batch', refused(await trichoscore([...batch, 'disk/b'], { cwd: folder }), full, folder));
    tell('disk full: nothing half-written is left', Object.keys(readTree(disk)).filter((name) => name.includes('.partial')).map((name) => `left ${name}`));
    unmount();
    mount('-t', 'tmpfs', '-o', 'ro', 'tmpfs', disk);
    tell('read-only disk: measure --overlay', refused(await trichoscore([...measure, '--overlay', 'disk'], { cwd: folder }), /error output\.unwritable: /, folder));
    tell('read-only disk: score --report', refused(await trichoscore(['score', 'a.jpg', 'a.jpg', ...measure.slice(2), '--report', 'disk/report.html'], { cwd: folder }), /error output\.unwritable: /, folder));
    tell('read-only disk: batch', refused(await trichoscore([...batch, 'disk'], { cwd: folder }), /error output\.unwritable: /, folder));
    tell('read-only disk: serve', refused(await trichoscore(['serve', '--port', '0', '--data', 'disk/data'], { cwd: folder }), /error output\.unwritable: /, folder));
    unmount();
    mount('-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk);
    await fillDataFolder(folder, disk);
  } finally {
    unmount();
  }
}

async function fillDataFolder(folder, disk) {
  const photograph = await readFile(join(folder, 'a.jpg')), problems = [];
  const server = await serve(join(disk, 'data'));
  try {
    const first = await server.upload('first.jpg', photograph), ballast = join(disk, 'ballast');
    if (first.status !== 201) problems.push(`the first upload was answered ${first.status}`);
    for (let size = 6 << 20; size >= 512; size >>= 1) await writeFile(ballast, Buffer.alloc(size), { flag: 'a' }).catch(() => undefined);
    const second = await server.upload('second.jpg', Buffer.concat([photograph, Buffer.alloc(1 << 20)]));
    if (second.status !== 507) problems.push(`an upload on the full disk was answered ${second.status}: ${second.text}`);
    problems.push(...privateParts(second.text, [folder]).map((part) => `told ${part}`));
    const picture = await fetch(new URL(`/api/v1/photographs/${JSON.parse(first.text).id}/picture`, server.address));
    if (picture.status !== 200) problems.push(`what is stored was answered ${picture.status}`);
    await rm(ballast);
    const third = await server.upload('third.jpg', Buffer.concat([photograph, Buffer.from('x')]));
    if (third.status !== 201) problems.push(`with room again an upload was answered ${third.status}: ${third.text}`);
  } finally {
    const code = await server.stop();
    if (code !== 0) problems.push(`the application ended with ${code}`);
  }
  const checked = await trichoscore(['verify', '--data', join(disk, 'data')]);
  if (checked.code !== 0) problems.push(checked.stdout + checked.stderr);
  tell('disk full: the application answers 507, still reads, and goes on with room again', problems);
}
