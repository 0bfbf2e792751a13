import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkManifest } from '../../src/batch/manifest/check-manifest.js';
import { readManifestRows } from '../../src/batch/manifest/read-manifest-rows.js';
import { hasImpossibleCell } from '../../src/tables/workbook-sheets.js';
import { makeWorkbook } from './make-workbook.js';
import { faultsOf, fileManifest, header, soundManifest } from './manifests.js';

const columns = [...header.split(','), 'um_per_px'];
const rowsWith = (scale: string, subject = 'S1', photo = 'a.jpg'): string[][] => [columns, [subject, 'active', 'vertex', 'week 0', '2026-01-05', photo, scale], ['S1', 'active', 'vertex', 'week 12', '2026-03-30', 'b.jpg', '2.8']];

describe('a manifest in a workbook that other programs wrote', () => {
  it('loses no scale to a formula that went wrong or was never computed, but names the cell', async () => {
    const faults = await Promise.all(['e<v>#N/A</v>', '<f>2*1.4</f><v></v>', '<f>2*1.4</f>'].map((cell) => faultsOf(makeWorkbook([{ name: 'Photos', rows: rowsWith(cell) }]))));
    expect(faults.map((each) => each.map((fault) => fault.slice(0, 39)))).toEqual([
      ['2 um_per_px: The cell shows "#N/A", the'], ['2 um_per_px: The cell holds a formula t'], ['2 um_per_px: The cell holds a formula t'],
    ]);
    expect(await faultsOf(makeWorkbook([{ name: 'Photos', rows: rowsWith('2.8', 'e<v>#REF!</v>') }]))).toEqual([expect.stringMatching(/^2 subject: The cell shows "#REF!"/)]);
    expect(await faultsOf(`${columns.join(',')}\nS1,active,vertex,week 0,2026-01-05,a.jpg,#DIV/0!\n`)).toEqual([expect.stringMatching(/^2 um_per_px: The cell shows "#DIV\/0!"/)]);
  });

  it('takes the value of a formula that was computed, and an empty one for empty', async () => {
    const path = await fileManifest(makeWorkbook([{ name: 'Photos', rows: rowsWith('<f>2*1.4</f><v>2.8</v>', 'str<f>A9</f><v>S1</v>') }]));
    const rows = [];
    for await (const row of readManifestRows(path)) rows.push(row);
    expect(rows[0]).toMatchObject({ subject: 'S1', calibration: { micrometresPerPixel: 2.8 } });
    expect((await soundManifest(makeWorkbook([{ name: 'Photos', rows: rowsWith('str<f>IF(1,"")</f><v></v>') }]))).rows).toBe(2);
  });

  it('is refused where a merged cell covers others, because they hold nothing of what it shows', async () => {
    const rows = rowsWith('<v>2.8</v>');
    expect(await faultsOf(makeWorkbook([{ name: 'Photos', rows: [rows[0], rows[1], rows[2].slice(0, -1)], merged: ['G2:G3'] }]))).toEqual([expect.stringMatching(/^3 um_per_px: The cell is merged with others/)]);
    // A title of several columns is told as one, and a merged cell without a value, or beside the table, hides nothing.
    expect(await faultsOf(makeWorkbook([{ name: 'Photos', rows: [['Photographs'], ...rows], merged: ['A1:G1'] }]))).toEqual([expect.stringMatching(/^2 -: The names of the columns stand in this row.*"Photographs"/)]);
    expect((await soundManifest(makeWorkbook([{ name: 'Photos', rows: [...rows, []], merged: ['A4:G5', 'J1:J9', 'H1:XFD1048576'] }]))).rows).toBe(2);
  });

  it('is refused where a day is shown as its month, which is all that was typed', async () => {
    const [names, first, second] = rowsWith('<v>2.8</v>'), dated = (cell: string): string[] => first.with(4, cell);
    const workbook = (cell: string, format: string): Buffer => makeWorkbook([{ name: 'Photos', rows: [names, dated(cell), second] }], undefined, [format]);
    expect(await faultsOf(workbook('@0<v>46023</v>', 'mmm\\-yy'))).toEqual([expect.stringMatching(/^2 date: "2026-01" is not a day/)]);
    expect(await faultsOf(workbook('@0<v>46023</v>', 'yyyy'))).toEqual([expect.stringMatching(/^2 date: "2026" is not a day/)]);
    // Of another day than the first of the month more was said, and this format shows the day.
    expect((await soundManifest(workbook('@0<v>46027</v>', 'mmm\\-yy'))).rows).toBe(2);
    expect((await soundManifest(workbook('@0<v>46023</v>', '[$-409]d\\ mmm\\ yyyy'))).rows).toBe(2);
  });

  it('is read with the noughts that a spreadsheet shows before the number of a subject', async () => {
    const [names, first, second] = rowsWith('<v>2.8</v>');
    const subjectShown = async (cell: string, format: string): Promise<string> => {
      const path = await fileManifest(makeWorkbook([{ name: 'Photos', rows: [names, first.with(0, cell), second] }], undefined, [format]));
      for await (const row of readManifestRows(path)) return row.subject;
      throw new Error('The workbook has no rows.');
    };
    expect(await subjectShown('@0<v>7</v>', '0000')).toBe('0007');
    expect(await subjectShown('@0<v>12345</v>', '0000')).toBe('12345');
    expect(await subjectShown('@0<v>7</v>', '&quot;P-&quot;000')).toBe('P-007');
    // One nought says that a number is whole, and no number of a subject is a fraction.
    expect(await subjectShown('@0<v>7</v>', '0')).toBe('7');
    expect((await soundManifest(makeWorkbook([{ name: 'Photos', rows: [names, first.with(6, '@0<v>2.8</v>'), second] }], undefined, ['00']))).rows).toBe(2);
    // What stands behind the digits is a unit.
    expect((await soundManifest(makeWorkbook([{ name: 'Photos', rows: [names, first.with(6, '@0<v>3</v>'), second] }], undefined, ['00&quot; µm/px&quot;']))).rows).toBe(2);
  });

  it('is read, and its faults are named, where its cells do not say in which row and column they stand', async () => {
    const strip = (xml: string): string => xml.replace(/ r="[A-Z]*\d+"/g, '');
    const sheets = (scale: string) => [{ name: 'Photos', rows: [...rowsWith(scale), [], ['S1', 'active', 'vertex', 'd@0<v>46023</v>', '@0<v>46200</v>', 'c.jpg', '2.8']] }];
    const rows = [];
    for await (const row of readManifestRows(await fileManifest(makeWorkbook(sheets('<v>2.8</v>'), undefined, ['yyyy\\-mm\\-dd'], undefined, strip)))) rows.push(row);
    expect(rows.map(({ row, date }) => [row, date])).toEqual([[2, '2026-01-05'], [3, '2026-03-30'], [5, '2026-06-27']]);
    expect(rows[0]).toMatchObject({ subject: 'S1', calibration: { micrometresPerPixel: 2.8 } });
    expect(await faultsOf(makeWorkbook(sheets('e<v>#N/A</v>'), undefined, ['yyyy\\-mm\\-dd'], undefined, strip), ['a.jpg', 'b.jpg', 'c.jpg'])).toEqual([expect.stringMatching(/^2 um_per_px: The cell shows "#N\/A"/)]);
    // One cell without its place follows the one before it, wherever that stands.
    const moved = (xml: string): string => xml.replace('<c r="F2"', '<c').replace('<c r="G3"', '<c');
    expect((await soundManifest(makeWorkbook([{ name: 'Photos', rows: rowsWith('<v>2.8</v>') }], undefined, [], undefined, moved))).rows).toBe(2);
  });

  it('is read from the first sheet that is not hidden, and says which that was where the table stands on another', async () => {
    const table = { name: 'Photos', rows: rowsWith('2.8') }, notes = { name: 'Notes &amp; list', rows: [['made by us']] };
    expect((await soundManifest(makeWorkbook([{ ...notes, state: 'hidden' }, table]))).rows).toBe(2);
    expect((await soundManifest(makeWorkbook([table, { ...notes, state: 'veryHidden' }]))).rows).toBe(2);
    expect((await faultsOf(makeWorkbook([notes, table])))[0]).toBe('- -: Only the sheet "Notes & list" is read, the first that is not hidden. Put the table there, or move its sheet to the front.');
  });
});

