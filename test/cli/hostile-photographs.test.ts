import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failedPhotoSchema, timepointResultSchema } from '../../src/domain/result.js';
import { phantomJpeg, writeHostilePictures } from './pictures.js';
import { type CommandResult, commandEntry, expectNothingPrivate, expectRefusal, runCommand } from './run-command.js';

let folder: string;
let refused: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  const good = await phantomJpeg({ widthMm: 2, heightMm: 2, densityPerCm2: 200 });
  await writeFile(join(folder, 'good.jpg'), good);
  refused = await writeHostilePictures(folder, good);
});
afterAll(async () => { await rm(folder, { recursive: true }); });

describe('files that are no photograph of hair', () => {
  it('are each refused with their code, a sentence and a hint, and nothing is measured', async () => {
    const names = Object.keys(refused);
    const result = await runCommand(['measure', ...names.map((name) => join(folder, name)), '--um-per-px', '5', '--json']);
    expect(result.code).toBe(1);
    const rows = (JSON.parse(result.stdout) as unknown[]).map((row) => failedPhotoSchema.parse(row));
    expect(Object.fromEntries(rows.map((row) => [row.photo.name, row.error.code]))).toEqual(refused);
    for (const { error } of rows) {
      expect(error.message).toMatch(/\w.{8,}/);
      expect(error.hint).toMatch(/\w.{8,}/);
    }
    for (const code of new Set(Object.values(refused))) expectRefusal(result, code);
  });

  it('are refused one by one in the same way, also without --json', async () => {
    const result = await runCommand(['measure', join(folder, 'half.jpg')]);
    expect(result.code).toBe(1);
    expect(result.stdout).toBe('');
    expectRefusal(result, 'photo.damaged');
    expect(result.stderr).toContain('half.jpg: error photo.damaged');
  });

  it('do not stop the good photographs among them, in their order', async () => {
    const names = ['letter.jpg', 'good.jpg', 'missing.jpg', 'good.jpg'];
    const result = await runCommand(['measure', ...names.map((name) => join(folder, name)), '--um-per-px', '5', '--jsonl']);
    expect(result.code).toBe(3);
    const rows = result.stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
    expect(rows.map((row) => row.photo.name)).toEqual(names);
    expect(rows.map((row) => ('error' in row ? failedPhotoSchema.parse(row).error.code : timepointResultSchema.parse(row).kind)))
      .toEqual(['photo.format', 'closeup', 'photo.missing', 'closeup']);
    expect(rows[1]).toEqual(rows[3]);
    expectNothingPrivate(result.stdout + result.stderr);
  });

  it('are not taken for measured when they are black or told to be what they are not, in a name that begins with a dash too', async () => {
    await writeFile(join(folder, 'black.png'), await sharp({ create: { width: 600, height: 600, channels: 3, background: '#000' } }).png().toBuffer());
    const unfit = await runCommand(['measure', 'black.png', '--um-per-px', '5', '--kind', 'closeup', '--json'], { cwd: folder });
    expect(unfit.code).toBe(1);
    expect(unfit.stderr).toContain('black.png: not fit to be measured, photo.unusable');
    expect(timepointResultSchema.parse(JSON.parse(unfit.stdout)[0]).measurements.hairCount).toBeNull();
    expect((await runCommand(['measure', 'black.png', 'good.jpg', '--um-per-px', '5', '--kind', 'closeup'], { cwd: folder })).code).toBe(3);
    await copyFile(join(folder, 'good.jpg'), join(folder, '-good.jpg'));
    const dash = await runCommand(['measure', '-good.jpg'], { cwd: folder });
    expect(dash.code).toBe(2);
    expect(dash.stderr).toContain('./');
  });

  it('cost themselves alone when they bring the decoder down, each time they are tried', async () => {
    const fatal = join(folder, 'fatal.mjs'), tries = join(folder, 'tries'), course = join(folder, 'course');
    // The real decoders cannot be made to crash on purpose: the process that reads photographs dies when it opens this one.
    await writeFile(fatal, `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
      const { open } = fs.promises, note = (text) => fs.appendFileSync(${JSON.stringify(course)}, text + '\\n');
      if (process.send) process.on('message', ({ task }) => note(task));
      fs.promises.open = (path, ...more) => {
        if (String(path).endsWith('good.jpg')) note('reads good.jpg');
        if (!String(path).endsWith('crash.jpg')) return open(path, ...more);
        fs.appendFileSync(${JSON.stringify(tries)}, 'x');
        process.kill(process.pid, 'SIGSEGV');
        return new Promise(() => undefined);
      };
      syncBuiltinESMExports();`);
    await writeFile(join(folder, 'crash.jpg'), await readFile(join(folder, 'good.jpg')));
    const env = { NODE_OPTIONS: `--import ${pathToFileURL(fatal).href}` }, [good, crash] = ['good.jpg', 'crash.jpg'].map((name) => join(folder, name));
    const measured = await runCommand(['measure', good!, crash!, good!, '--um-per-px', '5', '--kind', 'closeup', '--jsonl'], { env });
    expect(measured.code).toBe(3);
    const rows = measured.stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
    expect(rows.map((row) => ('error' in row ? failedPhotoSchema.parse(row).error.code : timepointResultSchema.parse(row).kind))).toEqual(['closeup', 'photo.crashed', 'closeup']);
    expect(rows[2]).toEqual(rows[0]);
    expect(await readFile(tries, 'utf8')).toBe('xxx');
    expectNothingPrivate(measured.stdout + measured.stderr);
    await rm(course);
    const scored = await runCommand(['score', good!, good!, crash!, '--um-per-px', '5', '--kind', 'closeup', '--json'], { env });
    expect(scored.code).toBe(3);
    expect(JSON.parse(scored.stdout)).toMatchObject({ followUps: [{ change: { percent: 0 } }], failed: [{ photo: { name: 'crash.jpg' }, error: { code: 'photo.crashed' } }] });
    // What the process took along is read again one by one, not within the comparison.
    expect((await readFile(course, 'utf8')).trimEnd().split('\n').slice(-5)).toEqual(['recall', 'reads good.jpg', 'recall', 'reads good.jpg', 'compare']);
  });

  it('appear in the table for people as not measured, with the code', async () => {
    const result = await runCommand(['measure', join(folder, 'good.jpg'), join(folder, 'empty.jpg'), '--um-per-px', '5']);
    expect(result.code).toBe(3);
    expect(result.stdout).toMatch(/^empty\.jpg .*not measured: photo\.empty$/m);
    expect(result.stdout).toMatch(/^good\.jpg /m);
  });

  it('leave a score without its visit, and without the baseline no score', async () => {
    const [good, half, letter] = ['good.jpg', 'half.jpg', 'letter.jpg'].map((name) => join(folder, name));
    const some = await runCommand(['score', good, half, good, '--um-per-px', '5', '--json']);
    expect(some.code).toBe(3);
    expect(JSON.parse(some.stdout)).toMatchObject({ followUps: [{}], failed: [{ photo: { name: 'half.jpg' }, error: { code: 'photo.damaged' } }] });
    const none = await runCommand(['score', half, good, '--um-per-px', '5', '--json']);
    expect(none.code).toBe(1);
    expect(JSON.parse(none.stdout)).toMatchObject({ baseline: null, followUps: [], failed: [{ photo: { name: 'half.jpg' } }] });
    expectRefusal(none, 'photo.damaged');
    const noFollowUp = await runCommand(['score', good, letter, half, '--um-per-px', '5']);
    expect(noFollowUp.code).toBe(1);
    expect(noFollowUp.stdout).toBe('');
    expectRefusal(noFollowUp, 'photo.format');
  });
});

