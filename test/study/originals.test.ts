import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readBucketAddress } from '../../src/study/object-store/bucket-address.js';
import { openBucket } from '../../src/study/object-store/bucket.js';
import { keepOriginalsInBucket } from '../../src/study/object-store/originals-in-bucket.js';
import { sweepCopies } from '../../src/study/object-store/sweep-copies.js';
import { type DataFolders, keepOriginalsInFolder, openFolders, type Originals, originalPath, picturePath, quarantinePath } from '../../src/study/originals.js';
import { rememberPhotograph } from '../../src/study/photographs.js';
import { openStudyStore } from '../../src/study/study-store.js';
import { noteUnsettled } from '../../src/study/unsettled.js';
import { type ObjectStore, startObjectStore } from '../support/object-store.js';

const photograph = randomBytes(300_000), sha256 = createHash('sha256').update(photograph).digest('hex');
const key = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };
let objects: ObjectStore, place: string, folders: DataFolders;

beforeAll(async () => { objects = await startObjectStore(); });
afterAll(() => objects.stop());
beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'trichoscore-originals-'));
  folders = await openFolders(place);
});
afterEach(() => { rmSync(place, { recursive: true, force: true }); });

const bring = (): string => {
  const upload = quarantinePath(folders);
  writeFileSync(upload, photograph);
  return upload;
};
const inBucket = (): Originals => keepOriginalsInBucket(openBucket(readBucketAddress(objects.url)), folders);

for (const [name, open] of [['a folder', () => keepOriginalsInFolder(folders)], ['an object store', inBucket]] as const) {
  describe(`original photographs in ${name}`, () => {
    it('come back byte for byte, are kept once, and are gone when they are removed', async () => {
      const originals = open();
      await originals.check();
      for (let times = 0; times < 2; times += 1) await originals.keep(bring(), sha256);
      expect(readFileSync(await originals.locate(sha256)).equals(photograph)).toBe(true);
      expect(readdirSync(folders.quarantine)).toEqual([]);
      writeFileSync(originalPath(folders, sha256), 'damaged');
      await originals.keep(bring(), sha256);
      expect(readFileSync(await originals.locate(sha256)).equals(photograph)).toBe(true);
      expect([await originals.has(sha256), await originals.has('0'.repeat(64))]).toEqual([true, false]);
      await originals.remove(sha256);
      await originals.remove(sha256);
      expect(existsSync(originalPath(folders, sha256))).toBe(false);
    });
  });
}

describe('a photograph whose upload was killed', () => {
  it('leaves nothing behind after the next start, and nothing is removed that was not under way', async () => {
    const folder = join(place, 'killed'), killed = await openStudyStore(folder), row = { name: 'a.jpg', format: 'jpeg', bytes: 1, width: 64, height: 64, captured_at: null };
    const bringFile = async (name: string): Promise<string> => {
      const upload = quarantinePath(killed.folders);
      writeFileSync(upload, name);
      await killed.originals.keep(upload, name.repeat(64));
      return originalPath(killed.folders, name.repeat(64));
    };
    const [lost, kept, restored] = [await bringFile('a'), await bringFile('b'), await bringFile('c')];
    for (const letter of ['a', 'b']) await noteUnsettled(killed.folders, letter.repeat(64));
    const picture = picturePath(killed.folders, 'a'.repeat(64), 'display');
    mkdirSync(dirname(picture), { recursive: true });
    const unfinished = join(dirname(picturePath(killed.folders, 'b'.repeat(64), 'display')), '.0123456789ab.partial');
    mkdirSync(dirname(unfinished), { recursive: true });
    // Made while its photograph was erased; who has the original again has its pictures made again, too.
    const nobodys = picturePath(killed.folders, 'c'.repeat(64), 'report');
    mkdirSync(dirname(nobodys), { recursive: true });
    for (const file of [picture, unfinished, nobodys]) writeFileSync(file, 'picture');
    await rememberPhotograph(killed, 'dr', { sha256: 'b'.repeat(64), ...row });
    await killed.close();
    const store = await openStudyStore(folder);
    expect([lost, picture, unfinished, nobodys, kept, restored].map((file) => existsSync(file))).toEqual([false, false, false, false, true, true]);
    expect(readdirSync(store.folders.quarantine)).toEqual([]);
    await store.close();
  });
});

