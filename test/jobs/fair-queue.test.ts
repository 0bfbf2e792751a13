import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFairQueue } from '../../src/jobs/fair-queue.js';
import { readyPicture } from '../../src/jobs/inspect-photograph.js';
import { createWorker, type Worker } from '../../src/jobs/worker-process.js';
import { originalPath, picturePath, prepareParent } from '../../src/study/originals.js';
import { rememberPhotograph } from '../../src/study/photographs.js';
import { openStudyStore, type StudyStore } from '../../src/study/study-store.js';

describe('photographs that wait to be read', () => {
  it('are read in turns of the people who sent them, each person\'s in order, and never when their sender has gone', async () => {
    const inTurn = createFairQueue(), order: string[] = [], gone = new AbortController();
    const ask = (name: string, signal?: AbortSignal): Promise<unknown> => inTurn(async () => { order.push(name); await pause(1); }, { holder: name[0]!, ...(signal === undefined ? {} : { signal }) });
    const asked = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'].map((name) => ask(name)), left = ask('c2', gone.signal), wrong = inTurn(() => Promise.reject(new Error('cut short')), { holder: 'd' });
    gone.abort();
    await expect(left).rejects.toMatchObject({ code: 'request.gone' });
    await expect(wrong).rejects.toThrow('cut short');
    await expect(ask('c3', gone.signal)).rejects.toMatchObject({ code: 'request.gone' });
    await Promise.all(asked);
    expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  });

  it('are refused when one person has a hundred waiting, and nobody else is', async () => {
    const inTurn = createFairQueue();
    let open = (): void => undefined;
    const door = new Promise<void>((resolve) => { open = resolve; }), ask = (holder: string): Promise<void> => inTurn(() => door, { holder });
    const asked = Array.from({ length: 101 }, () => ask('a'));
    await expect(ask('a')).rejects.toMatchObject({ code: 'request.tooMany' });
    const other = ask('b');
    open();
    await Promise.all([...asked, other]);
    await ask('a');
  });

  it('have their turn before those that nobody waits for yet, which are as good as the others once somebody does', async () => {
    const inTurn = createFairQueue(), order: string[] = [], asker = { holder: 'later', isLater: true };
    const ask = (name: string, who: { holder: string; isLater?: boolean }): Promise<unknown> => inTurn(async () => { order.push(name); await pause(1); }, who);
    const asked = [ask('first', { holder: 'a' }), ask('unwanted', { holder: 'nobody', isLater: true }), ask('wanted by now', asker), ask('a2', { holder: 'a' }), ask('a3', { holder: 'a' })];
    asker.isLater = false;
    await Promise.all(asked);
    expect(order).toEqual(['first', 'wanted by now', 'a2', 'a3', 'unwanted']);
  });
});

describe('pictures of a photograph that have to be made again', () => {
  const sha256 = 'a'.repeat(64), script = `
    import { appendFileSync, existsSync } from 'node:fs';
    const answer = (output) => { if (existsSync(process.env.SEEN + '.wait')) setTimeout(answer, 20, output); else process.send(output); };
    process.on('message', ({ id, input }) => { appendFileSync(process.env.SEEN, 'made '); setTimeout(answer, 60, { id, output: { sha256: input.files.original } }); });
    process.on('disconnect', () => process.exit(0));`;
  let folder: string, store: StudyStore, reader: Worker;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trichoscore-pictures-'));
    store = await openStudyStore(join(folder, 'data'));
    await prepareParent(originalPath(store.folders, sha256));
    writeFileSync(originalPath(store.folders, sha256), 'photograph');
    await rememberPhotograph(store, 'this machine', { sha256, name: 'vertex.jpg', format: 'jpeg', bytes: 10, width: 300, height: 300, captured_at: null });
    writeFileSync(join(folder, 'reader.mjs'), script);
    process.env['SEEN'] = join(folder, 'seen');
    appendFileSync(join(folder, 'seen'), '');
    reader = createWorker({ entry: join(folder, 'reader.mjs') });
  });
  afterEach(async () => {
    reader.close();
    await store.close();
    delete process.env['SEEN'];
    rmSync(folder, { recursive: true, force: true });
  });
  const made = (): number => readFileSync(join(folder, 'seen'), 'utf8').split(' ').length - 1;

  it('are made once however many ask for them at once, and not at all when all have gone before their turn', async () => {
    const first = readyPicture({ store, reader }, sha256, 'display'), others = Array.from({ length: 20 }, () => readyPicture({ store, reader }, sha256, 'report'));
    await Promise.all([first, ...others]);
    expect(made()).toBe(1);
    writeFileSync(join(folder, 'seen.wait'), '');
    const busy = reader.run('inspect', { files: { original: '', display: '', report: '', check: '' } }), gone = new AbortController();
    const abandoned = Array.from({ length: 4 }, () => readyPicture({ store, reader }, sha256, 'display', { signal: gone.signal }).catch((error: { code: string }) => error.code));
    await pause(20);
    gone.abort();
    rmSync(join(folder, 'seen.wait'));
    expect(await Promise.all(abandoned)).toEqual(Array(4).fill('request.gone'));
    await busy;
    await readyPicture({ store, reader }, sha256, 'display');
    expect(made()).toBe(3);
  });

  it('leave nothing when the photograph is erased while they are made', async () => {
    writeFileSync(join(folder, 'seen.wait'), '');
    const picture = picturePath(store.folders, sha256, 'display'), asked = readyPicture({ store, reader }, sha256, 'display').catch((error: { code: string }) => error.code);
    await expect.poll(made).toBe(1);
    await store.database.deleteFrom('holdings').execute();
    await store.database.deleteFrom('photographs').execute();
    await prepareParent(picture);
    writeFileSync(picture, 'made too late');
    rmSync(join(folder, 'seen.wait'));
    expect([await asked, existsSync(picture)]).toEqual(['request.notFound', false]);
  });
});
