import { describe, expect, it } from 'vitest';
import { checkManifest } from '../../src/batch/manifest/check-manifest.js';
import { readManifestRows } from '../../src/batch/manifest/read-manifest-rows.js';
import { readTable } from '../../src/tables/read-table.js';
import { TableFaults } from '../../src/tables/table-faults.js';
import { faultsOf, fileManifest, header, soundManifest } from './manifests.js';

const row = (scale: string): string => `S1,a,vertex,week 0,2026-01-05,a.jpg,${scale}`;

describe('a scale with a decimal comma in a table whose cells are parted by commas', () => {
  it('is never read as the whole number before the comma, where the row has a cell too many', async () => {
    for (const column of ['notes', 'view', 'kind']) {
      expect(await faultsOf(`${header},um_per_px,${column}\n${row('2,76,')}\n`)).toEqual([expect.stringMatching(/^2 -: The row has 9 cells and the header 8\. Is 2,76 one number\? Then write 2\.76/)]);
    }
    expect(await faultsOf(`${header},um_per_px\n${row('2,76')}\n`)).toEqual([expect.stringContaining('Is 2,76 one number?')]);
  });

  it('is asked about where the cells cannot tell, and read as it stands', async () => {
    expect((await soundManifest(`${header},um_per_px,magnification\n${row('5,20')}\n`)).notes).toContain('Row 2: the scale is 5, and a whole number follows in the next cell. If 5,20 is meant, write 5.20; if not, 5.0 says so.');
    expect((await soundManifest(`${header},um_per_px,magnification\n${row('5.0,20')}\n`)).notes.join()).not.toContain('If 5');
    expect((await soundManifest(`${header},um_per_px,magnification\n${row('5,20')}\n`.replaceAll(',', ';'))).notes.join()).not.toContain('If 5');
  });

  it('is no reason to refuse rows that only end in empty cells, as spreadsheets write them', async () => {
    expect((await soundManifest(`${header},um_per_px\n${row('2.76,,')}\n`)).rows).toBe(1);
    expect((await soundManifest(`${header},um_per_px\n101,2,vertex,1,2026-01-05,a.jpg,5,,\n`)).rows).toBe(1);
  });

  it('is refused in the tables beside a batch, too: a dose of 2,5 mg is not 2', async () => {
    const faults = new TableFaults();
    await readTable(await fileManifest('subject,date,dose,dose_unit\nS1,2026-01-05,2,5,\n', [], 'treatments.csv'), { required: ['subject'] }, faults);
    expect(() => faults.refuseAny('trial.invalid')).toThrow('treatments.csv, row 2: The row has 5 cells and the header 4. Is 2,5 one number? Then write 2.5, or put it in quotation marks; else remove what is too much.');
  });
});

describe('a scale that only some photographs of a manifest have', () => {
  it('is named with the rows that lack it, as those below a merged cell do; heads need none', async () => {
    const followUp = row('').replace('week 0,2026-01-05,a', 'week 4,2026-02-05,b');
    expect((await soundManifest(`${header},um_per_px\n${row('2.76')}\n${followUp}\n`)).notes).toEqual(['One row gives no scale, though others do: row 3. Of merged cells only the first row has the value.']);
    expect((await soundManifest(`${header},um_per_px\n${row('')}\n${followUp}\n`)).notes).toEqual([]);
    expect((await soundManifest(`${header},um_per_px,kind\n${row('')},\n${followUp},global\n`)).notes).toEqual([]);
    expect((await soundManifest(`${header},um_per_px,kind\n${row('2.76')},\n${followUp},global\n`)).notes).toEqual([]);
  });
});

describe('a table of any kind', () => {
  it('may tell spreadsheets its delimiter in a first line, which they neither show nor count', async () => {
    const content = `sep=;\r\n${`${header},um_per_px\n${row('x')}\n`.replaceAll(',', ';')}`, rows = [];
    expect(await faultsOf(content)).toEqual([expect.stringMatching(/^2 um_per_px: "x" is not a number/)]);
    for await (const read of readManifestRows(await fileManifest(content.replace(';x', ';2,76')))) rows.push(read);
    expect(rows).toMatchObject([{ row: 2, subject: 'S1', calibration: { micrometresPerPixel: 2.76 } }]);
  });

  it('without line ends is refused before it fills the memory', async () => {
    const check = await checkManifest(await fileManifest(`${header}\n${'S1,a,'.repeat(4_000_000)}`));
    expect(check.sound ? [] : check.faults.map(({ message }) => message)).toEqual([expect.stringContaining('cut short or damaged')]);
  });

  it('that is wrong in every row, in what rows say together, is counted to the end and listed by its first rows', async () => {
    const check = await checkManifest(await fileManifest(`${header}\n${Array.from({ length: 12_000 }, (_, at) => `S${at},a,vertex,week 0,2026-01-05,a.jpg`).join('\n')}\n`));
    expect(check).toMatchObject({ sound: false, faultCount: 11_999 });
    expect(check.sound ? [] : check.faults.map((fault) => fault.row)).toEqual(Array.from({ length: 1000 }, (_, at) => at + 3));
  });
});
