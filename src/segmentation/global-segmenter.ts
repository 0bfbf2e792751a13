import type { GlobalMaps } from '../raster/global-maps.js';
import type { RasterImage } from '../raster/raster-image.js';
import { resampleImage } from '../raster/resample-image.js';
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
}

/**
 * Opens the network for photographs of heads.
 * @throws AnalysisError `model.missing`, `model.mismatch` or `runtime.missing`.
 */
export async function openGlobalSegmenter(options: NetworkSegmenterOptions = {}): Promise<GlobalSegmenter> {
  const { manifest, bytes } = await readModel(options.manifestPath ?? globalManifestPath, globalManifestSchema);
  const runtime = await loadInferenceRuntime(options.runtime);
  const session = await openSession(runtime, bytes);
  const { longerSide, name } = manifest.input;
  let spent = 0;
  return {
    model: { name: manifest.name, sha256: manifest.sha256, runtime: runtime.name },
    networkMilliseconds: () => spent,
    async segment(image) {
      const scale = longerSide / Math.max(image.width, image.height);
      const small = resampleImage(image, scale);
      const maps = createMaps(small, scale, manifest.pixelsPerCell);
      for (const pose of poses) {
        const { input, width, height } = poseInput(small, pose, manifest);
        const started = performance.now();
        const outputs = await session.run({ [name]: new runtime.ort.Tensor('float32', input, [1, 3, height, width]) });
        spent += performance.now() - started;
        addTurned(maps, maps.scalp, outputs['scalp']!.data as Float32Array, pose, width / manifest.pixelsPerCell);
        addTurned(maps, maps.hair, outputs['hair']!.data as Float32Array, pose, width / manifest.pixelsPerCell);
      }
      return maps;
    },
  };
}

function createMaps(small: RasterImage, scale: number, pixelsPerCell: number): GlobalMaps {
  const width = Math.ceil(small.width / pixelsPerCell), height = Math.ceil(small.height / pixelsPerCell);
  return { width, height, cellsPerPixel: scale / pixelsPerCell, scalp: new Float32Array(width * height), hair: new Float32Array(width * height) };
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

/** Adds one pose's answer to the mean of all, turned back. */
function addTurned({ width, height }: GlobalMaps, sum: Float32Array, answer: Float32Array, pose: Pose, answerWidth: number): void {
  const step = turnIn(pose, width, height, answerWidth), share = 1 / poses.length;
  for (let y = 0, at = 0; y < height; y++) for (let x = 0; x < width; x++, at++) sum[at]! += answer[turnedIndex(step, x, y)]! * share;
}
