import { afterAll, expect, it } from 'vitest';
import { readManifestRows } from '../../src/batch/manifest/read-manifest-rows.js';
import { makeWorkbook } from './make-workbook.js';
import { faultsOf, fileManifest, header } from './manifests.js';

const zone = process.env['TZ'];
afterAll(() => { if (zone === undefined) delete process.env['TZ']; else process.env['TZ'] = zone; });

/** The day that the manifest of a workbook has for this cell. */
async function dayOf(cell: string, format: string, date1904?: string): Promise<string> {
  const path = await fileManifest(makeWorkbook([{ name: 'Photos', rows: [header.split(','), ['S1', '', 'vertex', 'week 0', cell, 'a.jpg']] }], undefined, [format], date1904));
  for await (const { date } of readManifestRows(path)) return date;
  throw new Error('The workbook has no rows.');
}

it('a day that is counted from 1904 on is the day that the spreadsheet shows, whichever way the workbook says so', async () => {
  expect(await dayOf('@0<v>46027</v>', 'yyyy\\-mm\\-dd')).toBe('2026-01-05');
  for (const word of ['false', '0']) expect(await dayOf('@0<v>46027</v>', 'yyyy\\-mm\\-dd', word), word).toBe('2026-01-05');
  for (const word of ['true', '1']) expect(await dayOf('@0<v>44565</v>', 'yyyy\\-mm\\-dd', word), word).toBe('2026-01-05');
});

it('a day that is written as such is that day in every time zone, in summer and in winter', async () => {
  for (const place of ['Europe/Berlin', 'America/Los_Angeles']) {
    process.env['TZ'] = place;
    for (const [written, day] of [['2026-07-02T00:00:00', '2026-07-02'], ['2026-01-05T00:00:00', '2026-01-05'], ['2026-07-02', '2026-07-02'], ['2026-07-02T23:59:59.500', '2026-07-02']] as const) {
      expect(await dayOf(`d@0<v>${written}</v>`, 'yyyy\\-mm\\-dd', 'true'), `${place} ${written}`).toBe(day);
    }
  }
  expect(await dayOf('d@0<f>A1&gt;1</f><v>2026-07-02T00:00:00</v>', 'yyyy\\-mm\\-dd')).toBe('2026-07-02');
  expect(await dayOf('d@0<v>2026-07-01T00:00:00</v>', 'mmm\\-yy').catch(() => 'refused')).not.toBe('2026-07-01');
});

it('a day that no calendar has is refused with its cell, and not read as the day some days later', async () => {
  const workbookWith = (cell: string) => makeWorkbook([{ name: 'Photos', rows: [header.split(','), ['S1', '', 'vertex', 'week 0', cell, 'a.jpg']] }], undefined, ['yyyy\\-mm\\-dd']);
  for (const cell of ['d@0<v>2026-02-31T00:00:00</v>', 'd@0<f>A1</f><v>2026-02-29</v>', 'd@0<f t="shared" si="0"/><v>2026-13-01T00:00:00</v>', 'd@0<v>soon</v>', 'str<v>2026-02-31</v>', '2026-02-31']) {
    expect(await faultsOf(workbookWith(cell)), cell).toEqual([expect.stringMatching(`^2 date: "${/20[-\dT:]+|soon/.exec(cell)![0]}" is not a day of the calendar`)]);
  }
  expect(await faultsOf(workbookWith('d@0<v></v>'))).toEqual([expect.stringContaining('The cell is empty')]);
  expect(await dayOf('d@0<f t="shared" si="0"/><v>2026-07-02T00:00:00</v>', 'yyyy\\-mm\\-dd')).toBe('2026-07-02');
});