describe('a workbook that somebody made to bring the program down', () => {
  const refusal = async (bytes: Buffer): Promise<unknown> => checkManifest(await fileManifest(bytes, [], 'hostile.xlsx')).catch((error: unknown) => error);

  it('is refused where a cell stands in a column or a row that no spreadsheet has', async () => {
    for (const place of ['ZZZZZZZZ2', 'XFE2', 'A1048577', 'A99999999999']) {
      const cell = `x</t></is></c><c r="${place}" t="inlineStr"><is><t>y`;
      expect(await refusal(makeWorkbook([{ name: 'Photos', rows: [columns, [cell]] }])), place).toMatchObject({ code: 'manifest.invalid', message: expect.stringContaining('cells far away') });
    }
    expect(hasImpossibleCell('<row r="1048576"><c s="1" r="XFD1048576"/></row>')).toBe(false);
  });

  it('is refused where a text that it holds once fills a hundred thousand cells', async () => {
    const rows = [columns, ...Array.from({ length: 500 }, () => ['s<v>0</v>'])];
    expect(await refusal(makeWorkbook([{ name: 'Photos', rows }], 'x'.repeat(1_000_000)))).toMatchObject({ code: 'manifest.invalid', message: expect.stringContaining('too many rows') });
    expect(await refusal(makeWorkbook([{ name: 'Photos', rows }], 'x'.repeat(1000)))).toMatchObject({ sound: false });
  });

  it('is read as its directory says, whatever else lies between', async () => {
    const shown = makeWorkbook([{ name: 'Photos', rows: rowsWith('2.8') }]), hidden = makeWorkbook([{ name: 'Photos', rows: rowsWith('99') }]);
    const directoryOf = (bytes: Buffer): number => bytes.readUInt32LE(bytes.length - 6), between = hidden.subarray(0, directoryOf(hidden)), end = Buffer.from(shown.subarray(directoryOf(shown)));
    end.writeUInt32LE(directoryOf(shown) + between.length, end.length - 6);
    const path = await fileManifest(Buffer.concat([shown.subarray(0, directoryOf(shown)), between, end])), rows = [];
    for await (const row of readManifestRows(path)) rows.push(row.calibration);
    expect(rows).toEqual(['2.8', '2.8'].map((scale) => expect.objectContaining({ micrometresPerPixel: Number(scale) })));
  });

  it('is refused where a part is not what its directory states', async () => {
    const bytes = makeWorkbook([{ name: 'Photos', rows: rowsWith('2.8') }]), entry = bytes.readUInt32LE(bytes.length - 6);
    for (const at of [16, 24]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt32LE(changed.readUInt32LE(entry + at) + 1, entry + at);
      expect(await refusal(changed), String(at)).toMatchObject({ code: 'manifest.invalid', message: expect.stringContaining('damaged') });
    }
  });

  it('costs no minutes with marks that are never closed', async () => {
    const began = performance.now();
    await refusal(makeWorkbook([{ name: '<sheet '.repeat(200_000), rows: rowsWith('e<v>#N/A</v>') }]));
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

describe('a manifest that is none', () => {
  it('is told in one sentence where it is a photograph', async () => {
    expect(await faultsOf(await readFile(new URL('../../fixtures/demo/baseline.jpg', import.meta.url)))).toEqual([expect.stringContaining('no table but another kind of file')]);
  });

  it('is refused where a photograph stands in it twice under two spellings, and where a day is the empty one of a spreadsheet', async () => {
    expect(await faultsOf(`${header}\nS1,a,vertex,week 0,2026-01-05,a.jpg\nS2,a,vertex,week 0,2026-01-05,./a.jpg\n`)).toEqual([expect.stringMatching(/^3 photo: The photograph stands in row 2/)]);
    expect(await faultsOf(`${header}\nS1,a,vertex,week 0,1899-12-30,a.jpg\n`)).toEqual([expect.stringMatching(/^2 date: "1899-12-30" lies outside the years/)]);
  });

  it('is noted, and not refused, where a day has not come yet', async () => {
    expect((await soundManifest(`${header}\nS1,a,vertex,week 0,2026-01-05,a.jpg\nS1,a,vertex,week 12,2199-03-30,b.jpg\n`)).notes.join(' ')).toContain('One day has not come yet, going by this computer\'s clock: row 3');
  });
});
