import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timepointResultSchema, type TimepointResult } from '../../src/domain/result.js';
import { readPhotograph } from '../../src/image-io/read-photograph.js';
import { phantomJpeg } from './pictures.js';
import { expectNothingPrivate, runCommand, type CommandResult } from './run-command.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'measure-'));
  await mkdir(join(folder, 'other'));
  await writeFile(join(folder, 'a.jpg'), await phantomJpeg());
  await writeFile(join(folder, 'other', 'a.jpg'), await phantomJpeg({ seed: 42, widthMm: 2.5 }));
});
afterAll(async () => { await rm(folder, { recursive: true }); });

const runs = new Map<string, Promise<CommandResult>>();

/** The same command is run once, however many tests look at what it said and wrote. */
function measure(args: readonly string[], env: Record<string, string> = {}): Promise<CommandResult> {
  const known = runs.get(args.join(' ')) ?? runCommand(['measure', ...args], { cwd: folder, env });
  runs.set(args.join(' '), known);
  return known;
}

async function measureJson(...args: string[]): Promise<TimepointResult[]> {
  const { code, stdout, stderr } = await measure([...args, '--json']);
  expect(code, stderr).toBe(0);
  return (JSON.parse(stdout) as unknown[]).map((row) => timepointResultSchema.parse(row));
}

const ofField = () => measureJson('a.jpg', '--field-width-mm', '3', '--kind', 'closeup');
const ofTwoScales = () => measureJson('a.jpg', 'other/a.jpg', '--um-per-px', '5,4.5', '--kind', 'auto');
const ofHalf = () => measureJson('a.jpg', '--um-per-px', '5', '--area', 'rectangle:0,0,300,600', '--terminal-um', '30');
const draw = () => measure(['a.jpg', 'other/a.jpg', '--um-per-px', '5', '--maps', 'maps', '--overlay', 'deep/overlays', '--json'], { UV_THREADPOOL_SIZE: '2' });

describe('measuring clipped hair from the command line', () => {
  it('gives a valid result whose count is that of the counted hairs', async () => {
    const [{ photo, calibration, measurements, hairs }] = await measureJson('a.jpg', '--um-per-px', '5');
    expect(photo).toMatchObject({ name: 'a.jpg', width: 600, height: 600 });
    expect(calibration).toMatchObject({ micrometresPerPixel: 5, method: 'given' });
    expect(measurements.hairCount).toBeGreaterThan(0);
    expect(measurements.hairCount).toBe(hairs.filter((hair) => hair.counted).length);
  });

  it('knows the scale from the width of the field', async () => {
    const [{ calibration }] = await ofField();
    expect(calibration).toMatchObject({ micrometresPerPixel: 5, method: 'fieldWidth' });
  });

  it('gives each photograph its own scale', async () => {
    const rows = await ofTwoScales();
    expect(rows.map((row) => row.calibration?.micrometresPerPixel)).toEqual([5, 4.5]);
  });

  it('counts in the target area only', async () => {
    const [whole] = await measureJson('a.jpg', '--um-per-px', '5');
    const [part] = await ofHalf();
    expect(part.targetArea.shape).toBe('rectangle');
    expect(part.targetArea.areaCm2! / whole.targetArea.areaCm2!).toBeCloseTo(0.5, 1);
    expect(part.hairs.filter((hair) => hair.counted).every((hair) => hair.root.column < 300)).toBe(true);
  });

  it('tells terminal from vellus hair at the limit asked for', async () => {
    const [result] = await ofHalf();
    expect(result.method.options.terminalThresholdUm).toBe(30);
  });

  it('gives the same bytes three times, whatever the number of threads', async () => {
    const args = ['measure', 'a.jpg', 'other/a.jpg', '--um-per-px', '5', '--json'];
    const outputs = await Promise.all([draw(), ...['1', '8'].map((threads) => runCommand(args, { cwd: folder, env: { UV_THREADPOOL_SIZE: threads } }))]);
    expect(new Set(outputs.map((output) => output.stdout)).size).toBe(1);
    expect(outputs[0]!.code).toBe(0);
  });

  it('keeps results on stdout and messages on stderr, in plain lines when nobody watches', async () => {
    const { stdout, stderr } = await runCommand(['measure', 'a.jpg', 'other/a.jpg', '--um-per-px', '5', '--jsonl'], { cwd: folder });
    expect(stdout.trimEnd().split('\n').map((line) => JSON.parse(line).photo.name)).toEqual(['a.jpg', 'a.jpg']);
    expect(stderr).toMatch(/^1\/2 a\.jpg: .+\n2\/2 a\.jpg: .+\n$/);
    expectNothingPrivate(stdout + stderr);
  });
});

