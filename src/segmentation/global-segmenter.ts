import type { GlobalMaps } from '../raster/global-maps.js';
import type { FloatMap, RasterImage } from '../raster/raster-image.js';
import { resampleImage } from '../raster/resample-image.js';
import { resampleMap } from '../raster/resample-map.js';
import { resampleSmall } from '../raster/small-copy.js';
import { loadInferenceRuntime, openSession } from './inference-runtime.js';
import { globalManifestPath, globalManifestSchema, readModel, type GlobalManifest } from './model-manifest.js';
import type { NetworkSegmenterOptions } from './network-segmenter.js';
import type { ModelIdentity } from './segmenter.js';
import { poses, turnIn, turnedSize, turnedIndex, type Pose } from './poses.js';

/** Something that tells hair, scalp and everything else apart on a photograph of a head. */
export interface GlobalSegmenter {
  readonly model: ModelIdentity;
  /** Milliseconds spent inside the network so far; for benchmarks. */
  readonly networkMilliseconds: () => number;
  /** @param image A whole photograph, upright or not, of any size. The same picture gives the same bytes. */
  segment(image: RasterImage): Promise<GlobalMaps>;
  /** A first look in one pose at the smallest size, at a tenth of the cost: enough to tell what is no head at all. */
  glance(image: RasterImage): Promise<GlobalMaps>;
}

/**
 * Opens the network for photographs of heads.
 * @throws AnalysisError `model.missing`, `model.mismatch` or `runtime.missing`.
 */
export async function openGlobalSegmenter(options: NetworkSegmenterOptions = {}): Promise<GlobalSegmenter> {
  const { manifest, bytes } = await readModel(options.manifestPath ?? globalManifestPath, globalManifestSchema);
  const runtime = await loadInferenceRuntime(options.runtime);
  const session = await openSession(runtime, bytes);
  const { longerSides, name } = manifest.input;
  let spent = 0;

  /** Mean answer over poses, at one size. */
  async function segmentAtSize(small: RasterImage, inPoses: readonly Pose[] = poses): Promise<{ scalp: FloatMap; hair: FloatMap }> {
    const width = Math.ceil(small.width / manifest.pixelsPerCell), height = Math.ceil(small.height / manifest.pixelsPerCell);
    const empty = (): FloatMap => ({ width, height, data: new Float32Array(width * height) });
    const maps = { scalp: empty(), hair: empty() };
    for (const pose of inPoses) {
      const turned = poseInput(small, pose, manifest);
      const started = performance.now();
      const outputs = await session.run({ [name]: new runtime.ort.Tensor('float32', turned.input, [1, 3, turned.height, turned.width]) });
      spent += performance.now() - started;
      addTurned(maps.scalp, outputs['scalp']!.data as Float32Array, pose, turned.width / manifest.pixelsPerCell, 1 / inPoses.length);
      addTurned(maps.hair, outputs['hair']!.data as Float32Array, pose, turned.width / manifest.pixelsPerCell, 1 / inPoses.length);
    }
    return maps;
  }

  return {
    model: { name: manifest.name, sha256: manifest.sha256, runtime: runtime.name },
    networkMilliseconds: () => spent,
    async glance(image) {
      const scale = Math.min(...longerSides) / Math.max(image.width, image.height), { scalp, hair } = await segmentAtSize(resampleSmall(image, scale), poses.slice(0, 1));
      return { width: scalp.width, height: scalp.height, cellsPerPixel: scale / manifest.pixelsPerCell, scalp: scalp.data, hair: hair.data };
    },
    async segment(image) {
      const [largest, ...others] = longerSides.map((side) => side / Math.max(image.width, image.height)) as [number, ...number[]];
      const picture = resampleSmall(image, largest), { scalp, hair } = await segmentAtSize(picture), size = { width: scalp.width, height: scalp.height };
      for (const scale of others) {
        // From the picture that is small already: shrinking 12 megapixels once is enough.
        const maps = await segmentAtSize(resampleImage(picture, scale / largest)), enlargement = { x: largest / scale, y: largest / scale };
        addMap(scalp.data, resampleMap(maps.scalp, size, enlargement).data);
        addMap(hair.data, resampleMap(maps.hair, size, enlargement).data);
      }
      for (const map of [scalp, hair]) for (let at = 0; at < map.data.length; at++) map.data[at]! /= longerSides.length;
      return { ...size, cellsPerPixel: largest / manifest.pixelsPerCell, scalp: scalp.data, hair: hair.data };
    },
  };
}

function addMap(sum: Float32Array, map: Float32Array): void {
  for (let at = 0; at < sum.length; at++) sum[at]! += map[at]!;
}

/** The picture in a pose, as planes of normalised values; what fills it up to whole blocks is 0, as in training. */
function poseInput(small: RasterImage, pose: Pose, { input: { multipleOf, mean, scale }, pixelsPerCell }: GlobalManifest): { input: Float32Array; width: number; height: number } {
  const whole = (length: number): number => Math.ceil(length / multipleOf) * multipleOf;
  // Filled up to whole cells before turning, so that cells fall on the same pixels in every pose.
  const evenWidth = Math.ceil(small.width / pixelsPerCell) * pixelsPerCell, evenHeight = Math.ceil(small.height / pixelsPerCell) * pixelsPerCell;
  const turned = turnedSize(pose, evenWidth, evenHeight), width = whole(turned.width), height = whole(turned.height), plane = width * height;
  const input = new Float32Array(3 * plane), step = turnIn(pose, evenWidth, evenHeight, width);
  for (let y = 0, from = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++, from += 3) {
      const to = turnedIndex(step, x, y);
      input[to] = (small.data[from]! - mean) / scale;
      input[to + plane] = (small.data[from + 1]! - mean) / scale;
      input[to + 2 * plane] = (small.data[from + 2]! - mean) / scale;
    }
  }
  return { input, width, height };
}

/** Adds one pose's share of the answer, turned back. */
function addTurned({ width, height, data }: FloatMap, answer: Float32Array, pose: Pose, answerWidth: number, share: number): void {
  const step = turnIn(pose, width, height, answerWidth);
  for (let y = 0, at = 0; y < height; y++) for (let x = 0; x < width; x++, at++) data[at]! += answer[turnedIndex(step, x, y)]! * share;
}
