import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHairTruth } from '../../src/evaluation/read-hair-truth.js';
import { expectRefusal, runCommand } from './run-command.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'phantom-'));
  const { code, stderr } = await runCommand(['phantom', '--out', 'set', '--count', '2', '--seed', '41', '--density', '120', '--width-mm', '3', '--height-mm', '3', '--hair-colour', 'black', '--skin-tone', '2'], { cwd: folder });
  expect(code, stderr).toBe(0);
});
afterAll(async () => { await rm(folder, { recursive: true }); });

const run = (...args: string[]) => runCommand(args, { cwd: folder });

describe('simulated scalps from the command line', () => {
  it('come as photographs, masks, tables and one truth each', async () => {
    expect((await readdir(join(folder, 'set'), { recursive: true })).sort()).toEqual([
      'hairs.csv', 'masks', 'masks/phantom-0041.mask.png', 'masks/phantom-0042.mask.png', 'photos', 'photos.csv',
      'photos/phantom-0041.jpg', 'photos/phantom-0042.jpg', 'truth', 'truth/phantom-0041.json', 'truth/phantom-0042.json',
    ]);
    const photos = await readHairTruth(join(folder, 'set'));
    for (const { name, hairs, micrometresPerPixel } of photos) {
      const truth = JSON.parse(await readFile(join(folder, 'set', 'truth', name.replace('.jpg', '.json')), 'utf8'));
      expect(truth).toMatchObject({ photo: name, width: 600, height: 600, micrometresPerPixel, hairCount: hairs.length });
      expect(truth.hairs.filter((hair: { counts: boolean }) => hair.counts)).toHaveLength(hairs.length);
      expect(hairs.every(({ root }) => root.row >= -0.5 && root.row < 599.5 && root.column >= -0.5 && root.column < 599.5)).toBe(true);
    }
  });

  it('are the same bytes for the same seed and others for another', async () => {
    const options = ['--width-mm', '1', '--height-mm', '1'];
    for (const [out, seed] of [['one', '7'], ['two', '7'], ['three', '8']]) await run('phantom', '--out', out, '--seed', seed, ...options);
    const bytes = async (out: string, seed: string) => (await readFile(join(folder, out, 'photos', `phantom-000${seed}.jpg`))).toString('base64');
    expect(await bytes('two', '7')).toBe(await bytes('one', '7'));
    expect(await bytes('three', '8')).not.toBe(await bytes('one', '7'));
  });

  it('come as pairs in which the hairs lost, gained and kept are known', async () => {
    const { code } = await run('phantom', '--out', 'pair', '--pair', '-40', '--density', '200', '--width-mm', '2', '--height-mm', '2', '--seed', '3');
    expect(code).toBe(0);
    const pair = JSON.parse(await readFile(join(folder, 'pair', 'truth', 'phantom-0003-pair.json'), 'utf8'));
    expect(pair).toMatchObject({ baseline: 'phantom-0003-baseline.jpg', followUp: 'phantom-0003-follow-up.jpg', changePercent: -40, gained: [] });
    expect(pair.lost.length).toBeGreaterThan(0);
    expect(pair.hairCount.followUp).toBeLessThan(pair.hairCount.baseline);
    expect(pair.lost.length + pair.keptInBoth.length).toBeLessThanOrEqual(pair.hairCount.baseline);
    expect((await readHairTruth(join(folder, 'pair'))).map((photo) => photo.name)).toEqual([pair.baseline, pair.followUp]);
    // At the scale of default, diameters can be measured on both.
    expect(pair.micrometresPerPixel.baseline).toBe(5);
    expect(pair.micrometresPerPixel.followUp).toBeLessThanOrEqual(5);
  });

  it('never overwrite truth that a person made', async () => {
    await mkdir(join(folder, 'mine'));
    await writeFile(join(folder, 'mine', 'photos.csv'), 'photo,um_per_px,valid_rows\nd001.jpg,2.762,\n');
    const result = await run('phantom', '--out', 'mine', '--width-mm', '1', '--height-mm', '1');
    expect(result.code).toBe(2);
    expectRefusal(result, 'usage.invalid');
    expect(await readdir(join(folder, 'mine'))).toEqual(['photos.csv']);
  });

  it.each([
    ['--density', '-1'], ['--density', '401'], ['--count', '0'], ['--count', '1.5'], ['--seed', 'x'], ['--pair', '-91'], ['--um-per-px', '0.5'],
    ['--style', 'wet'], ['--hair-colour', 'green'], ['--skin-tone', '7'], ['--width-mm', '0.01'],
  ])('are refused with %s %s', async (flag, value) => {
    const result = await run('phantom', '--out', 'refused', flag, value);
    expect(result.code).toBe(2);
    expectRefusal(result, 'usage.invalid');
    expect(await readdir(folder)).not.toContain('refused');
  });
});

