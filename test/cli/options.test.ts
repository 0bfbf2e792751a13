import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plausibleMicrometresPerPixel } from '../../src/domain/calibration.js';
import { refuseDrawnForSeveral, readRegion } from '../../src/cli/options/region-option.js';
import { readArea } from '../../src/cli/options/area-option.js';
import { readCalibrations, readScales } from '../../src/cli/options/calibration-options.js';
import { createProgram } from '../../src/cli/program.js';
import { readDates } from '../../src/cli/options/dates-option.js';
import { runCommand } from './run-command.js';

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('the scale given on the command line', () => {
  it('is unknown for every photograph when none is given', () => {
    expect(readCalibrations({}, 2)).toEqual([null, null]);
  });

  it('is one for all photographs, or one for each', () => {
    const given = (micrometresPerPixel: number) => ({ method: 'given', micrometresPerPixel });
    expect(readCalibrations({ umPerPx: '2.762' }, 3)).toEqual([given(2.762), given(2.762), given(2.762)]);
    expect(readCalibrations({ umPerPx: '2.7, 2.8' }, 2)).toEqual([given(2.7), given(2.8)]);
    expect(readCalibrations({ fieldWidthMm: '12' }, 1)).toEqual([{ method: 'fieldWidth', millimetres: 12 }]);
    expect(readCalibrations({ scaleBarMm: '1' }, 1)).toEqual([{ method: 'scaleBar', millimetres: 1 }]);
    expect(readCalibrations({ rulerMm: '.5' }, 1)).toEqual([{ method: 'ruler', millimetres: 0.5 }]);
  });

  it('is asked again where a comma could be decimal or part two photographs', () => {
    expect(() => readCalibrations({ umPerPx: '2,3' }, 2)).toThrow(expect.objectContaining({ code: 'calibration.invalid', hint: expect.stringContaining('2.3') }));
    expect(() => readCalibrations({ umPerPx: '5,5' }, 2)).toThrow(expect.objectContaining({ hint: "Write one number with a point: 5.5; two numbers with a semicolon in quotation marks: '5;5'." }));
    const given = (micrometresPerPixel: number) => ({ method: 'given', micrometresPerPixel });
    for (const typed of ['2.0,3.0', '2;3', '2, 3', '2 3', ' 2 ; 3 ']) expect(readCalibrations({ umPerPx: typed }, 2)).toEqual([given(2), given(3)]);
    for (const typed of ['2,7;2,8', '2,7 2,8', '2,7, 2,8', '2.7;2,8']) expect(readCalibrations({ umPerPx: typed }, 2)).toEqual([given(2.7), given(2.8)]);
    for (const typed of ['2,7,2,8', '2;', ';2', '2,7;', '2,7;2.8;2,9']) expect(() => readCalibrations({ umPerPx: typed }, 2)).toThrow(code('calibration.invalid'));
  });

  it('is shown as one number where the comma can only be decimal', () => {
    for (const photographs of [1, 2]) expect(() => readCalibrations({ umPerPx: '2,762' }, photographs)).toThrow(expect.objectContaining({ hint: 'Write one number with a point: 2.762.' }));
  });

  it('is refused when given twice, because the last would silently hold for every photograph', async () => {
    const typed = ['measure', 'before.jpg', 'after.jpg', '--um-per-px', '2.7', '--um-per-px', '2.8'];
    await expect((await createProgram()).parseAsync(typed, { from: 'user' })).rejects.toMatchObject({ code: 'usage.invalid', message: '--um-per-px is given twice.' });
  });

  it.each(['-2', '0', '0.19', '200.1', 'NaN', 'Infinity', '1e1', '0x10', '', 'abc', '2,7', '2.7,', '2.7 µm'])('is refused when it is %j for one photograph', (text) => {
    expect(() => readCalibrations({ umPerPx: text }, 1)).toThrow(code('calibration.invalid'));
  });

  it('is taken at both ends of what is possible, as the domain has it', () => {
    const { smallest, largest } = plausibleMicrometresPerPixel;
    expect(readCalibrations({ umPerPx: `${smallest},${largest}` }, 2)).toHaveLength(2);
  });

  it('is refused when given in two ways', () => {
    expect(() => readCalibrations({ umPerPx: '2', rulerMm: '1' }, 1)).toThrow(code('usage.invalid'));
  });

  it('is never made up from text that is no number', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      try {
        for (const calibration of readCalibrations({ umPerPx: text }, 1)) {
          expect(calibration).toEqual({ method: 'given', micrometresPerPixel: Number(text) });
        }
      } catch (error) {
        expect(error).toEqual(code('calibration.invalid'));
      }
    }), { numRuns: 300, seed: 3 });
  });
});

