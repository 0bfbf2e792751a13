import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeGreyPng, encodePng } from '../../src/image-io/encode-image.js';
import { paintHead } from '../support/paint-head.js';
import { expectRefusal, runCommand } from './run-command.js';

const side = 200, shares = { bald: 0, half: 0.5, full: 1 };
let folder: string;

/** The oval of paintHead, and the part of it under hair. */
function drawTruth(hairShare: number): { region: Float32Array; hair: Float32Array } {
  const region = new Float32Array(side * side), hair = new Float32Array(side * side), radius = 0.42 * side;
  for (let y = 0, at = 0; y < side; y++) {
    for (let x = 0; x < side; x++, at++) {
      const across = (x - side / 2) / radius, down = (y - side / 2) / (radius * 1.1);
      if (Math.hypot(across, down) >= 1) continue;
      region[at] = 1;
      if ((down + 1) / 2 > 1 - hairShare) hair[at] = 1;
    }
  }
  return { region, hair };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heads-'));
  for (const place of ['heads', 'portraits']) await mkdir(join(folder, place));
  const rows = ['id,subject,view,norwood,hair_colour'];
  for (const [name, hairShare] of Object.entries(shares)) {
    const { region, hair } = drawTruth(hairShare);
    const photo = await encodePng(paintHead({ width: side, height: side, hairShare })), size = { width: side, height: side };
    await writeFile(join(folder, 'heads', `${name}.png`), photo);
    await writeFile(join(folder, 'heads', `${name}.scalp.png`), await encodeGreyPng({ ...size, data: region }));
    await writeFile(join(folder, 'heads', `${name}.hair.png`), await encodeGreyPng({ ...size, data: hair }));
    await writeFile(join(folder, 'portraits', `${name}.png`), photo);
    await writeFile(join(folder, 'portraits', `${name}.mask.png`), await encodeGreyPng({ ...size, data: hair }));
    rows.push(`${name},subject-${name},top-down,${7 - 5 * hairShare},black`);
  }
  await writeFile(join(folder, 'heads', 'heads.csv'), rows.join('\n'));
  await writeFile(join(folder, 'held-out.txt'), '# one person\nsubject-half\n');
});
afterAll(async () => { await rm(folder, { recursive: true }); });

const run = (...args: string[]) => runCommand(['evaluate', ...args], { cwd: folder });

describe('evaluating photographs of heads', () => {
  it('compares coverage, region and hair, and finds more hair where more was drawn', async () => {
    const { code, stdout, stderr } = await run('heads', '--json');
    expect(code, stderr).toBe(0);
    const { form, summary, photos } = JSON.parse(stdout);
    expect(form).toBe('heads');
    expect(summary).toMatchObject({ photos: 3, groups: { view: { 'top-down': { photos: 3 } }, hair_colour: { black: { photos: 3 } } } });
    const inside = Object.fromEntries(photos.map((photo: { photo: string; coverageInTrueRegion: number }) => [photo.photo, photo.coverageInTrueRegion]));
    expect(inside['half']).toBeGreaterThan(inside['bald'] + 0.15);
    expect(inside['full']).toBeGreaterThan(inside['half'] + 0.15);
  });

  it('leaves out people who are not listed, as those whom the network was trained on', async () => {
    const { stdout } = await run('heads', '--json', '--only-subjects', 'held-out.txt');
    expect(JSON.parse(stdout).photos.map((photo: { photo: string }) => photo.photo)).toEqual(['half']);
    expect((await run('heads', '--only-subjects', 'held-out.txt')).stdout).toContain('mean absolute coverage error');
    const missing = await run('heads', '--only-subjects', 'nowhere.txt');
    expect(missing.code).toBe(1);
    expectRefusal(missing, 'truth.invalid');
  });

  it('does not drop the list of people, or the kind, where the folder holds nothing that they could be for', async () => {
    const unheard = await run('portraits', '--only-subjects', 'held-out.txt');
    expectRefusal(unheard, 'usage.invalid');
    expect(unheard.stderr).toContain('--only-subjects is for heads with heads.csv');
    expectRefusal(await run('heads', '--kind', 'closeup'), 'usage.invalid');
  });

  it('takes masks that outline a head of hair for portraits', async () => {
    const { stdout } = await run('portraits', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ form: 'portraits', summary: { photos: 3 } });
  });
});
