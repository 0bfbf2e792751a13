import { chmod, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkManifest } from '../../src/batch/manifest/check-manifest.js';
import { readManifestRows } from '../../src/batch/manifest/read-manifest-rows.js';
import { faultsOf, fileManifest, header, newFolder, soundManifest } from './manifests.js';

const two = `${header}\nS1,active,vertex,week 0,2026-01-05,a.jpg\nS1,active,vertex,week 12,2026-03-30,b.jpg\n`;

async function rowsOf(content: string | Uint8Array, name?: string) {
  const rows = [];
  for await (const row of readManifestRows(await fileManifest(content, [], name))) rows.push(row);
  return rows;
}

describe('a manifest in any form that spreadsheets write', () => {
  it('is the same with a byte order mark, CRLF, CR, semicolons, tabs, quoted cells, other letter case and empty rows', async () => {
    const forms = [
      two, `\ufeff${two}`, two.replaceAll('\n', '\r\n'), two.replaceAll('\n', '\r'), two.replaceAll(',', ';'), two.replaceAll(',', '\t'),
      two.replace('vertex', '"vertex"').replace('a.jpg', '"a.jpg"'), two.replace('target_area', 'Target Area').replace('subject', ' SUBJECT '), two.trimEnd(),
    ];
    const expected = await rowsOf(two);
    expect(expected).toHaveLength(2);
    for (const form of forms) {
      expect(await rowsOf(form)).toEqual(expected);
      expect((await soundManifest(form)).rows).toBe(2);
    }
    expect((await rowsOf(two.replace('\nS1', '\n,,,,,\n\nS1'))).map(({ row }) => row)).toEqual([4, 5]);
  });

  it('is read in UTF-16 of either order, and never garbled', async () => {
    const little = Buffer.from(`\ufeff${two.replaceAll('S1', 'Zoë')}`, 'utf16le');
    expect((await rowsOf(little)).map(({ subject }) => subject)).toEqual(['Zoë', 'Zoë']);
    expect((await rowsOf(Buffer.from(little).swap16())).map(({ subject }) => subject)).toEqual(['Zoë', 'Zoë']);
    expect((await rowsOf(little.subarray(2))).map(({ subject }) => subject)).toEqual(['Zoë', 'Zoë']);
  });

  it('is read with its umlauts in the encoding of Excel on Windows, and says so', async () => {
    const names = 'subject;arm;target_area;visit;date;photo;Maßstab in µm';
    const bytes = Buffer.from(`${names}\r\nZoë;"Größe, 5 µg";vertex;week 0;2026-01-05;a.jpg;2\r\nJörg Müller;0° ± ½;vertex;week 0;2026-01-05;b.jpg;2\r\n`, 'latin1');
    expect((await rowsOf(bytes)).map(({ subject, arm }) => [subject, arm])).toEqual([['Zoë', 'Größe, 5 µg'], ['Jörg Müller', '0° ± ½']]);
    expect((await soundManifest(bytes)).notes[0]).toBe('manifest.csv is no UTF-8 text and was read as Windows-1252, in which Excel on Windows saves "CSV": "Maßstab", "µm", "Zoë". If such words are wrong, save the table as "CSV UTF-8" or as XLSX.');
    expect((await soundManifest(bytes.toString('latin1'))).notes.join()).not.toContain('Windows');
    expect((await soundManifest(two)).notes.join()).not.toContain('Windows');
  });

  it('is refused, with every line that cannot be read, where it may be in the encoding of another machine, or of two', async () => {
    const row = (...name: number[]): Buffer => Buffer.concat([Buffer.from(name), Buffer.from(',active,vertex,week 0,2026-01-05,c.jpg\n')]), other = row(0x41, 0x64, 0x61);
    // Müller of a Mac, of DOS, and in UTF-8 beside one of Windows; Иван and a name in Chinese characters (GBK); curved quotation marks of Windows.
    const mac = row(0x4d, 0x9f, 0x6c), dos = row(0x4d, 0x81, 0x6c), mixed = [row(0x4d, 0xc3, 0xbc, 0x6c), row(0x4d, 0xfc, 0x6c)], ivan = row(0xc8, 0xe2, 0xe0, 0xed), chinese = row(0xc0, 0xee, 0xc7, 0xbf), curved = row(0x93, 0x41, 0x94);
    for (const [bytes, lines] of [[[mac, other, dos], [4, 6]], [mixed, [5]], [[ivan], [4]], [[chinese], [4]], [[other, curved], [5]]] as const) {
      const faults = await faultsOf(Buffer.concat([Buffer.from(two), ...bytes]));
      expect(faults.map((fault) => fault.slice(0, 4))).toEqual(lines.map((line) => `${line} -:`));
      expect(faults.join()).toMatch(/CSV UTF-8/);
    }
  });

  it('is refused once, with every line that is no text and every fault of the others, also of one that holds a line break', async () => {
    const row = (at: number, date: string, name = `S${at}`): string => `${name},active,"${at === 3 ? '\n' : ''}vertex",week 0,${date},${at}.jpg\n`, bad = Buffer.from([0xff, 0xfe, 0x81]);
    const faults = await faultsOf(Buffer.concat([Buffer.from(`${header}\n${row(2, 'soon')}${row(3, 'never')}`), bad, Buffer.from(row(4, '2026-01-05')), Buffer.from(row(5, 'later')), Buffer.from([0x53, 0]), Buffer.from(row(6, '2026-01-05')), Buffer.from(row(7, '2026-02-30', 'S\u{fffd}'))]));
    expect(faults.map((fault) => fault.split(' ', 4).join(' '))).toEqual(['2 date: "soon" is', '3 date: "never" is', '4 -: This line', '5 date: "later" is', '6 -: This line', '7 date: "2026-02-30" is']);
    // The header, too, is read as far as it can be.
    expect((await faultsOf(Buffer.concat([Buffer.from(`${header},Gr`), Buffer.from([0x94]), Buffer.from(`sse\n${row(2, 'soon').trimEnd()},1\n`)]))).map((fault) => fault.slice(0, 6))).toEqual(['1 -: T', '2 date']);
  });

  it('is the same with curved quotation marks around its cells, which are none of a name', async () => {
    expect(await rowsOf(two.replace('S1', '“S1”').replace('active', '„active“').replace('vertex', ' «vertex» ').replace('week 12', '‘week 12’').replace('2026-01-05', '”2026-01-05”').replace('b.jpg', '“b.jpg”').replace('subject', '“Subject”'))).toEqual(await rowsOf(two));
    expect((await rowsOf(two.replaceAll('S1', 'S1 “left”'))).map(({ subject }) => subject)).toEqual(['S1 “left”', 'S1 “left”']);
    expect((await rowsOf(two.replaceAll('S1', '“O’Neil”'))).map(({ subject }) => subject)).toEqual(['O’Neil', 'O’Neil']);
  });

  it('is read from an XLSX workbook with real dates and numbers', async () => {
    const { default: writeExcelFile } = await import('write-excel-file/node');
    const day = { value: new Date('2026-01-05T00:00:00Z'), type: Date, format: 'yyyy-mm-dd' };
    const bytes = await writeExcelFile([[...header.split(','), 'um_per_px'], ['S1', 'active', 'vertex', 4, day, 'a.jpg', 2.76]]).toBuffer();
    expect(await rowsOf(bytes, 'study.xlsx')).toEqual([
      { row: 2, subject: 'S1', arm: 'active', targetArea: 'vertex', visit: '4', date: '2026-01-05', photo: 'a.jpg', view: '', kind: null, calibration: { method: 'given', micrometresPerPixel: 2.76 } },
    ]);
  });

  it('is refused as a workbook of 1,500 bytes whose farthest cell asks for the memory of ten machines, and the program goes on', async () => {
    const bytes = await readFile(new URL('far-cell.xlsx', import.meta.url));
    expect(bytes.length).toBeLessThan(2000);
    await expect(checkManifest(await fileManifest(bytes, [], 'far.xlsx'))).rejects.toMatchObject({ code: 'manifest.invalid', message: expect.stringContaining('cells far away') });
    expect(process.resourceUsage().maxRSS).toBeLessThan(2_000_000);
  }, 200_000);

  it.skipIf(process.platform !== 'linux')('is said to be unreadable where the disk fails under it, not to be a fault that nobody knows', async () => {
    // The first byte of a process's memory is one that no disk gives either.
    await expect(checkManifest('/proc/self/mem')).rejects.toMatchObject({ code: 'manifest.invalid', message: '"mem" could not be read (EIO).' });
  });

  it('is refused as a broken workbook, an old workbook, a folder, an empty file, or a file that is not there', async () => {
    for (const bytes of [Buffer.from('PK\x03\x04 nothing'), Buffer.from('d0cf11e0a1b11ae1', 'hex')]) {
      await expect(checkManifest(await fileManifest(bytes))).rejects.toMatchObject({ code: 'manifest.invalid' });
    }
    await expect(checkManifest(await newFolder())).rejects.toMatchObject({ code: 'manifest.invalid' });
    await expect(checkManifest(join(await newFolder(), 'none.csv'))).rejects.toMatchObject({ code: 'manifest.invalid' });
    const looped = join(await newFolder(), 'loop.csv');
    await symlink(looped, looped);
    await expect(checkManifest(looped)).rejects.toMatchObject({ code: 'manifest.invalid', message: '"loop.csv" could not be read (ELOOP).' });
    expect(await faultsOf('')).toEqual([expect.stringMatching(/^- -: The file is empty/)]);
    expect(await faultsOf(`${header}\n`)).toEqual([expect.stringMatching(/^- -: The manifest has no rows/)]);
    expect(await faultsOf(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]))).not.toEqual([]);
  });
});

