import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { encodeGreyPng, encodePng } from '../../src/image-io/encode-image.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { markMap } from '../../src/image-io/map-mark.js';
import { nameOutputs, prepareFolder, refuseToReplacePhotos, refuseToReplacePictures, writeWhole } from '../../src/cli/output-folder.js';

const code = (expected: string) => expect.objectContaining({ code: expected });

let folder: string;
beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'outputs-')); });
afterEach(async () => { await rm(folder, { recursive: true }); });

describe('names for the pictures made of photographs', () => {
  it('are those of the photographs, without folder and extension', () => {
    expect(nameOutputs(['a/left.jpg', 'right.JPEG', 'with.dots.png', '.hidden'])).toEqual(['left', 'right', 'with.dots', '.hidden']);
  });

  it('differ for photographs of one name, also in other letter case and Unicode form', () => {
    expect(nameOutputs(['a/x.jpg', 'b/x.jpg', 'c/X.png', 'x-2.jpg'])).toEqual(['x', 'x-3', 'X-4', 'x-2']);
    expect(nameOutputs(['é.jpg', 'e\u0301.jpg'])).toEqual(['é', 'e\u0301-2']);
  });

  it('are as many different ones as there are photographs, each short enough for a file', () => {
    const stem = fc.stringMatching(/^[abAB2é-]{1,4}$/);
    fc.assert(fc.property(fc.array(stem, { maxLength: 12 }), (stems) => {
      const names = nameOutputs(stems.map((name, at) => `${at}/${name}.jpg`)).map((name) => name.normalize('NFC').toLowerCase());
      expect(new Set(names).size).toBe(stems.length);
    }), { numRuns: 300, seed: 2 });
    const [long] = nameOutputs([`${'ß'.repeat(125)}.jpg`]);
    expect(Buffer.byteLength(`${long}.overlay.png`)).toBeLessThan(256);
  });
});

describe('a folder for results', () => {
  it('loses what a killed writer left hours ago, and neither what is being written nor files of other names', async () => {
    const left = '.0123456789ab.partial', underWay = '.ba9876543210.partial', others = ['notes.partial', '.0123456789ab.partial.png'];
    const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const name of [left, underWay, ...others]) await writeFile(join(folder, name), '');
    for (const name of [left, ...others]) await utimes(join(folder, name), hoursAgo, hoursAgo);
    await prepareFolder(folder, '--overlay');
    expect((await readdir(folder)).sort()).toEqual([underWay, ...others].sort());
  });

  it('keeps what another machine writes on a disk whose clock is two hours behind', async () => {
    const underWay = '.ba9876543210.partial';
    await writeFile(join(folder, underWay), '');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 });
    try {
      await prepareFolder(folder, '--overlay');
    } finally {
      vi.useRealTimers();
    }
    expect(await readdir(folder)).toEqual([underWay]);
  });

  it('is made where there is none, and left without a trace of the check', async () => {
    const fresh = join(folder, 'one', 'two');
    await prepareFolder(fresh, '--maps');
    expect(await readdir(fresh)).toEqual([]);
  });

  it('is refused when it is a file or lies in one, without naming where it is', async () => {
    await writeFile(join(folder, 'file'), '');
    const isFile = '--maps takes a folder, and where it points there is a file.', isClosed = 'The folder given with --maps cannot be written to.';
    for (const [wrong, message] of [[join(folder, 'file'), isFile], [join(folder, 'file', 'in'), isFile], ['/proc/maps', isClosed], ['/proc/none/in', isClosed]] as const) {
      const error = await prepareFolder(wrong, '--maps').catch((caught: unknown) => caught);
      expect(error).toEqual(code('output.unwritable'));
      expect((error as Error).message).toBe(message);
    }
  });

  it('never takes the place of a photograph, not even through a link', async () => {
    await writeFile(join(folder, 'a.png'), 'photograph');
    await symlink(folder, join(folder, 'link'));
    await expect(refuseToReplacePhotos([join(folder, 'link', 'a.png')], [join(folder, 'a.png')], '--maps')).rejects.toEqual(code('usage.invalid'));
    await expect(refuseToReplacePhotos([join(folder, 'b.png')], [join(folder, 'a.png')], '--maps')).resolves.toBeUndefined();
  });
});

describe('a map of hair', () => {
  it('replaces the map of an earlier run, and never a photograph that lies in the folder', async () => {
    const place = (name: string): string => join(folder, name), picture = { width: 40, height: 30 };
    const grey = await encodeGreyPng({ ...picture, data: new Float32Array(1200).fill(0.3) });
    await writeFile(place('grey.png'), grey);
    await writeFile(place('map.png'), markMap(grey));
    await writeFile(place('photo.png'), await encodePng({ ...picture, data: new Uint8Array(3600).fill(120) }));
    await writeFile(place('table.png'), 'no picture at all');
    await expect(refuseToReplacePictures([place('map.png'), place('none.png')], '--maps')).resolves.toBeUndefined();
    for (const name of ['photo.png', 'grey.png', 'table.png']) await expect(refuseToReplacePictures([place('map.png'), place(name)], '--maps')).rejects.toEqual(code('usage.invalid'));
  });
});

describe('a result written to disk', () => {
  it('replaces the older one whole', async () => {
    const file = join(folder, 'report.html');
    await writeFile(file, 'older and much longer');
    await writeWhole(file, 'new');
    expect(await readFile(file, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['report.html']);
  });

  it('leaves the older one alone when it cannot be written, and names the file without its folder', async () => {
    const place = join(folder, 'report.html');
    await mkdir(place);
    const error = await writeWhole(place, 'new').catch((caught: unknown) => caught);
    expect(error).toEqual(code('output.unwritable'));
    expect((error as Error).message).toMatch(/^report\.html could not be written \(E\w+\)\.$/);
    expect(await readdir(folder)).toEqual(['report.html']);
    await chmod(place, 0o755);
  });
});
