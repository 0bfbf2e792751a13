import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { networkPixelsPerMm } from '../../src/measurement/network-pixels.js';
import { photographPhantom } from '../../src/phantom/index.js';
import { runNetworksOnOneThread } from '../../src/segmentation/inference-runtime.js';
import { closeupManifestPath } from '../../src/segmentation/model-manifest.js';
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
