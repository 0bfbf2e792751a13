import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { encodeJpeg } from '../../src/image-io/encode-image.js';
import { performTask } from '../../src/jobs/perform-task.js';
import { photographPhantom } from '../../src/phantom/index.js';

it('the pictures of a photograph are handed over where its folder cannot hold them, and only there', async () => {
  const root = await mkdtemp(join(tmpdir(), 'unkept-')), original = join(root, 'original.jpg'), blocked = join(root, 'a-file');
  try {
    await writeFile(original, await encodeJpeg(photographPhantom({ seed: 5, densityPerCm2: 150, micrometresPerPixel: 6, widthMm: 2, heightMm: 2 }).image, 90));
    await writeFile(blocked, '');
    const filesIn = (folder: string) => ({ original, display: join(folder, 'display.jpg'), report: join(folder, 'report.jpg'), check: join(folder, 'check.json') });
    const kept = await performTask('inspect', { files: filesIn(join(root, 'derived')) }, () => undefined), unkept = await performTask('inspect', { files: filesIn(join(blocked, 'derived')) }, () => undefined);
    expect(kept.unkept).toBeNull();
    expect(unkept.check).toEqual(kept.check);
    for (const picture of [unkept.unkept!.display, unkept.unkept!.report]) expect([...picture.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
