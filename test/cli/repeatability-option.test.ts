import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRepeatability, readRepeatabilityPoints } from '../../src/cli/options/repeatability-option.js';

describe("a site's own repeatability on the command line", () => {
  let folder: string;
  beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'repeats-')); });
  afterAll(async () => rm(folder, { recursive: true }));
  const table = async (rows: readonly string[], header = 'subject,target_area,density_per_cm2,terminal_density_per_cm2'): Promise<string> => {
    const path = join(folder, 'measurements.csv');
    await writeFile(path, [header, ...rows].join('\n'));
    return path;
  };

  it('is a number in percent, or nothing', async () => {
    expect(await readRepeatability('3.5')).toEqual({ repeatabilityCv: 0.035 });
    expect(await readRepeatability(undefined)).toEqual({});
    for (const slip of ['60', '0.05', '0']) await expect(readRepeatability(slip)).rejects.toMatchObject({ code: 'usage.invalid', hint: expect.stringContaining('percent') });
  });

  it('is a number of percentage points for heads, whichever command compares them', () => {
    expect(readRepeatabilityPoints('1.5')).toEqual({ repeatabilityPoints: 1.5 });
    expect(readRepeatabilityPoints(undefined)).toEqual({});
    for (const slip of ['0', '0.02', '40']) expect(() => readRepeatabilityPoints(slip)).toThrow(/--repeatability-points must be a number from 0\.1 to 30/);
  });

  it('is computed from repeat photographs, place by place, of terminal hair where all rows have it', async () => {
    const rows = ['a', 'b', 'c'].flatMap((subject, k) => [98, 100, 102].map((density) => `${subject},vertex,${density * (k + 1)},${density * (k + 1) * 0.8}`));
    const { repeatabilityCv } = await readRepeatability(await table(rows));
    expect(repeatabilityCv).toBeCloseTo(0.0202, 3);
    const other = await readRepeatability(await table([...rows, 'd,vertex,100,', 'd,vertex,160,']));
    expect(other.repeatabilityCv).toBeGreaterThan(0.1);
  });

  it('is the same from densities with decimal commas, also where all have three digits behind: no skin has a hundred thousand hairs', async () => {
    const rows = ['a', 'b', 'c'].flatMap((subject, k) => [98, 100, 102].map((density) => [subject, 'vertex', (density * (k + 1)).toFixed(3), (density * (k + 1) * 0.8).toFixed(3)])), header = 'subject;target_area;density_per_cm2;terminal_density_per_cm2';
    const ours = await readRepeatability(await table(rows.map((cells) => cells.join(';')), header));
    expect(await readRepeatability(await table(rows.map((cells) => cells.join(';').replaceAll('.', ',')), header))).toEqual(ours);
    await expect(readRepeatability(await table(['a;vertex;184325;', 'a;vertex;180;'], header))).rejects.toThrow(/row 2, column density_per_cm2: expected a number of at most 5000, got "184325"/);
  });

  it('is that of the photographs of one visit where a trial took several at each: between visits hair may have grown', async () => {
    const rows = ['a', 'b', 'c'].flatMap((subject) => [['baseline', 100], ['baseline', 104], ['week 24', 150], ['week 24', 156]].map(([visit, density]) => `${subject},vertex,${visit},${density}`));
    const { repeatabilityCv } = await readRepeatability(await table(rows, 'subject,target_area,visit,density_per_cm2'));
    expect(repeatabilityCv).toBeCloseTo(Math.expm1(Math.log(1.04) / Math.SQRT2), 10);
    // Visits with one photograph each are the repeats themselves.
    const study = await readRepeatability(await table(['a', 'b', 'c'].flatMap((subject) => [1, 2, 3].map((visit) => `${subject},vertex,${visit},${98 + visit * 2}`)), 'subject,target_area,visit,density_per_cm2'));
    expect(study.repeatabilityCv).toBeCloseTo(0.0198, 3);
  });

  it('takes the left and the right of a head for two places, and views that are numbers for repeats of one', async () => {
    const columns = 'subject,target_area,view,visit,density_per_cm2', three = ['a', 'b', 'c'];
    // Left has twice the hair of right; either repeats within 2 %.
    const sides = three.flatMap((subject) => [1, 2, 3].flatMap((visit) => [`${subject},vertex,left,${visit},${2 * (98 + visit * 2)}`, `${subject},vertex,right,${visit},${98 + visit * 2}`]));
    expect((await readRepeatability(await table(sides, columns))).repeatabilityCv).toBeCloseTo(0.0198, 3);
    const numbered = three.flatMap((subject) => [['w0', 100], ['w24', 150]].flatMap(([visit, density]) => [1, 2].map((view) => `${subject},vertex,${view},${visit},${Number(density) * (view === 1 ? 1 : 1.04)}`)));
    expect((await readRepeatability(await table(numbered, columns))).repeatabilityCv).toBeCloseTo(Math.expm1(Math.log(1.04) / Math.SQRT2), 10);
    await expect(readRepeatability(await table(three.flatMap((subject) => ['first', 'second', 'third'].map((view, at) => `${subject},vertex,${view},w0,${100 + at}`)), columns))).rejects.toMatchObject({ hint: expect.stringContaining('Number them (1, 2)') });
    // One name for all views tells nothing apart, and numbering them would help nobody.
    await expect(readRepeatability(await table(three.map((subject) => `${subject},vertex,closeup,w0,100`), columns))).rejects.toMatchObject({ hint: expect.stringContaining('two or three times') });
  });

  it('counts one file once, however many rows have it: a file that is measured twice repeats nothing', async () => {
    const columns = 'subject,target_area,photo_sha256,density_per_cm2', people = ['a', 'b', 'c', 'd', 'e'];
    await expect(readRepeatability(await table(people.flatMap((subject) => [`${subject},vertex,${subject}0,100`, `${subject},vertex,${subject}0,100`]), columns))).rejects.toThrow(/0 beyond the first of each series/);
    const repeats = people.flatMap((subject) => [`${subject},vertex,${subject}0,100`, `${subject},vertex,${subject}1,104`]), alone = await readRepeatability(await table(repeats, columns));
    expect(alone.repeatabilityCv).toBeCloseTo(Math.expm1(Math.log(1.04) / Math.SQRT2), 10);
    expect(await readRepeatability(await table([...repeats, 'a,vertex,A0,100', 'b,vertex,b1,104'], columns))).toEqual(alone);
  });

  it('is refused below what anybody repeats, from a table as from a typed number', async () => {
    await expect(readRepeatability(await table(['a', 'b', 'c', 'd', 'e'].flatMap((subject) => [`${subject},vertex,100,`, `${subject},vertex,100.5,`])))).rejects.toMatchObject({ code: 'usage.invalid', message: expect.stringContaining('nobody repeats a count better than 0.5 %') });
  });

  it('is refused, and says why, where there are too few repeats or the table is another', async () => {
    await expect(readRepeatability(await table(['a,vertex,100,80', 'a,vertex,101,81']))).rejects.toThrow(/too few repeat photographs/);
    // One row that stands there twice makes visits of a repeat study look like those of a trial.
    const study = ['a', 'b', 'c'].flatMap((subject) => [1, 2, 3].map((visit) => `${subject},${visit},${98 + visit * 2}`)), columns = 'subject,visit,density_per_cm2';
    await expect(readRepeatability(await table([...study, study[0]], columns))).rejects.toMatchObject({ message: expect.stringContaining('1 beyond the first of each visit'), hint: expect.stringContaining('Leave the column visit out') });
    await expect(readRepeatability(await table(['1,2'], 'photo,count'))).rejects.toMatchObject({ code: 'usage.invalid' });
    await expect(readRepeatability(join(folder, 'nowhere.csv'))).rejects.toMatchObject({ code: 'usage.invalid' });
  });
});
