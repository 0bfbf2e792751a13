import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AnalysisError } from '../../src/errors.js';
import { findTruth } from '../../src/evaluation/find-truth.js';
import { readHairTruth } from '../../src/evaluation/read-hair-truth.js';

const photosCsv = 'photo,um_per_px,session,valid_rows\na.jpg,2.5,s1,992\nb.jpg,,s2,\n';
const hairsCsv = [
  'photo,class,root_row,root_column,tip_row,tip_column',
  'a.jpg,premium,697,417,838,436',
  'a.jpg,abnormal,10,10,12,12',
  'a.jpg,single,991.5,20,900,30',
  'a.jpg,single,992,20,900,30',
  'b.jpg,undersize,5,6,7,8',
].join('\n');

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'truth-')); });
afterEach(async () => { await rm(folder, { recursive: true }); });

async function read(photos: string | Buffer, hairs: string | Buffer = hairsCsv) {
  await writeFile(join(folder, 'photos.csv'), photos);
  await writeFile(join(folder, 'hairs.csv'), hairs);
  return readHairTruth(folder);
}

async function messageOf(photos: string | Buffer, hairs?: string | Buffer): Promise<string> {
  const error = await read(photos, hairs).then(() => null, (caught: unknown) => caught);
  expect(error).toBeInstanceOf(AnalysisError);
  expect((error as AnalysisError).code).toBe('truth.invalid');
  expect((error as AnalysisError).message).not.toContain(folder);
  return (error as AnalysisError).message;
}

describe('hairs marked by hand', () => {
  it('are read photograph by photograph, without debris and without roots below the valid rows', async () => {
    const [a, b] = await read(photosCsv);
    expect(a).toMatchObject({ name: 'a.jpg', micrometresPerPixel: 2.5, validRows: 992 });
    expect(a.hairs.map((hair) => [hair.line, hair.class, hair.root.row])).toEqual([[2, 'premium', 697], [4, 'single', 991.5]]);
    expect(b).toMatchObject({ micrometresPerPixel: null, validRows: null });
    expect(b.hairs[0]).toEqual({ line: 6, class: 'undersize', root: { row: 5, column: 6 }, tip: { row: 7, column: 8 }, diameterUm: null });
  });

  it('are the same with a byte order mark, CRLF, semicolons and columns in another order', async () => {
    const plain = await read(photosCsv);
    const turned = hairsCsv.split('\n').map((line) => line.split(',').reverse().join(';')).join('\r\n');
    expect(await read(`\uFEFF${photosCsv.replaceAll(',', ';').replaceAll('\n', '\r\n')}`, turned)).toEqual(plain);
  });

  it('carry the diameter that a phantom was drawn with', async () => {
    const [a] = await read('photo,um_per_px,valid_rows\na.jpg,2,\n', 'photo,class,root_row,root_column,tip_row,tip_column,diameter_um\na.jpg,single,1,2,3,4,71.5\n');
    expect(a.hairs[0].diameterUm).toBe(71.5);
  });

  it.each([
    ['a missing column', 'photo,session\na.jpg,s\n', undefined, 'photos.csv, row 1, column um_per_px: The column is missing. Add it.\nphotos.csv, row 1, column valid_rows: The column is missing. Add it.'],
    ['a column that is there twice', 'photo,um_per_px,valid_rows,photo\na.jpg,2,,x\n', undefined, 'photos.csv, row 1, column photo: The column is there twice. Remove one of them.'],
    ['a negative scale', 'photo,um_per_px,valid_rows\na.jpg,-2,\n', undefined, 'photos.csv, row 2, column um_per_px: expected a number from 0.2 to 200, got "-2".'],
    ['a position that is no number', photosCsv, hairsCsv.replace('697', 'NaN'), 'hairs.csv, row 2, column root_row: expected a number, got "NaN".'],
    ['an endless position', photosCsv, hairsCsv.replace('697', 'Infinity'), 'hairs.csv, row 2, column root_row: expected a number, got "Infinity".'],
    ['an empty position', photosCsv, hairsCsv.replace('697', ''), 'hairs.csv, row 2, column root_row: The cell is empty. Fill it in.'],
    ['a row cut short', photosCsv, hairsCsv.replace(',417,838,436', ''), 'hairs.csv, row 2: The row has 3 cells and the header 6. Fill up rows that were cut short.'],
    ['a photograph that is there twice', `${photosCsv}a.jpg,2,,\n`, undefined, 'photos.csv, row 4, column photo: this photograph is there twice. Remove one of the rows.'],
    ['hair of an unknown photograph', photosCsv, `${hairsCsv}\nc.jpg,single,1,2,3,4`, 'hairs.csv, row 7, column photo: photos.csv does not name this photograph. Add it there, or correct the name.'],
    ['a photograph outside the folder', photosCsv.replace('b.jpg', '../b.jpg'), undefined, 'photos.csv, row 3, column photo: expected the name of a file in the folder photos.'],
    ['an empty table', '', undefined, 'photos.csv: The table is empty. Its first row names the columns: photo, um_per_px, valid_rows.'],
    ['a table without photographs', 'photo,um_per_px,valid_rows\n', undefined, 'photos.csv names no photograph.'],
  ])('are refused, with the place, for %s', async (_, photos, hairs, message) => {
    expect(await messageOf(photos, hairs)).toContain(message);
  });

  it('are refused when a quotation mark is never closed, and read when the table is UTF-16', async () => {
    expect(await messageOf(photosCsv, `${hairsCsv}\n"a.jpg,single,1,2,3,4\n`)).toContain('quotation mark');
    expect(await read(Buffer.from(`\uFEFF${photosCsv}`, 'utf16le'))).toEqual(await read(photosCsv));
  });
});

describe('the form of the truth in a folder', () => {
  const touch = async (...names: string[]) => { for (const name of names) await writeFile(join(folder, name), ''); };

  it('is hairs when both tables are there', async () => {
    await touch('photos.csv', 'hairs.csv');
    expect(await findTruth(folder)).toEqual({ form: 'hairs' });
  });

  it('is masks when pictures have masks beside them, other pictures being left alone', async () => {
    await touch('b.jpg', 'b.mask.png', 'a.png', 'a.mask.png', 'c.png', 'notes.txt');
    const truth = await findTruth(folder);
    expect(truth.form === 'masks' && truth.pairs.map(({ name, photoPath }) => [name, photoPath.slice(-5)])).toEqual([['a', 'a.png'], ['b', 'b.jpg']]);
  });

  it.each([
    ['an empty folder', [], 'no truth'],
    ['a table of photographs without hairs', ['photos.csv'], 'photos.csv without its other half'],
    ['a mask without its picture', ['a.mask.png'], 'a.mask.png has no picture'],
  ])('is refused for %s', async (_, names, part) => {
    await touch(...names);
    await expect(findTruth(folder)).rejects.toMatchObject({ code: 'truth.invalid', message: expect.stringContaining(part) });
  });

  it('is refused for a folder that is not there, without naming where it was looked for', async () => {
    const error = await findTruth(join(folder, 'nowhere')).catch((caught: AnalysisError) => caught);
    expect(error).toMatchObject({ code: 'truth.invalid' });
    expect((error as AnalysisError).message).not.toContain(folder);
  });
});