describe('evaluating measurements against truth', () => {
  it('compares counts, roots and diameters of a folder of phantoms', async () => {
    const { code, stdout } = await run('evaluate', 'set', '--json');
    expect(code).toBe(0);
    const { form, summary, photos, failed } = JSON.parse(stdout);
    const truth = await readHairTruth(join(folder, 'set'));
    expect(form).toBe('hairs');
    expect(failed).toEqual([]);
    expect(summary).toMatchObject({ photos: 2, truthHairs: truth[0].hairs.length + truth[1].hairs.length });
    expect(summary.roots.f1).toBeGreaterThan(0.6);
    expect(summary.terminalDiameter.hairs).toBeGreaterThan(0);
    expect(photos.map((photo: { photo: string }) => photo.photo)).toEqual(['phantom-0041.jpg', 'phantom-0042.jpg']);
  });

  it('prints for people what the JSON holds', async () => {
    const { code, stdout } = await run('evaluate', 'set');
    expect(code).toBe(0);
    for (const line of ['mean absolute count error', 'bias', 'correlation r', 'ICC(2,1)', 'lower limit of agreement', 'roots within 0.11 mm: F1', 'terminal diameter: median error']) {
      expect(stdout).toContain(line);
    }
  });

  it('compares hair masks made by hand', async () => {
    await mkdir(join(folder, 'masked'));
    for (const name of ['phantom-0041', 'phantom-0042']) {
      await copyFile(join(folder, 'set', 'photos', `${name}.jpg`), join(folder, 'masked', `${name}.jpg`));
      await copyFile(join(folder, 'set', 'masks', `${name}.mask.png`), join(folder, 'masked', `${name}.mask.png`));
    }
    const { code, stdout } = await run('evaluate', 'masked', '--json');
    expect(code).toBe(0);
    const { form, summary } = JSON.parse(stdout);
    expect(form).toBe('masks');
    expect(summary.photos).toBe(2);
    expect(summary.dice.pooled).toBeGreaterThan(0.6);
    expect(summary.centreLine.f1.pooled).toBeGreaterThan(0.7);
    await rm(join(folder, 'masked', 'phantom-0042.jpg'));
    await rm(join(folder, 'masked', 'phantom-0042.mask.png'));
    expect((await run('evaluate', 'masked')).stdout).toContain('Dice, all pixels');
  });

  it('goes on when a photograph is missing, and says so', async () => {
    await mkdir(join(folder, 'part', 'photos'), { recursive: true });
    for (const table of ['photos.csv', 'hairs.csv']) await copyFile(join(folder, 'set', table), join(folder, 'part', table));
    await copyFile(join(folder, 'set', 'photos', 'phantom-0041.jpg'), join(folder, 'part', 'photos', 'phantom-0041.jpg'));
    const result = await run('evaluate', 'part', '--json');
    expect(result.code).toBe(3);
    expect(JSON.parse(result.stdout)).toMatchObject({ summary: { photos: 1 }, failed: [{ photo: { name: 'phantom-0042.jpg' }, error: { code: 'photo.missing' } }] });
    expectRefusal(result, 'photo.missing');
  });

  it('refuses truth that it cannot use: none, a table of heads without heads, a mask that is no picture', async () => {
    await mkdir(join(folder, 'heads'));
    await writeFile(join(folder, 'heads', 'heads.csv'), 'photo\n');
    await mkdir(join(folder, 'broken'));
    await copyFile(join(folder, 'set', 'photos', 'phantom-0041.jpg'), join(folder, 'broken', 'a.jpg'));
    await writeFile(join(folder, 'broken', 'a.mask.png'), 'no picture');
    for (const place of ['nowhere', 'set/photos', 'heads', 'broken']) {
      const result = await run('evaluate', place);
      expect(result.code, place).toBe(1);
      expectRefusal(result, 'truth.invalid');
    }
  });
});