describe("the scale of a site's device given on the command line", () => {
  const devices = [{ name: 'A', umPerPx: 3, relativeUncertainty: 0.01 }, { name: 'B', umPerPx: 4, relativeUncertainty: 0.02 }];
  let folder: string, file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'devices-'));
    file = join(folder, 'devices.json');
    await writeFile(file, JSON.stringify({ devices }));
  });
  afterAll(async () => { await rm(folder, { recursive: true }); });

  it('is that of one device for all photographs, or of one for each', async () => {
    expect(await readScales({ device: 'a', devicePresets: file }, 2)).toEqual([{ method: 'device', preset: devices[0] }, { method: 'device', preset: devices[0] }]);
    expect(await readScales({ device: 'A, B', devicePresets: file }, 2)).toEqual(devices.map((preset) => ({ method: 'device', preset })));
    expect(await readScales({ umPerPx: '2' }, 1)).toEqual([{ method: 'given', micrometresPerPixel: 2 }]);
  });

  it('is refused for an unknown device, a wrong number of devices, and a file that is not there, no file, or named without its folder', async () => {
    await expect(readScales({ device: 'C', devicePresets: file }, 1)).rejects.toMatchObject({ code: 'calibration.invalid' });
    await expect(readScales({ device: 'A,B', devicePresets: file }, 3)).rejects.toMatchObject({ code: 'calibration.invalid' });
    for (const wrong of [join(folder, 'none.json'), folder]) {
      const refusal = expect.objectContaining({ code: 'calibration.invalid', message: expect.not.stringContaining(tmpdir()) });
      await expect(readScales({ device: 'A', devicePresets: wrong }, 1)).rejects.toEqual(refusal);
    }
  });

  it('needs both the device and the presets, and no other scale', async () => {
    await expect(readScales({ device: 'A' }, 1)).rejects.toMatchObject({ code: 'usage.invalid' });
    await expect(readScales({ devicePresets: file }, 1)).rejects.toMatchObject({ code: 'usage.invalid' });
    await expect(readScales({ device: 'A', devicePresets: file, rulerMm: '1' }, 1)).rejects.toMatchObject({ code: 'usage.invalid' });
  });
});

describe('the scale given with a manifest', () => {
  it('is one for the rows that give none; where scales differ, its columns say so', async () => {
    expect(await readScales({ umPerPx: '2.8' }, 'manifest')).toEqual([{ method: 'given', micrometresPerPixel: 2.8 }]);
    expect(await readScales({}, 'manifest')).toEqual([null]);
    await expect(readScales({ umPerPx: '2.8,2.9' }, 'manifest')).rejects.toMatchObject({ code: 'calibration.invalid', message: '--um-per-px "2.8,2.9" has 2 values; with a manifest it takes one.', hint: expect.stringContaining('the column um_per_px') });
  });
});