describe('the faults of a manifest', () => {
  it('say where the names of its columns stand when a title is above them, and what parts its cells when that is not read', async () => {
    expect(await faultsOf(`Hair study, May\n\n${two}`)).toEqual([expect.stringMatching(/^3 -: The names of the columns stand in this row .* begin with "Hair study"\.$/)]);
    expect(await faultsOf(two.replaceAll(',', '|'))).toEqual([expect.stringMatching(/^1 -: Its cells are parted by "\|", which is not read: save the table with commas, semicolons or tabs/)]);
    expect((await faultsOf('day,who\n2026-01-05,Ada\n')).join()).toMatch(/The column subject is missing/);
  });

  it.skipIf(process.platform === 'win32' || process.getuid!() === 0)('are not an unknown one where this account may not read it', async () => {
    const path = await fileManifest(two);
    await chmod(path, 0o000);
    await expect(checkManifest(path)).rejects.toMatchObject({ code: 'manifest.invalid', message: 'This account may not read the manifest.' });
  });

  it('come all at once, each with its row and column', async () => {
    const faults = await faultsOf([
      `${header},um_per_px,field_width_mm,kind`,
      'S1,active,vertex,week 0,05/01/2026,a.jpg,2.76,,',
      'S1,active,vertex,week 12,2026-02-30,b.jpg,-2.76,,',
      ',active,,week 0,2026-01-05,c.jpg,NaN,,',
      'S2,active,vertex,week 0,2026-01-05,d.jpg,Infinity,,',
      'S3,active,vertex,week 0,2026-01-05,e.jpg,"2,7,6",,portrait',
      'S4,active,vertex,week 0,2026-01-05,f.jpg,2.76,7.1,',
      'S5,active,vertex,week 0,2026-01-05,g.jpg,2760,,closeup',
      'S6,active,vertex,week 0,2026-01-05,h.jpg,2.76,,,surplus',
      'S7,active,vertex,week 0,2026-01-05',
      'S8,active,vertex,"week\n0",2026-01-05,i.jpg,1e1,,GLOBAL',
    ].join('\n'));
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      '2 date', '3 date', '3 um_per_px', '4 subject', '4 target_area', '4 um_per_px', '5 um_per_px', '6 kind', '6 um_per_px', '7 field_width_mm', '8 um_per_px', '9 -', '10 photo', '11 visit',
    ]);
    expect(faults[0]).toMatch(/2026-01-31/);
    expect(faults[8]).toMatch(/from 0\.2 to 200/);
  });

  it('are none where a spreadsheet of another language wrote semicolons and decimal commas', async () => {
    await soundManifest(`${header},um_per_px,field_width_mm\nS1,active,vertex,week 0,2026-01-05,a.jpg,2#76,\nS2,active,vertex,week 0,2026-01-05,b.jpg,,7#1\n`.replaceAll(',', ';').replaceAll('#', ','));
    expect(await faultsOf(`${header},um_per_px\nS1,active,vertex,week 0,2026-01-05,a.jpg,"2,762.5"\n`)).toEqual([expect.stringMatching(/^2 um_per_px/)]);
  });

  it('name quotation marks that are never closed or stand inside a cell, and do not swallow the rows after them', async () => {
    const faults = await faultsOf(`${header}\nS1,active,"vertex,week 0,2026-01-05,a.jpg\nS2,active,vertex,week 0,tomorrow,b.jpg\nS3,active,ver"tex,week 0,2026-01-05,c.jpg\nS4,active,"vertex"x,week 0,2026-01-05,d.jpg\nS5,active,vertex,week 0,never,"e.jpg`);
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['2 -', '3 date', '4 -', '5 -', '6 -']);
    expect(faults[0]).toMatch(/never closed/);
    expect(faults[2]).toMatch(/in the middle/);
  });

  it('name columns that are missing, twice there, or nearly right', async () => {
    const faults = await faultsOf('subject,arm,visit,visit,date,photo,um_per_pixel,notes\nS1,active,week 0,week 0,2026-13-01,a.jpg,2.76,x\n');
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['1 visit', '1 um_per_pixel', '1 target_area', '2 date']);
    expect(faults[1]).toMatch(/was um_per_px meant/);
    expect((await soundManifest(two.replace('photo', 'photo,remarks').replaceAll('.jpg', '.jpg,fine'))).notes.join()).toMatch(/Not read: the column "remarks"/);
    expect(await faultsOf('name;size\na.jpg;3\nb.jpg;4\n')).toHaveLength(6);
  });

  it('say which column of another table is probably meant, and ask about one that looks like a scale', async () => {
    const faults = await faultsOf('Patient ID,Treatment,Region,Time point,Exam date,File name,Scale\nS1,active,vertex,week 0,2026-01-05,a.jpg,2.76\n');
    expect(faults).toEqual(['subject: The column subject is missing. Is it "Patient ID"', 'arm: The column arm is missing. Is it "Treatment"', 'target_area: The column target_area is missing. Is it "Region"', 'visit: The column visit is missing. Is it "Time point"', 'date: The column date is missing. Is it "Exam date"', 'photo: The column photo is missing. Is it "File name"', 'Scale: Is "Scale" the scale? Rename it um_per_px']
      .map((start) => expect.stringMatching(new RegExp(`^1 ${start.replace(/[?"]/g, '\\$&')}`))));
    expect(await faultsOf('subject,arm,target_area,visit,date,photo,um_per_px,resolution\nS1,active,vertex,week 0,2026-01-05,a.jpg,2.76,fine\n')).toEqual([]);
  });

  it('offer the day that a spreadsheet probably meant, and both where day and month cannot be told apart', async () => {
    const days = ['46027', '05.01.2026', '1/5/2026', '5.1.26', '5.13.26', 'soon', '99/99/2026', '2026-01-05T23:10Z'];
    const faults = await faultsOf(`${header}\n${days.map((day, at) => `S${at},a,vertex,week 0,${day},${at}.jpg`).join('\n')}\n`);
    expect(faults.map((fault) => /(?:2026-01-31|from 1900 on)\. (.*)$/.exec(fault)?.[1])).toEqual([
      'Write 2026-01-05 if that is the day.', 'Write 2026-01-05 if that is the day.', 'Write 2026-05-01 or 2026-01-05, whichever it was.', 'Write 2026-01-05 if that is the day.',
      'Write year, month and day in that order, with hyphens.', 'Write year, month and day in that order, with hyphens.', 'Write year, month and day in that order, with hyphens.', 'Write 2026-01-05 if that is the day.',
    ]);
  });

  it('are read where a day can be one only, however it is written', async () => {
    const days = ['30/03/2026', '3/30/2026', '30.03.2026', '20260330', '2026/3/30', '30-Mar-2026', '30MAR2026', '2026-03-30 00:00:00', '2026-03-30T10:00'], read = [];
    for await (const { date } of readManifestRows(await fileManifest(`${header}\n${days.map((day, at) => `S${at},a,vertex,week 0,${day},${at}.jpg`).join('\n')}\n`))) read.push(date);
    expect(read).toEqual(days.map(() => '2026-03-30'));
  });

  it('refuse a scale of 300,000 digits as quickly as one of three', async () => {
    const began = performance.now(), faults = await faultsOf(`${header},um_per_px\nS1,active,vertex,week 0,2026-01-05,a.jpg,${'1'.repeat(300_000)}x\nS1,active,vertex,week 4,2026-02-05,b.jpg,${'9'.repeat(300_000)}.${'9'.repeat(300_000)}e\n`);
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['2 um_per_px', '3 um_per_px']);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('keep photographs inside the folder of the manifest', async () => {
    const outside = join(await newFolder(), 'outside.jpg');
    await writeFile(outside, '');
    const paths = ['/etc/passwd', '../a.jpg', 'photos/../../a.jpg', 'C:\\photos\\a.jpg', '..\\a.jpg', 'file:///etc/passwd', '\\\\server\\share\\a.jpg', 'link.jpg', 'linked/outside.jpg'];
    const manifest = await fileManifest(`${header}\n${paths.map((path, at) => `S${at},active,vertex,week 0,2026-01-05,${path}`).join('\n')}\n`);
    await symlink(outside, join(dirname(manifest), 'link.jpg'));
    await symlink(dirname(outside), join(dirname(manifest), 'linked'));
    const check = await checkManifest(manifest);
    expect(check.sound ? [] : check.faults.map(({ row, column }) => `${row} ${column}`)).toEqual(paths.map((_, at) => `${at + 2} photo`));
  });

  it('name a subject in two arms, a photograph in two rows, a visit with two photographs, and two visits on one day', async () => {
    const faults = await faultsOf(`${header}
S1,active,vertex,week 0,2026-01-05,a.jpg
S1,placebo,vertex,week 12,2026-03-30,b.jpg
S2,active,vertex,week 0,2026-01-05,a.jpg
S3,active,vertex,week 0,2026-01-05,c.jpg
S3,active,vertex,week 0,2026-01-05,d.jpg
S4,active,vertex,week 0,2026-01-05,e.jpg
S4,active,vertex,week 12,2026-01-05,f.jpg
`);
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['3 arm', '4 photo', '6 visit', '8 date']);
    expect(await faultsOf(`${header},view\nS3,a,vertex,week 0,2026-01-05,c.jpg,left\nS3,a,vertex,week 0,2026-01-05,d.jpg,right\n`)).toEqual([]);
  });

  it('let halves of a head be in different arms, and say so', async () => {
    const check = await checkManifest(await fileManifest(`${header}\nS1,active,left,week 0,2026-01-05,a.jpg\nS1,placebo,right,week 0,2026-01-05,b.jpg\nS2,active,left,week 0,2026-01-05,c.jpg\n`));
    expect(check.sound && check.manifest.notes).toEqual([expect.stringMatching(/^One subject has target areas in different arms: "S1"\. They are taken for areas treated differently/)]);
  });

  it('name visits whose numbers contradict their dates, because the earliest is the baseline', async () => {
    expect(await faultsOf(`${header}\nS1,a,vertex,week-12,2026-01-05,a.jpg\nS1,a,vertex,week-24,2026-03-30,b.jpg\n`)).toEqual([]);
    expect(await faultsOf(`${header}\nS1,a,vertex,week 12,2026-01-05,a.jpg\nS1,a,vertex,week 4,2026-03-30,b.jpg\n`)).toEqual([expect.stringMatching(/^3 date: The visit "week 4" is dated later than "week 12" in row 2/)]);
    expect(await faultsOf(`${header}\nS1,a,vertex,control,2026-01-05,a.jpg\nS1,a,vertex,Baseline,2026-03-30,b.jpg\n`)).toHaveLength(1);
    expect(await faultsOf(`${header}\nS1,a,vertex,month 1,2026-01-05,a.jpg\nS1,a,vertex,week 0,2026-03-30,b.jpg\n`)).toEqual([]);
  });

  it('of one row do not hide one another', async () => {
    const faults = await faultsOf(`${header},um_per_px\nS1,a,vertex,week 0,2026-01-05,a.jpg,6\nS1,b,vertex,week 12,soon,../a.jpg,-1\nS2,a,vertex,week 0,later,a.jpg,6\n`);
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['3 date', '3 um_per_px', '3 photo', '3 arm', '4 date', '4 photo']);
  });

  it('are counted beyond the first thousand', async () => {
    const check = await checkManifest(await fileManifest(`${header}\n${Array.from({ length: 1500 }, (_, at) => `S${at},a,vertex,week 0,soon,${at}.jpg`).join('\n')}\n`));
    expect(check).toMatchObject({ sound: false, faultCount: 1500 });
    expect(check.sound ? 0 : check.faults.length).toBe(1000);
  });
});

