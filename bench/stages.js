// Processor time of each stage of measuring a close-up, one thread, least of so many rounds: node bench/stages.js [ROUNDS = 6]   (after npm run build)
// Processor time is moved little by neighbours, and the least of several rounds even less; stages run one after the other, as in a batch.
import { encodeJpeg, encodeThumbnail } from '../dist/image-io/encode-image.js';
import { openShippedHeadSegmenter } from '../dist/analysis/analyse-photograph.js';
import { measureObservation, openShippedSegmenter } from '../dist/analysis/analyse-timepoint.js';
import { isCloseupAtAGlance } from '../dist/analysis/kind/recognise-kind.js';
import { layTargetArea } from '../dist/analysis/target-area.js';
import { assessCloseupQuality } from '../dist/image-io/closeup-quality.js';
import { findJoin } from '../dist/image-io/joined-pictures.js';
import { readPhotograph } from '../dist/image-io/read-photograph.js';
import { findPictureFrame, findValidArea } from '../dist/image-io/valid-area.js';
import { sharpenHairMap } from '../dist/measurement/sharpen-hair-map.js';
import { photographPhantom } from '../dist/phantom/index.js';
import { measureBrightness } from '../dist/raster/brightness.js';
import { normaliseExposure } from '../dist/raster/normalise-exposure.js';
import { resampleImage } from '../dist/raster/resample-image.js';
import { runNetworksOnOneThread } from '../dist/segmentation/inference-runtime.js';

const rounds = Number(process.argv[2] ?? 6), warmUp = 2;
runNetworksOnOneThread();
const segmenter = await openShippedSegmenter(), heads = await openShippedHeadSegmenter(), { pixelsPerMillimetre, model } = segmenter;

async function measure({ micrometresPerPixel, widthMm, heightMm, count }) {
  const calibration = { method: 'given', micrometresPerPixel, relativeUncertainty: 0.01 }, scale = (pixelsPerMillimetre * micrometresPerPixel) / 1000, least = new Map(), files = [];
  for (let seed = 1; seed <= count; seed++) files.push(await encodeJpeg(photographPhantom({ seed: 91_000 + seed, densityPerCm2: 60 + 35 * seed, micrometresPerPixel, widthMm, heightMm }).image, 90));
  for (let round = 0; round < rounds + warmUp; round++) {
    const spent = new Map();
    const stage = async (name, work) => {
      const before = process.cpuUsage(), answer = await work(), { user, system } = process.cpuUsage(before);
      spent.set(name, (spent.get(name) ?? 0) + (user + system) / 1000 / count);
      return answer;
    };
    for (const file of files) {
      const photograph = await stage('decoding', () => readPhotograph(file, { name: '' })), { image } = photograph;
      await stage('two in one file', () => findJoin(image));
      await stage('kind', () => isCloseupAtAGlance(image, () => heads.glance(image)));
      const picture = await stage('network scale, exposure', () => normaliseExposure(resampleImage(image, scale)));
      const frame = await stage('frame', () => findPictureFrame(image)), maps = await stage('network', () => segmenter.segment(picture)), fit = await stage('valid area', () => findValidArea(image));
      const quality = await stage('quality', () => assessCloseupQuality(image, calibration, fit.mask));
      const { area, valid } = layTargetArea({ shape: 'frame' }, fit.mask, fit.exclusions, calibration);
      const shafts = await stage('edges of shafts', () => sharpenHairMap(maps.hair, measureBrightness(picture)));
      await stage('hairs', () => measureObservation({ photograph, calibration, quality, area, valid, frame, scale, picture, maps, shafts, model, pixelsPerMillimetre, issues: [] }, { terminalThresholdUm: 40 }));
      await stage('thumbnail', () => encodeThumbnail(image, { longestSide: 128, quality: 70 }));
    }
    if (round >= warmUp) for (const [name, time] of spent) least.set(name, Math.min(least.get(name) ?? Infinity, time));
  }
  const rest = [...least].reduce((sum, [name, time]) => (name === 'network' ? sum : sum + time), 0);
  console.log(`${widthMm} × ${heightMm} mm at ${micrometresPerPixel} µm per pixel, milliseconds a photograph: ${[...least].map(([name, time]) => `${name} ${time.toFixed(1)}`).join(', ')}; all but the network ${rest.toFixed(0)}`);
}

await measure({ micrometresPerPixel: 2.762, widthMm: 3.5, heightMm: 2.8, count: 4 });
await measure({ micrometresPerPixel: 6, widthMm: 3, heightMm: 3, count: 4 });
