import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { findPhotographs } from '../../src/batch/manifest/find-photographs.js';
import { newFolder } from './manifests.js';

async function visitsOf(...names: string[]): Promise<(readonly [visit: string, date: string | null])[]> {
  const folder = await newFolder();
  for (const [at, name] of names.entries()) {
    const file = join(folder, `S${at}`, name, 'vertex.jpg');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '');
  }
  return (await findPhotographs(folder)).photographs.map(({ visit, date }) => [visit, date] as const);
}

describe('the visits of photographs in folders', () => {
  it('are called alike in all subjects, though each came on another day', async () => {
    expect(await visitsOf('2026-01-31 week 4', '2026-02-03 week 4', 'week 4 (2026-02-05)', '2026-02-06_week 4', 'week 4, 2026-02-07', '2026-01-01 week -4', '2026-01-02 -4', '第24週 2026-06-22')).toEqual([
      ['week 4', '2026-01-31'], ['week 4', '2026-02-03'], ['week 4', '2026-02-05'], ['week 4', '2026-02-06'], ['week 4', '2026-02-07'], ['week -4', '2026-01-01'], ['-4', '2026-01-02'], ['第24週', '2026-06-22'],
    ]);
  });

  it('keep their names where these hold no day, and the day where that is the whole name', async () => {
    expect(await visitsOf('week 4', '2026-01-31', 'baseline (left)', '2026-13-40 week 4')).toEqual([['week 4', null], ['2026-01-31', '2026-01-31'], ['baseline (left)', null], ['2026-13-40 week 4', null]]);
  });

  it('are dated by days written otherwise, and by those that can be two only where the camera says which', async () => {
    expect(await visitsOf('31.01.2026 week 4', 'week 4 31-01-2026', '31_01_2026_week 4', '20260131 week 4', '31Jan2026 week 4', '2026.01.31 week 4', '31.01.2026', '12 weeks 2026')).toEqual([
      ['week 4', '2026-01-31'], ['week 4', '2026-01-31'], ['week 4', '2026-01-31'], ['week 4', '2026-01-31'], ['week 4', '2026-01-31'], ['week 4', '2026-01-31'], ['2026-01-31', '2026-01-31'], ['12 weeks 2026', null],
    ]);
    expect(await visitsOf('22 März 2026 Woche 4', '22 März 2026 Woche 4'.normalize('NFD'), 'Visite 3 mai 2026')).toEqual([['Woche 4', '2026-03-22'], ['Woche 4', '2026-03-22'], ['Visite 3 mai 2026', null]]);
    expect(await visitsOf('03.04.2026 week 4', '03-04-2026')).toEqual([['week 4', null], ['03-04-2026', null]]);
    const folder = await newFolder(), shot = async (moment: string): Promise<Buffer> => sharp({ create: { width: 8, height: 8, channels: 3, background: 'white' } }).withExif({ IFD2: { DateTimeOriginal: moment } }).jpeg().toBuffer();
    for (const [subject, moment] of [['S1', '2026:04:03 10:00:00'], ['S2', '2026:03:04 10:00:00'], ['S3', '2025:01:01 00:00:00']] as const) {
      await mkdir(join(folder, subject, '03.04.2026 week 4'), { recursive: true });
      await writeFile(join(folder, subject, '03.04.2026 week 4', 'vertex.jpg'), await shot(moment));
    }
    expect((await findPhotographs(folder)).photographs.map(({ visit, date }) => [visit, date])).toEqual([['week 4', '2026-04-03'], ['week 4', '2026-03-04'], ['week 4', null]]);
  });

  it('keep their names, and are dated by the camera alone, where the number before a month may be that of the visit', async () => {
    const unsure = ['Visit 2 Feb 2026', 'Visit 3 Apr 2026', 'Week 12 Apr 2026', 'V3 May 2026', 'week -4 Feb 2026', 'Visit #3 Apr 2026', 'visit no. 3 Apr 2026', 'visit-3-Apr-2026', 'contrôle 3 Apr 2026'];
    expect(await visitsOf(...unsure)).toEqual(unsure.map((name) => [name, null]));
    expect(await visitsOf('3 Apr 2026 week 4', 'week 4, 3 Apr 2026', 'week 4 (3 Apr 2026)', 'week 4 - 3-Apr-2026', 'week 4 3 Apr 2026', 'week 4 Apr 3, 2026', '3 Apr 2026', 'week 4 20260403')).toEqual([
      ['week 4', '2026-04-03'], ['week 4', '2026-04-03'], ['week 4', '2026-04-03'], ['week 4', '2026-04-03'], ['week 4', '2026-04-03'], ['week 4 Apr 3, 2026', null], ['2026-04-03', '2026-04-03'], ['week 4', '2026-04-03'],
    ]);
    const folder = await newFolder();
    for (const [subject, moment] of [['S1', '2026:04:03 10:00:00'], ['S2', '2026:04:21 10:00:00']] as const) {
      await mkdir(join(folder, subject, 'Visit 3 Apr 2026'), { recursive: true });
      await writeFile(join(folder, subject, 'Visit 3 Apr 2026', 'vertex.jpg'), await sharp({ create: { width: 8, height: 8, channels: 3, background: 'white' } }).withExif({ IFD2: { DateTimeOriginal: moment } }).jpeg().toBuffer());
    }
    expect((await findPhotographs(folder)).photographs.map(({ visit, date }) => [visit, date])).toEqual([['Visit 3 Apr 2026', '2026-04-03'], ['Visit 3 Apr 2026', null]]);
  });

  it('are dated by a day behind a word that counts no visits, and by one written as one with its month', async () => {
    expect(await visitsOf('Baseline 03 Apr 2026', 'Baseline 10 Apr 2026', 'BL 31 Jan 2026', 'Screening_03APR2026', 'End of study 20 Jul 2026', 'photos 3 Apr 2026', 'Visit_03APR2026', 'week 4')).toEqual([
      ['Baseline', '2026-04-03'], ['Baseline', '2026-04-10'], ['BL', '2026-01-31'], ['Screening', '2026-04-03'], ['End of study', '2026-07-20'], ['photos', '2026-04-03'], ['Visit', '2026-04-03'], ['week 4', null],
    ]);
    const unsure = ['follow-up 3 Jul 2026', 'BL2 Feb 2026', 'V03APR2026', 'baseline visit 3 Apr 2026', 'Baseline #3 Apr 2026'];
    expect(await visitsOf(...unsure)).toEqual(unsure.map((name) => [name, null]));
  });

  it('keep the day where most subjects have the rest of the name on several days, which is then no visit; one who came twice is left to the check of the manifest', async () => {
    const folder = await newFolder();
    for (const path of ['S1/2026-01-31 photos', 'S1/2026-04-30 photos', 'S2/2026-02-01 photos', 'S2/2026-05-02 photos', 'S3/2026-02-03 week 4', 'S4/2026-02-04 week 4', 'S4/2026-02-05 week 4', 'S5/2026-02-03 week 4']) {
      await mkdir(join(folder, path), { recursive: true });
      await writeFile(join(folder, path, 'vertex.jpg'), '');
    }
    expect((await findPhotographs(folder)).photographs.map(({ visit }) => visit)).toEqual(['2026-01-31 photos', '2026-04-30 photos', '2026-02-01 photos', '2026-05-02 photos', 'week 4', 'week 4', 'week 4', 'week 4']);
  });
});
