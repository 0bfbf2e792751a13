// What the service's own steps cost for one photograph and one pair: node bench/service-times.mjs [ROUNDS = 3]   (after npm run build)
// Processor time of this process, all its threads, which neighbours move little; the least of the rounds. Bytes as they are kept.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeJpeg } from '../dist/image-io/encode-image.js';
import { readPhotograph } from '../dist/image-io/read-photograph.js';
import { performTask } from '../dist/jobs/perform-task.js';
import { resampleImage } from '../dist/raster/resample-image.js';

const [rounds = 3] = process.argv.slice(2).map(Number);
const demo = (name) => fileURLToPath(new URL(`../fixtures/demo/${name}.jpg`, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'service-times-'));

/** @returns The answer and the least processor time, seconds. */
async function time(work) {
  let answer, least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    answer = await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return [answer, least];
}

/** Measures each step for a pair of photographs of `side` × `side` pixels. */
async function measurePair(side) {
  const files = [];
  for (const name of ['baseline', 'increase']) {
    const { image } = await readPhotograph(demo(name)), file = join(folder, `${name}-${side}.jpg`);
    await writeFile(file, await encodeJpeg(resampleImage(image, { width: side, height: side }), 90));
    files.push({ file, calibration: { method: 'given', micrometresPerPixel: (5 * image.width) / side } });
  }
  const places = (file) => ({ original: file, display: `${file}.display`, report: `${file}.report`, check: `${file}.check` });
  const tell = () => undefined, seconds = {}, timepoints = [];
  await performTask('inspect', { files: places(files[0].file) }, tell);
  [, seconds.inspect] = await time(() => performTask('inspect', { files: places(files[0].file) }, tell));
  for (const { file, calibration } of files) {
    const [result, taken] = await time(() => performTask('measure', { file, name: 'photograph.jpg', request: { calibration } }, tell));
    timepoints.push(result);
    seconds.measure = (seconds.measure ?? 0) + taken / 2;
  }
  const [progress, compared] = await time(() => performTask('compare', { timepoints, options: {} }, tell));
  seconds.compare = compared;
  await performTask('inspect', { files: places(files[1].file) }, tell);
  const pictures = files.map(({ file }) => `${file}.report`);
  [, seconds.report] = await time(() => performTask('report', { form: 'pdf', progress, pictures, options: { generatedAt: '2026-01-01T00:00:00.000Z' } }, tell));
  const sizeOf = async (file) => (await stat(file)).size, [measurement, comparison] = [timepoints[0], progress].map((result) => Buffer.from(JSON.stringify(result)));
  return {
    megapixels: (side * side) / 1e6, hairs: timepoints[0].hairs.length, seconds,
    kilobytes: {
      original: (await sizeOf(files[0].file)) / 1000, pictures: ((await sizeOf(`${files[0].file}.display`)) + (await sizeOf(`${files[0].file}.report`))) / 1000,
      measurement: measurement.length / 1000, comparison: comparison.length / 1000, measurementPacked: gzipSync(measurement).length / 1000, comparisonPacked: gzipSync(comparison).length / 1000,
    },
  };
}

try {
  for (const side of [1200, 3464]) console.log(JSON.stringify(await measurePair(side), (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(3)) : value)));
} finally {
  await rm(folder, { recursive: true });
}
process.exit(0);