describe('a scale that cannot be', () => {
  it.each([
    ['--um-per-px', '-2.762'], ['--um-per-px', '0'], ['--um-per-px', 'NaN'], ['--um-per-px', 'Infinity'], ['--um-per-px', '2762'], ['--um-per-px', '2,762'],
    ['--field-width-mm', '-12'], ['--field-width-mm', '9999'], ['--scale-bar-mm', '0'], ['--ruler-mm', 'one'],
  ])('is wrong usage: %s %s', async (flag, value) => {
    const result = await runCommand(['measure', join(folder, 'good.jpg'), flag, value, '--json']);
    expect(result.code).toBe(2);
    expect(result.stdout).toBe('');
    expectRefusal(result, 'calibration.invalid');
  });

  it('is wrong usage too when only the photograph shows it: a field of 90 mm on 400 pixels', async () => {
    const result = await runCommand(['measure', join(folder, 'good.jpg'), '--field-width-mm', '90', '--json']);
    expect(result.code).toBe(2);
    expect(JSON.parse(result.stdout)).toMatchObject([{ photo: { name: 'good.jpg' }, error: { code: 'calibration.invalid' } }]);
    expectRefusal(result, 'calibration.invalid');
  });

  it('that is missing leaves every figure with a unit open, and says why', async () => {
    const { code, stdout } = await runCommand(['measure', join(folder, 'good.jpg'), '--json']);
    expect(code).toBe(0);
    const [row] = (JSON.parse(stdout) as unknown[]).map((object) => timepointResultSchema.parse(object));
    expect(row.calibration).toBeNull();
    expect(row.targetArea.areaCm2).toBeNull();
    for (const field of ['densityPerCm2', 'terminalDensityPerCm2', 'terminalCount', 'meanDiameterUm', 'cumulativeThicknessMmPerCm2', 'follicularUnitDensityPerCm2', 'shaftLengthMmPerCm2'] as const) {
      expect(row.measurements[field], field).toBeNull();
    }
    expect(row.issues.length).toBeGreaterThan(0);
    expect(row.hairs.every((hair) => hair.diameterUm === null && hair.lengthMm === null)).toBe(true);
  });
});