describe('what a person reads of one photograph', () => {
  it('has units, the limit for terminal hair and the counting rule, in ASCII when it goes to a file', async () => {
    const { code, stdout } = await runCommand(['measure', 'a.jpg', '--um-per-px', '5'], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^a\.jpg\n600 x 600 pixels, 5 um per pixel/);
    expect(stdout).toMatch(/Hair density +[\d,]+ +per cm2/);
    expect(stdout).toContain('Terminal hair is thicker than 40 um. Counting rule: ');
    // eslint-disable-next-line no-control-regex
    expect(stdout).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it('says of each missing figure why it is missing', async () => {
    const { stdout } = await runCommand(['measure', 'a.jpg'], { cwd: folder });
    const reason = /Hair density +- +not given \[(\d+)\]/.exec(stdout);
    expect(stdout).toMatch(new RegExp(`^\\[${reason?.[1]}\\] The scale`, 'm'));
  });

  it('is one line for each of several photographs', async () => {
    const { stdout } = await runCommand(['measure', 'a.jpg', 'other/a.jpg', '--um-per-px', '5'], { cwd: folder });
    expect(stdout).toMatch(/^Photograph +terminal\/cm2 +hairs\/cm2 +hairs +mean um +coverage +quality\na\.jpg .+\na\.jpg .+\n/);
  });
});

describe('pictures made of a photograph', () => {
  it('have its size and its name, and photographs of one name do not overwrite each other', async () => {
    await draw();
    expect((await readdir(join(folder, 'maps'))).sort()).toEqual(['a-2.png', 'a.png']);
    expect((await readdir(join(folder, 'deep', 'overlays'))).sort()).toEqual(['a-2.overlay.png', 'a.overlay.png']);
    for (const [name, width] of [['maps/a.png', 600], ['maps/a-2.png', 500], ['deep/overlays/a.overlay.png', 600]] as const) {
      expect(await readPhotograph(join(folder, name))).toMatchObject({ width, height: 600, format: 'png' });
    }
  });

  it('show hair light and skin dark on the map', async () => {
    const [{ hairs }] = JSON.parse((await draw()).stdout) as TimepointResult[];
    const { image } = await readPhotograph(join(folder, 'maps', 'a.png'));
    const grey = ({ row, column }: { row: number; column: number }): number => image.data[3 * (Math.round(row) * image.width + Math.round(column))];
    const middles = hairs.filter((hair) => hair.counted).map(({ path }) => path[path.length >> 1]);
    const onHair = middles.map(grey).sort((a, b) => a - b)[middles.length >> 1];
    let sum = 0;
    for (let at = 0; at < image.data.length; at += 3) sum += image.data[at];
    expect(onHair).toBeGreaterThan(128);
    expect(sum / (image.data.length / 3)).toBeLessThan(90);
  });

  it('carry nothing but the picture', async () => {
    await draw();
    const png = await readFile(join(folder, 'deep', 'overlays', 'a.overlay.png'));
    const chunks: string[] = [];
    for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) chunks.push(png.toString('latin1', at + 4, at + 8));
    expect([...new Set(chunks)].filter((chunk) => !['IHDR', 'PLTE', 'IDAT', 'IEND', 'sRGB', 'pHYs', 'tRNS'].includes(chunk))).toEqual([]);
  });
});

describe('the kind of a photograph', () => {
  it('is refused when it does not exist', async () => {
    for (const kind of ['head', 'Global']) {
      const { code, stderr } = await runCommand(['measure', 'a.jpg', '--kind', kind], { cwd: folder });
      expect(code).toBe(2);
      expect(stderr).toContain('error usage.invalid: ');
    }
  });

  it('does not stand in the way of a close-up', async () => {
    expect([...await ofField(), ...await ofTwoScales()].map(({ kind }) => kind)).toEqual(['closeup', 'closeup', 'closeup']);
  });
});