describe('the visits of a manifest', () => {
  it('have the earliest as their baseline, in whatever order the rows stand', async () => {
    const manifest = await soundManifest(`${header}\nS1,a,vertex,week 12,2026-03-30,b.jpg\nS2,a,vertex,only,2026-01-01,c.jpg\nS1,a,vertex,week 0,2026-01-05,a.jpg\nS1,a,crown,week 12,2026-03-30,d.jpg\n`);
    expect([...manifest.baselineOf]).toEqual([2, 1, 2, 3]);
    expect(manifest).toMatchObject({ rows: 4, subjects: 2, series: 3, missing: { count: 2, rows: [3, 5] } });
  });

  it('begin a series of their own where its baseline is missing or there are two, which is said with the rows and kept apart from the arms', async () => {
    const rows = ['S1,start,01', 'S1,week 12,04', 'S2,Start,01', 'S2,week 24,07', 'S3,start,01', 'S3,week 12,04', 'S4,w12,04', 'S4,week 24,07', 'S5,screening,01', 'S5,start,02', 'S6,start,01', 'S6,week 12,04', 'S7,week 12,04', 'S8,day 0,01', 'S8,week 12,04'];
    const { notes, fromOtherBaseline } = await soundManifest(`${header}\n${rows.map((row, at) => { const [subject, visit, month] = row.split(','); return `${subject},a,vertex,${visit},2026-${month}-05,${at}.jpg`; }).join('\n')}\n`);
    expect([...fromOtherBaseline]).toEqual([6, 7, 8, 9]);
    expect(notes[0]).toBe('2 series begin at another visit than most, which begin at "start": "S4" with "w12" (row 8), "S5" with "screening" (row 10). '
      + 'What changed from there is no change from the baseline: it is measured, and left out of the arms. Add the photograph that is missing, or remove the one that is no baseline.');
    // Visits called by their days, of whom one joined when the others came again.
    const days = ['S1,01', 'S1,03', 'S2,01', 'S2,03', 'S3,03', 'S3,05'].map((row, at) => `${row.slice(0, 2)},a,vertex,2026-${row.slice(3)}-05,2026-${row.slice(3)}-05,${at}.jpg`);
    expect((await soundManifest(`${header}\n${days.join('\n')}\n`)).fromOtherBaseline).toEqual(new Set());
  });

  it('are said to be two when they differ only in how they are written', async () => {
    expect((await soundManifest(`${header}\nS1,Active,vertex,week 0,2026-01-05,a.jpg\ns1,active,vertex,week 0,2026-01-05,b.jpg\n`)).notes).toHaveLength(2);
    expect((await soundManifest(`${header}\nS1,a,cafe\u0301,week 0,2026-01-05,a.jpg\nS1\u200b,a,caf\u00e9,week 12,2026-03-30,b.jpg\n`)).notes.map((note) => note.split(' ')[1])).toEqual(['subjects', 'target']);
    const visits = ['baseline', 'week 12', 'W12', 'Week-012', 'week 24', 'wk_24', 'week -4', 'week 4'];
    const { notes } = await soundManifest(`${header}\n${visits.map((visit, at) => `S${at},a,vertex,${visit},2026-01-05,${at}.jpg`).join('\n')}\n`);
    expect(notes.map((note) => note.split(' are taken')[0])).toEqual(['The visits "week 12" and "W12"', 'The visits "W12" and "Week-012"', 'The visits "week 24" and "wk_24"']);
  });
});