describe('the region of a head given on the command line', () => {
  it('is not laid over several photographs where it was drawn: the same pixels are another part of the next head', () => {
    for (const drawn of ['ellipse:100,100,50,60', 'polygon:0,0,0,90,90,0']) expect(() => refuseDrawnForSeveral(readRegion(drawn))).toThrow(code('usage.invalid'));
    for (const found of [undefined, 'scalp', 'vertex', 'frontal']) expect(() => refuseDrawnForSeveral(readRegion(found))).not.toThrow();
  });

  it('is refused by measure before a photograph is read', async () => {
    const { code: exit, stderr } = await runCommand(['measure', 'nowhere.jpg', 'none.jpg', '--region', 'ellipse:100,100,50,60']);
    expect(exit).toBe(2);
    expect(stderr).toContain('is that of one photograph');
  });
});

describe('the target area given on the command line', () => {
  it('is the whole photograph unless a circle or a rectangle is given', () => {
    expect(readArea(undefined)).toEqual({ shape: 'frame' });
    expect(readArea('frame')).toEqual({ shape: 'frame' });
    expect(readArea('circle:100,120.5,80')).toEqual({ shape: 'circle', row: 100, column: 120.5, radius: 80 });
    expect(readArea('rectangle:0,10,200,300')).toEqual({ shape: 'rectangle', row: 0, column: 10, width: 200, height: 300 });
  });

  it.each(['', 'square', 'circle', 'circle:1,2', 'circle:1,2,0', 'circle:1,2,-3', 'circle:1,2,x', 'rectangle:0,0,10', 'rectangle:0,0,0,5', 'frame:1', 'circle:1,2,3,4', 'circle:1,2,1e9999'])('is refused for %j', (text) => {
    expect(() => readArea(text)).toThrow(code('area.invalid'));
  });
});

describe('the days of the visits given on the command line', () => {
  it('are one a photograph, days of the calendar, the baseline first', () => {
    expect(readDates(undefined, 2)).toBeNull();
    expect(readDates('2024-02-29, 2026-07-02', 2)).toEqual(['2024-02-29', '2026-07-02']);
  });

  it.each([['2026-02-29,2026-03-01', 2], ['05.01.2026,2026-03-01', 2], ['2026-01-01', 2], ['2026-01-01,2026-02-01,', 2], ['2026-13-01', 1], ['0001-07-02', 1], ['1900-01-01', 1], ['2326-07-02', 1], ['2026-1-1', 1]])('are refused for %j', (text, count) => {
    expect(() => readDates(text, count)).toThrow(code('usage.invalid'));
  });
});

describe('the arms of a simulated trial', () => {
  it('are given one after the other, each by an option of its own', async () => {
    const out = join(await mkdtemp(join(tmpdir(), 'arms-')), 'trial');
    const { code: exitCode, stderr } = await runCommand(['trial-simulate', '--out', out, '--arm', 'placebo:3:0', '--arm', 'active:4:20', '--weeks', '12']);
    expect(exitCode, stderr).toBe(0);
    const scores = await readFile(join(out, 'scores.csv'), 'utf8');
    for (const arm of ['placebo', 'active']) expect(scores).toContain(arm);
    await rm(join(out, '..'), { recursive: true });
  });
});

describe('a folder or a table that is not there', () => {
  it('is not said to hold photographs that are filed wrongly, or to lack the results of a batch', async () => {
    const manifest = await runCommand(['manifest', 'no-such-folder']), published = await runCommand(['published', 'no-such-table.csv']);
    expect([manifest.code, published.code]).toEqual([2, 1]);
    expect(manifest.stderr).toContain('There is no folder "no-such-folder".');
    expect(published.stderr).toContain('no-such-table.csv: The table cannot be read.');
    expect(published.stderr).not.toContain('scores.csv');
  });

  it('is told what helps with an area of published counts that nobody knows', async () => {
    const out = await mkdtemp(join(tmpdir(), 'published-')), table = join(out, 'arms.csv');
    await writeFile(table, 'id,trial,arm,n,count_area,baseline_count,mean_change_count,weeks\nK,K,K,20,a thumb,100,10,12\n');
    expect((await runCommand(['published', table])).stderr).toContain('a column area_cm2');
    await rm(out, { recursive: true });
  });
});
