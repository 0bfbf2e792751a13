import { createHash } from 'node:crypto';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { networkPixelsPerMm } from '../../src/measurement/network-pixels.js';
import { photographPhantom } from '../../src/phantom/index.js';
import { runNetworksOnOneThread } from '../../src/segmentation/inference-runtime.js';
import { closeupManifestPath, globalManifestPath, readModel, wornManifestPath } from '../../src/segmentation/model-manifest.js';
import { openNetworkSegmenter } from '../../src/segmentation/network-segmenter.js';
import { layTiles, tileMargin, tileSize } from '../../src/segmentation/tiles.js';
import { segmenterContract } from './segmenter-contract.js';

describe('the hair network on the native runtime', () => {
  segmenterContract(() => openNetworkSegmenter({ runtime: 'onnxruntime-node' }));
});

describe('the hair network on the WebAssembly runtime', () => {
  segmenterContract(() => openNetworkSegmenter({ runtime: 'onnxruntime-web' }));
});

describe('a scalp wider than one window', () => {
  it('shows the same hair probability in the seam as in a window of its own', async () => {
    const segmenter = await openNetworkSegmenter();
    const { image } = photographPhantom({ seed: 8, densityPerCm2: 120, micrometresPerPixel: 1000 / networkPixelsPerMm, widthMm: 9, heightMm: 1.5 });
    const whole = await segmenter.segment(image);
    const [first] = layTiles(image.width, image.height), seam = first!.keepRight, half = 100;
    // A window with the seam in its middle, starting on an even column.
    const left = seam - 256, width = 512, data = new Uint8Array(width * image.height * 3);
    for (let y = 0; y < image.height; y++) data.set(image.data.subarray((y * image.width + left) * 3, (y * image.width + left + width) * 3), y * width * 3);
    const around = await segmenter.segment({ width, height: image.height, data });
    let changed = 0, largest = 0;
    for (let y = 0; y < image.height; y++) {
      for (let x = seam - half; x < seam + half; x++) {
        const there = whole.hair.data[y * image.width + x]!, here = around.hair.data[y * width + x - left]!;
        largest = Math.max(largest, Math.abs(there - here));
        if (there >= 0.5 !== here >= 0.5) changed++;
      }
    }
    expect(largest).toBeLessThan(0.2);
    expect(changed).toBeLessThan(0.0005 * 2 * half * image.height);
  });

  it('is covered by windows whose kept parts meet without gap or overlap', () => {
    for (const [width, height] of [[100, 60], [768, 769], [2000, 900], [3001, 2501]] as const) {
      const kept = new Uint8Array(width * height);
      for (const tile of layTiles(width, height)) {
        expect(Math.max(tile.width, tile.height)).toBeLessThanOrEqual(tileSize + 2);
        expect(tile.left % 2 + tile.top % 2).toBe(0);
        for (let y = tile.keepTop; y < tile.keepBottom; y++) for (let x = tile.keepLeft; x < tile.keepRight; x++) kept[y * width + x]! += 1;
        if (tile.keepLeft > 0) expect(tile.keepLeft - tile.left).toBe(tileMargin);
      }
      expect(kept.every((times) => times === 1)).toBe(true);
    }
  });
});

describe('the model file', () => {
  it.each(['onnxruntime-node', 'onnxruntime-web'] as const)('is not used for measuring hair when it is noise, whatever its description says (%s)', async (runtime) => {
    const folder = await mkdtemp(join(tmpdir(), 'model-')), noise = Buffer.alloc(5000, 'noise');
    try {
      await writeFile(join(folder, 'noise.onnx'), noise);
      await writeFile(join(folder, 'noise.json'), JSON.stringify({ ...JSON.parse(await readFile(closeupManifestPath, 'utf8')), file: 'noise.onnx', sha256: createHash('sha256').update(noise).digest('hex') }));
      await expect(openNetworkSegmenter({ manifestPath: join(folder, 'noise.json'), runtime })).rejects.toMatchObject({ code: 'model.mismatch' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is not used for measuring hair when it was exchanged together with its description, and is the pinned one in this package', async () => {
    for (const path of [closeupManifestPath, globalManifestPath, wornManifestPath]) await expect(readModel(path, () => true)).resolves.toBeDefined();
    const kept = await readFile(closeupManifestPath, 'utf8'), model = closeupManifestPath.replace('.json', '.onnx'), folder = await mkdtemp(join(tmpdir(), 'package-'));
    try {
      // Another place for the package: what ships is not touched.
      await cp(new URL('../../dist', import.meta.url), join(folder, 'dist'), { recursive: true });
      await mkdir(join(folder, 'models'));
      await writeFile(join(folder, 'package.json'), '{"type":"module"}');
      const bytes = await readFile(model);
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(join(folder, 'models', 'closeup.onnx'), bytes);
      await writeFile(join(folder, 'models', 'closeup.json'), kept.replace(/"sha256": "\w+"/, `"sha256": "${createHash('sha256').update(bytes).digest('hex')}"`));
      const other = await import(pathToFileURL(join(folder, 'dist', 'segmentation', 'model-manifest.js')).href) as typeof import('../../src/segmentation/model-manifest.js');
      await expect(other.readModel(other.closeupManifestPath, other.isModelManifest)).rejects.toMatchObject({ code: 'model.mismatch', message: expect.stringContaining('description') });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is not used for measuring hair when it is not the pinned one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'model-'));
    try {
      const manifest = join(folder, 'closeup.json'), model = join(folder, 'closeup.onnx');
      await copyFile(closeupManifestPath, manifest);
      const bytes = await readFile(closeupManifestPath.replace('.json', '.onnx'));
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(model, bytes);
      await expect(openNetworkSegmenter({ manifestPath: manifest })).rejects.toMatchObject({ code: 'model.mismatch' });
      await rm(model);
      await expect(openNetworkSegmenter({ manifestPath: manifest })).rejects.toMatchObject({ code: 'model.missing' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('processes that work side by side on one thread each', () => {
  it('find exactly the hair that one process on two threads finds', async () => {
    const onTwo = await openNetworkSegmenter({ runtime: 'onnxruntime-node' });
    runNetworksOnOneThread();
    const onOne = await openNetworkSegmenter({ runtime: 'onnxruntime-node' });
    for (const [seed, widthMm, heightMm] of [[3, 1.3, 2.1], [4, 2, 2]] as const) {
      const { image } = photographPhantom({ seed, densityPerCm2: 150, micrometresPerPixel: 1000 / networkPixelsPerMm, widthMm, heightMm });
      expect(await onOne.segment(image)).toEqual(await onTwo.segment(image));
    }
  });
});