describe('odd names of photographs', () => {
  it('are found as they are written', async () => {
    const names = ['-rf.jpg', '--help.jpg', '=1+1.jpg', 'a\nb.jpg', '\u202egpj.exe.jpg', "it's.jpg", 'say "ah".jpg', 'a;b,c.jpg', ' .jpg', `${'x'.repeat(251)}.jpg`, 'e\u0301.jpg', 'é.jpg', '$(id).jpg', '%s%n.jpg', 'con.jpg', '.hidden.jpg'];
    const manifest = await soundManifest(`${header}\n${names.map((name, at) => `S${at},a,vertex,week 0,2026-01-05,"${name.replaceAll('"', '""')}"`).join('\n')}\n`, names);
    expect(manifest).toMatchObject({ rows: names.length, missing: { count: 0 } });
  });

  it('are found in the other form of composed letters, with spaces around them or with backslashes, when there is no such file', async () => {
    const manifest = await soundManifest(`${header}\nS1,a,vertex,week 0,2026-01-05,e\u0301.jpg\nS2,a,vertex,week 0,2026-01-05, b.jpg \nS3,a,vertex,week 0,2026-01-05,photos\\c.jpg\n`, ['é.jpg', 'b.jpg', 'photos/c.jpg']);
    expect(manifest.missing.count).toBe(0);
  });

  it('that no file can have are missing photographs, not a crash', async () => {
    const manifest = await soundManifest(`${header}\nS1,a,vertex,week 0,2026-01-05,${'y'.repeat(5000)}.jpg\nS2,a,vertex,week 0,2026-01-05,a.jpg/b.jpg\n`);
    expect(manifest.missing).toEqual({ count: 2, rows: [2, 3] });
  });
});