describe('a target area that cannot be', () => {
  it.each(['circle:1,2', 'square:0,0,5', 'rectangle:0,0,-5,10'])('is wrong usage: %s', async (area) => {
    const result = await runCommand(['measure', join(folder, 'good.jpg'), '--area', area]);
    expect(result.code).toBe(2);
    expectRefusal(result, 'area.invalid');
  });

  it('is wrong usage too when it leaves the photograph', async () => {
    const result = await runCommand(['measure', join(folder, 'good.jpg'), '--area', 'circle:200,200,4000', '--um-per-px', '5']);
    expect(result.code).toBe(2);
    expectRefusal(result, 'area.invalid');
  });
});

describe('places where no result can be written', () => {
  it.each([
    [['measure', 'good.jpg', '--maps', '/proc/none']],
    [['measure', 'good.jpg', '--overlay', 'good.jpg']],
    [['score', 'good.jpg', 'good.jpg', '--report', 'good.jpg/report.html']],
    [['phantom', '--out', 'good.jpg']],
    [['qualify', '--out', '/proc/none/table.txt']],
  ])('are refused before the first photograph: %j', async (args) => {
    const result = await runCommand(args, { cwd: folder });
    expect(result.code).toBe(1);
    expect(result.stdout).toBe('');
    expect(result.stderr).not.toContain('hair');
    expectRefusal(result, 'output.unwritable');
  });

  it.skipIf(process.platform !== 'linux')('a full disk ends the run with a message and not with 0', async () => {
    const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
      execFile('sh', ['-c', '"$0" "$1" measure "$2" --um-per-px 5 --json > /dev/full', process.execPath, commandEntry, join(folder, 'good.jpg')], (error, _, text) => resolve({ code: error?.code ?? 0, stderr: text }));
    });
    expect(code).toBe(1);
    expect(stderr).toContain('error output.unwritable: The results could not be written (ENOSPC).');
  });

  it.skipIf(process.platform === 'win32').each([['score', 'good.jpg', 'good.jpg', '--um-per-px', '5', '--json'], ['help', 'batch']])('a disk that fills in the midst of the results of %s on photographs ends the run with a message and not with 0', async (...args) => {
    // A file that may grow to one block of 512 bytes (1024 in some shells) is such a disk: what is written at once is cut short without an error.
    const { code, stderr } = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
      execFile('sh', ['-c', 'ulimit -f 1; "$@" > full.txt', 'sh', process.execPath, commandEntry, ...args], { cwd: folder }, (error, _, text) => resolve({ code: error?.code ?? 0, stderr: text }));
    });
    expect(stderr).toContain('error output.unwritable: The results could not be written (EFBIG).');
    expect(code).toBe(1);
    const { size } = await stat(join(folder, 'full.txt'));
    expect(size).toBeGreaterThan(0);
    expect(size).toBeLessThanOrEqual(1024);
  });

  it.skipIf(process.platform !== 'linux')('messages that nobody can read end no run before its results are out', async () => {
    const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
      execFile('sh', ['-c', '"$0" "$1" measure "$2" --um-per-px 5 --json 2> /dev/full', process.execPath, commandEntry, join(folder, 'good.jpg')], (error, text) => resolve({ code: error?.code ?? 0, stdout: text }));
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(1);
  });

  it.skipIf(process.platform !== 'linux')('a folder that was removed under the program is named, not called a fault that nobody knows', async () => {
    const gone = await mkdtemp(join(folder, 'gone-'));
    const result = await new Promise<CommandResult>((resolve) => {
      execFile('sh', ['-c', 'rmdir "$PWD"; "$0" "$1" measure a.jpg', process.execPath, commandEntry], { cwd: gone }, (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }));
    });
    expect(result.code).toBe(2);
    expectRefusal(result, 'usage.invalid');
  });

  it('the place of a photograph itself is refused, and the photograph stays as it was', async () => {
    await writeFile(join(folder, 'copy.png'), await readFile(join(folder, 'good.jpg')));
    const result = await runCommand(['measure', 'copy.png', '--maps', '.'], { cwd: folder });
    expect(result.code).toBe(2);
    expectRefusal(result, 'usage.invalid');
    expect(await readFile(join(folder, 'copy.png'))).toEqual(await readFile(join(folder, 'good.jpg')));
  });
});
