import type { FloatMap, RasterImage } from '../raster/raster-image.js';
import type { InferenceRuntime } from './inference-runtime.js';
import { closeupManifestPath, isModelManifest, readModel, type ModelManifest } from './model-manifest.js';
import type { ShaftMaps } from '../raster/shaft-maps.js';
import type { NetworkAnswer } from './network.js';
import { openNetwork } from './open-network.js';
import type { Segmenter } from './segmenter.js';
import { layTiles, type Tile } from './tiles.js';

export interface NetworkSegmenterOptions {
  /** JSON contract of the model; the shipped close-up network when left out. */
  readonly manifestPath?: string;
  /** Which runtime to insist on; the native one is tried first when left out. */
  readonly runtime?: InferenceRuntime['name'];
}

/** Windows that wait for the network at a time, so that it has work while its caller is busy; each takes at most 14 MB. */
const tilesAhead = 6;

/**
 * Opens the network that finds shafts.
 * @throws AnalysisError `model.missing`, `model.mismatch` or `runtime.missing`.
 */
export async function openNetworkSegmenter(options: NetworkSegmenterOptions = {}): Promise<Segmenter> {
  const { manifest, bytes } = await readModel(options.manifestPath ?? closeupManifestPath, isModelManifest);
  const network = await openNetwork(bytes, manifest.input.name, options.runtime);
  let spent = 0;
  return {
    model: { name: manifest.name, sha256: manifest.sha256, runtime: network.runtime },
    pixelsPerMillimetre: manifest.input.pixelsPerMillimetre,
    looksMeanwhile: network.hasOwnThread,
    networkMilliseconds: () => spent,
    async segment(image) {
      const maps = createMaps(image.width, image.height), asked: Promise<void>[] = [];
      for (const tile of layTiles(image.width, image.height)) {
        if (asked.length >= tilesAhead) await asked[asked.length - tilesAhead];
        const { input, width, height } = cutTile(image, tile, manifest);
        const answered = network.run(input, [1, 3, height, width]).then(({ outputs, milliseconds }) => {
          spent += milliseconds;
          pasteTile(maps, tile, width, height, outputs);
        });
        // Whoever waits below hears of the first failure; the others must not go unheard.
        answered.catch(() => undefined);
        asked.push(answered);
      }
      await Promise.all(asked);
      return maps;
    },
  };
}

function createMaps(width: number, height: number): ShaftMaps {
  const halfWidth = (width + 1) >> 1, halfHeight = (height + 1) >> 1;
  const half = (): FloatMap => ({ width: halfWidth, height: halfHeight, data: new Float32Array(halfWidth * halfHeight) });
  return {
    width, height, hair: { width, height, data: new Float32Array(width * height) },
    middle: half(), root: half(), tip: half(), rootOffsetX: half(), rootOffsetY: half(), tipOffsetX: half(), tipOffsetY: half(),
  };
}

/** One window as planes of normalised values; what lies beyond the picture is 0, as in training. */
function cutTile(image: RasterImage, tile: Tile, manifest: ModelManifest): { input: Float32Array; width: number; height: number } {
  const { multipleOf, mean, scale } = manifest.input;
  const width = Math.ceil(tile.width / multipleOf) * multipleOf, height = Math.ceil(tile.height / multipleOf) * multipleOf;
  const input = new Float32Array(3 * width * height), plane = width * height, normalised = Float32Array.from({ length: 256 }, (_, value) => (value - mean) / scale);
  for (let y = 0; y < tile.height; y++) {
    cutRow(input, y * width, plane, image.data, ((tile.top + y) * image.width + tile.left) * 3, tile.width, normalised);
  }
  return { input, width, height };
}

function cutRow(input: Float32Array, at: number, plane: number, data: RasterImage['data'], from: number, width: number, normalised: Float32Array): void {
  for (let to = at, end = at + width; to < end; to++, from += 3) {
    input[to] = normalised[data[from]!]!;
    input[to + plane] = normalised[data[from + 1]!]!;
    input[to + 2 * plane] = normalised[data[from + 2]!]!;
  }
}

function pasteTile(maps: ShaftMaps, tile: Tile, width: number, height: number, outputs: NetworkAnswer['outputs']): void {
  const hair = outputs['hair']!, peaks = outputs['peaks']!, offsets = outputs['offsets']!;
  for (let y = tile.keepTop; y < tile.keepBottom; y++) {
    const from = (y - tile.top) * width - tile.left;
    maps.hair.data.set(hair.subarray(from + tile.keepLeft, from + tile.keepRight), y * maps.width + tile.keepLeft);
  }
  const halfWidth = width / 2, halfPlane = halfWidth * (height / 2), left = tile.left / 2;
  const planes: [Float32Array, Float32Array, number][] = [
    [maps.middle.data, peaks, 0], [maps.root.data, peaks, 1], [maps.tip.data, peaks, 2],
    [maps.rootOffsetX.data, offsets, 0], [maps.rootOffsetY.data, offsets, 1], [maps.tipOffsetX.data, offsets, 2], [maps.tipOffsetY.data, offsets, 3],
  ];
  const fromColumn = tile.keepLeft >> 1, toColumn = (tile.keepRight + 1) >> 1;
  for (let row = tile.keepTop >> 1; row < (tile.keepBottom + 1) >> 1; row++) {
    const from = (row - tile.top / 2) * halfWidth - left;
    for (const [to, source, channel] of planes) {
      to.set(source.subarray(channel * halfPlane + from + fromColumn, channel * halfPlane + from + toColumn), row * maps.middle.width + fromColumn);
    }
  }
}