describe('original photographs that several machines reach', () => {
  it('are fetched by a machine that never saw them, readable by its account only', async () => {
    await inBucket().keep(bring(), sha256);
    folders = await openFolders(join(place, 'another machine'));
    const file = await inBucket().locate(sha256);
    expect([readFileSync(file).equals(photograph), statSync(file).mode & 0o077]).toEqual([true, 0]);
  });

  it('are refused when the store lost them or gives back another file', async () => {
    const damaged = '0'.repeat(64), lost = '1'.repeat(64), bucket = openBucket(readBucketAddress(objects.url));
    await bucket.put(`originals/00/${damaged}`, bring(), sha256);
    for (const name of [damaged, lost]) await expect(inBucket().locate(name)).rejects.toMatchObject({ code: 'storage.damaged' });
    expect([readdirSync(folders.originals), readdirSync(folders.quarantine).length]).toEqual([[], 1]);
  });

  it('go to the store with their checksum, so that none is replaced by one that was cut off on its way', async () => {
    const asked: IncomingHttpHeaders[] = [], store = createHttpServer((request, response) => {
      asked.push(request.headers);
      request.resume().on('end', () => response.end());
    });
    await new Promise<void>((resolve) => { store.listen(0, '127.0.0.1', resolve); });
    const { port } = store.address() as AddressInfo, originals = keepOriginalsInBucket(openBucket(readBucketAddress(`s3://photographs?endpoint=http://127.0.0.1:${port}`, key)), folders);
    await originals.keep(bring(), sha256);
    expect(asked).toMatchObject([{ 'content-length': String(photograph.length), 'x-amz-checksum-sha256': createHash('sha256').update(photograph).digest('base64'), authorization: expect.stringMatching(/SignedHeaders=[^,]*x-amz-checksum-sha256/) }]);
    store.closeAllConnections();
    await new Promise((resolve) => { store.close(resolve); });
  });

  it('are waited for no longer than five seconds when the store stands still in the middle of one, and half of it is not kept', async () => {
    const store = createHttpServer((_request, response) => {
      response.writeHead(200, { 'content-length': photograph.length });
      response.write(photograph.subarray(0, 100_000));
    });
    await new Promise<void>((resolve) => { store.listen(0, '127.0.0.1', resolve); });
    const { port } = store.address() as AddressInfo, originals = keepOriginalsInBucket(openBucket(readBucketAddress(`s3://photographs?endpoint=http://127.0.0.1:${port}`, key)), folders), began = performance.now();
    await expect(originals.locate(sha256)).rejects.toMatchObject({ code: 'storage.unavailable' });
    expect(performance.now() - began).toBeLessThan(5000);
    expect([existsSync(originalPath(folders, sha256)), readdirSync(folders.quarantine)]).toEqual([false, []]);
    store.closeAllConnections();
    await new Promise((resolve) => { store.close(resolve); });
  }, 20_000);

  it('are waited for no longer than five seconds when the store is down, or takes connections and says nothing', async () => {
    const sockets: Socket[] = [], silent = createServer((socket) => { sockets.push(socket); });
    await new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve); });
    const { port } = silent.address() as AddressInfo;
    const ask = async (at: number): Promise<number> => {
      const originals = keepOriginalsInBucket(openBucket(readBucketAddress(`s3://photographs?endpoint=http://127.0.0.1:${at}`, key)), folders), began = performance.now();
      await expect(originals.keep(bring(), sha256)).rejects.toMatchObject({ code: 'storage.unavailable' });
      return performance.now() - began;
    };
    expect(await ask(port)).toBeLessThan(5_500);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => { silent.close(resolve); });
    expect(await ask(port)).toBeLessThan(2_000);
  });

  it('are found by address, with a key from the environment alone', () => {
    expect(readBucketAddress('s3://photographs/trial-7/?endpoint=https://s3.clinic.example/&region=eu-1', key)).toMatchObject({ endpoint: 'https://s3.clinic.example/photographs', region: 'eu-1', prefix: 'trial-7/' });
    expect(readBucketAddress('s3://photographs', { ...key, AWS_REGION: 'eu-west-1' })).toMatchObject({ endpoint: 'https://s3.eu-west-1.amazonaws.com/photographs', prefix: '' });
    for (const wrong of ['https://photographs', 's3://', 's3://me:secret@photographs', 's3://photographs?endpoint=ftp://x']) expect(() => readBucketAddress(wrong, key)).toThrow(expect.objectContaining({ code: 'usage.invalid' }));
    expect(() => readBucketAddress('s3://photographs', {})).toThrow(expect.objectContaining({ code: 'usage.invalid', message: expect.stringContaining('key') }));
  });

  it('leave a machine when they were erased elsewhere, and the longest unused when there are too many', async () => {
    const store = await openStudyStore(join(place, 'store'));
    const longAgo = Date.now() / 1000 - 3600, copy = async (letter: string, minutesAgo: number): Promise<string> => {
      const upload = bring(), name = letter.repeat(64);
      utimesSync(upload, longAgo, longAgo - 60 * minutesAgo);
      await store.originals.keep(upload, name);
      if (letter !== 'e') await rememberPhotograph(store, 'dr', { sha256: name, name, format: 'jpeg', bytes: 1, width: 64, height: 64, captured_at: null });
      return originalPath(store.folders, name);
    };
    const [recent, old, erased] = [await copy('a', 1), await copy('b', 2), await copy('e', 0)], picture = picturePath(store.folders, 'e'.repeat(64), 'display');
    mkdirSync(join(picture, '..'), { recursive: true });
    writeFileSync(picture, 'picture');
    utimesSync(picture, longAgo, longAgo);
    expect(await sweepCopies(store)).toBe(2);
    expect([recent, old, erased, picture].map((file) => existsSync(file))).toEqual([true, true, false, false]);
    expect(await sweepCopies(store, 400_000)).toBe(1);
    expect([recent, old].map((file) => existsSync(file))).toEqual([true, false]);
    await store.close();
  });
});
