import type { GlobalMaps } from '../raster/global-maps.js';
import type { FloatMap, RasterImage } from '../raster/raster-image.js';
import { resampleImage } from '../raster/resample-image.js';
import { resampleMap } from '../raster/resample-map.js';
import { resampleSmall, type SmallCopy } from '../raster/small-copy.js';
import { loadInferenceRuntime, openSession } from './inference-runtime.js';
import { globalManifestPath, isGlobalManifest, readModel, wornManifestPath, type GlobalManifest } from './model-manifest.js';
import type { NetworkSegmenterOptions } from './network-segmenter.js';
import type { ModelIdentity } from './segmenter.js';
import { poses, turnIn, turnedSize, turnedIndex, type Pose } from './poses.js';

/** Something that tells hair, scalp and everything else apart on a photograph of a head. */
export interface GlobalSegmenter {
  readonly model: ModelIdentity;
  /** Of the network that finds what is worn. */
  readonly wornModelSha256: string;
  /** Milliseconds spent inside both networks so far; for benchmarks. */
  readonly networkMilliseconds: () => number;
  /** @param image A whole photograph, upright or not, of any size, or its small copy, which gives the same. The same picture gives the same bytes. */
  segment(image: RasterImage | SmallCopy): Promise<GlobalMaps>;
  /** A first look in one pose at the smallest size, at a tenth of the cost: enough to tell what is no head at all. What is worn is not looked for. */
  glance(image: RasterImage | SmallCopy): Promise<GlobalMaps>;
}

/**
 * Opens the network for photographs of heads.
 * @throws AnalysisError `model.missing`, `model.mismatch` or `runtime.missing`.
 */
export async function openGlobalSegmenter(options: NetworkSegmenterOptions = {}): Promise<GlobalSegmenter> {
  const { manifest, bytes } = await readModel(options.manifestPath ?? globalManifestPath, isGlobalManifest);
  const runtime = await loadInferenceRuntime(options.runtime);
  const session = await openSession(runtime, bytes), worn = await readModel(wornManifestPath, isGlobalManifest);
  const { longerSides } = manifest.input;
  let spent = 0, wornSession: Promise<typeof session> | null = null;

  /** Mean answer over poses, at one size. */
  async function look<Name extends string>(asked: typeof session, asks: GlobalManifest, names: readonly Name[], small: RasterImage, inPoses: readonly Pose[] = poses): Promise<Record<Name, FloatMap>> {
    const { input: { name }, pixelsPerCell } = asks;
    const width = Math.ceil(small.width / pixelsPerCell), height = Math.ceil(small.height / pixelsPerCell);
    const maps = Object.fromEntries(names.map((map) => [map, { width, height, data: new Float32Array(width * height) }])) as Record<Name, FloatMap>;
    for (const pose of inPoses) {
      const turned = poseInput(small, pose, asks);
      const started = performance.now();
      const outputs = await asked.run({ [name]: new runtime.ort.Tensor('float32', turned.input, [1, 3, turned.height, turned.width]) });
      spent += performance.now() - started;
      for (const map of names) addTurned(maps[map], outputs[map]!.data as Float32Array, pose, turned.width / pixelsPerCell, 1 / inPoses.length);
    }
    return maps;
  }
  const lookForScalp = (small: RasterImage, inPoses?: readonly Pose[]): Promise<Record<'scalp' | 'hair', FloatMap>> => look(session, manifest, ['scalp', 'hair'], small, inPoses);

  /** Mean chance of something worn over the sizes at which that network looks, on the grid of the other's answers. */
  async function lookForWorn(picture: RasterImage, size: { width: number; height: number }): Promise<Float32Array> {
    // Most photographs are glanced at only, and need no second network.
    wornSession ??= openSession(runtime, worn.bytes);
    const opened = await wornSession, sum = new Float32Array(size.width * size.height), sides = worn.manifest.input.longerSides;
    for (const side of sides) {
      // From the picture that is small already.
      const { worn: map } = await look(opened, worn.manifest, ['worn'], resampleImage(picture, side / Math.max(picture.width, picture.height)));
      addMap(sum, resampleMap(map, size, { x: size.width / map.width, y: size.height / map.height }).data);
    }
    return sum.map((value) => value / sides.length);
  }

  return {
    wornModelSha256: worn.manifest.sha256,
    model: { name: manifest.name, sha256: manifest.sha256, runtime: runtime.name },
    networkMilliseconds: () => spent,
    async glance(image) {
      const scale = Math.min(...longerSides) / Math.max(image.width, image.height), { scalp, hair } = await lookForScalp(resampleSmall(image, scale), poses.slice(0, 1));
      return { width: scalp.width, height: scalp.height, cellsPerPixel: scale / manifest.pixelsPerCell, scalp: scalp.data, hair: hair.data, worn: new Float32Array(scalp.data.length) };
    },
    async segment(image) {
      const [largest, ...others] = longerSides.map((side) => side / Math.max(image.width, image.height)) as [number, ...number[]];
      const picture = resampleSmall(image, largest), { scalp, hair } = await lookForScalp(picture), size = { width: scalp.width, height: scalp.height };
      for (const scale of others) {
        // From the picture that is small already: shrinking 12 megapixels once is enough.
        const maps = await lookForScalp(resampleImage(picture, scale / largest)), enlargement = { x: largest / scale, y: largest / scale };
        addMap(scalp.data, resampleMap(maps.scalp, size, enlargement).data);
        addMap(hair.data, resampleMap(maps.hair, size, enlargement).data);
      }
      for (const map of [scalp, hair]) for (let at = 0; at < map.data.length; at++) map.data[at]! /= longerSides.length;
      return { ...size, cellsPerPixel: largest / manifest.pixelsPerCell, scalp: scalp.data, hair: hair.data, worn: await lookForWorn(picture, size) };
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
  const input = new Float32Array(3 * plane), step = turnIn(pose, evenWidth, evenHeight, width), normalised = Float32Array.from({ length: 256 }, (_, value) => (value - mean) / scale);
  for (let y = 0; y < small.height; y++) turnRow(input, turnedIndex(step, 0, y), step.right, plane, small.data, 3 * y * small.width, 3 * (y + 1) * small.width, normalised);
  return { input, width, height };
}

function turnRow(input: Float32Array, at: number, right: number, plane: number, data: RasterImage['data'], from: number, end: number, normalised: Float32Array): void {
  for (let i = from, to = at; i < end; i += 3, to += right) {
    input[to] = normalised[data[i]!]!;
    input[to + plane] = normalised[data[i + 1]!]!;
    input[to + 2 * plane] = normalised[data[i + 2]!]!;
  }
}

/** Adds one pose's share of the answer, turned back. */
function addTurned({ width, height, data }: FloatMap, answer: Float32Array, pose: Pose, answerWidth: number, share: number): void {
  const step = turnIn(pose, width, height, answerWidth);
  for (let y = 0, at = 0; y < height; y++) for (let x = 0; x < width; x++, at++) data[at]! += answer[turnedIndex(step, x, y)]! * share;
}
