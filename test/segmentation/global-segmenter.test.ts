import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RasterImage } from '../../src/raster/raster-image.js';
import { openGlobalSegmenter, type GlobalSegmenter } from '../../src/segmentation/global-segmenter.js';
import { globalManifestPath } from '../../src/segmentation/model-manifest.js';
import { poses, turnedIndex, turnedSize, turnIn } from '../../src/segmentation/poses.js';
import { paintHead } from '../support/paint-head.js';

const bytesOf = (values: Float32Array): Buffer => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

function mirror({ width, height, data }: RasterImage): RasterImage {
  const mirrored = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) for (let k = 0; k < 3; k++) mirrored[3 * (y * width + x) + k] = data[3 * (y * width + width - 1 - x) + k]!;
  return { width, height, data: mirrored };
}

/** What every runtime must do. */
function globalContract(open: () => Promise<GlobalSegmenter>): void {
  it('names its model by sha256', async () => {
    expect((await open()).model).toMatchObject({ name: 'global', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it.each([[640, 480], [200, 301], [97, 33]])('covers a photograph of a head of %i × %i pixels with shares between 0 and 1', async (width, height) => {
    const { scalp, hair, ...grid } = await (await open()).segment(paintHead({ width, height, hairShare: 0.5 }));
    expect(Math.abs(grid.width - width * grid.cellsPerPixel)).toBeLessThan(1);
    expect(Math.abs(grid.height - height * grid.cellsPerPixel)).toBeLessThan(1);
    expect([scalp.length, hair.length]).toEqual([grid.width * grid.height, grid.width * grid.height]);
    for (const map of [scalp, hair]) expect(map.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('gives the same bytes for the same head, alone or beside others', async () => {
    const segmenter = await open(), head = paintHead({ width: 320, height: 240, hairShare: 0.4 });
    const alone = await segmenter.segment(head);
    for (const maps of await Promise.all([segmenter.segment(head), segmenter.segment(head)])) {
      expect(bytesOf(maps.scalp).equals(bytesOf(alone.scalp))).toBe(true);
      expect(bytesOf(maps.hair).equals(bytesOf(alone.hair))).toBe(true);
    }
  });
}

describe('the network for heads on the native runtime', () => {
  globalContract(() => openGlobalSegmenter({ runtime: 'onnxruntime-node' }));

  it('sees a mirrored head as the mirror image of the head', async () => {
    const segmenter = await openGlobalSegmenter(), head = paintHead({ width: 256, height: 192, hairShare: 0.4 });
    const upright = await segmenter.segment(head), mirrored = await segmenter.segment(mirror(head));
    let largest = 0;
    for (let y = 0, at = 0; y < upright.height; y++) {
      for (let x = 0; x < upright.width; x++, at++) largest = Math.max(largest, Math.abs(upright.hair[at]! - mirrored.hair[y * upright.width + upright.width - 1 - x]!));
    }
    expect(largest).toBeLessThan(1e-3);
  });

  it('sees about as much scalp at a glance as when it looks closely', async () => {
    const segmenter = await openGlobalSegmenter(), head = paintHead({ width: 1300, height: 900, hairShare: 0.4 });
    const close = await segmenter.segment(head), glance = await segmenter.glance(head);
    const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(glance.width - head.width * glance.cellsPerPixel)).toBeLessThan(1);
    expect(glance.scalp.length).toBeLessThan(close.scalp.length);
    expect(mean(close.scalp)).toBeGreaterThan(0.1);
    expect(Math.abs(mean(glance.scalp) - mean(close.scalp))).toBeLessThan(0.1);
  });

  it('is not used when it is not the pinned one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'model-'));
    try {
      const manifest = join(folder, 'global.json');
      await copyFile(globalManifestPath, manifest);
      const bytes = await readFile(globalManifestPath.replace('.json', '.onnx'));
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(join(folder, 'global.onnx'), bytes);
      await expect(openGlobalSegmenter({ manifestPath: manifest })).rejects.toMatchObject({ code: 'model.mismatch' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the network for heads on the WebAssembly runtime', () => {
  globalContract(() => openGlobalSegmenter({ runtime: 'onnxruntime-web' }));

  it('sees nearly the same hair as the native one', async () => {
    const head = paintHead({ width: 256, height: 256, hairShare: 0.6 });
    const [native, web] = await Promise.all((['onnxruntime-node', 'onnxruntime-web'] as const).map(async (runtime) => (await openGlobalSegmenter({ runtime })).segment(head)));
    expect(Math.max(...native!.hair.map((value, at) => Math.abs(value - web!.hair[at]!)))).toBeLessThan(0.01);
  });
});

describe('turning a head before the network', () => {
  it('takes every pixel to a place of its own inside the turned picture, also in wider rows', () => {
    const width = 5, height = 3;
    for (const quarterTurns of [0, 1, 2, 3] as const) {
      for (const mirrored of [false, true]) {
        const size = turnedSize({ quarterTurns, mirrored }, width, height), stride = size.width + 2, taken = new Set<number>();
        const steps = turnIn({ quarterTurns, mirrored }, width, height, stride);
        for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) taken.add(turnedIndex(steps, x, y));
        expect(taken.size).toBe(width * height);
        for (const index of taken) {
          expect(index % stride).toBeLessThan(size.width);
          expect(Math.floor(index / stride)).toBeLessThan(size.height);
        }
      }
    }
  });

  it('turns clockwise: the upper left corner goes to the upper right', () => {
    expect(turnedIndex(turnIn({ quarterTurns: 1, mirrored: false }, 5, 3, 3), 0, 0)).toBe(2);
    expect(turnedIndex(turnIn({ quarterTurns: 1, mirrored: true }, 5, 3, 3), 4, 0)).toBe(2);
  });

  it('looks in at least two poses, the upright one among them', () => {
    expect(poses.length).toBeGreaterThan(1);
    expect(poses).toContainEqual({ quarterTurns: 0, mirrored: false });
  });
});
