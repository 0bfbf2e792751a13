import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { AnalysisError } from '../errors.js';
import type { RasterImage } from '../raster/raster-image.js';
import { damaged, decodePhotograph, multiPage, refuseDimensions, shortOfMemory, tookTooLong } from './decode-photograph.js';
import { frameAsTiff } from './frame-as-tiff.js';
import { isHeicPartlyUnwritten, readHeicBoxes } from './heic-boxes.js';
import { photoLimits } from './photo-limits.js';
import type { Photograph } from './photograph.js';

/**
 * Runs in the worker. Sizes come back before anything is decoded, so that a huge picture is refused by its header;
 * the answer `decode` then starts the work. Kept as text: the same file serves sources and build.
 */
const workerProgram = `
const { parentPort, workerData } = require('node:worker_threads');
const decoder = require(workerData.module);
(async () => {
  const images = await decoder.all({ buffer: workerData.bytes });
  parentPort.postMessage({ sizes: images.map(({ width, height }) => ({ width, height })) });
  parentPort.once('message', async () => {
    try {
      const { width, height, data } = await images[0].decode();
      const rgb = new Uint8Array(width * height * 3);
      for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
        const cover = data[from + 3] / 255;
        const paper = 255 - data[from + 3];
        rgb[to] = Math.round(data[from] * cover + paper);
        rgb[to + 1] = Math.round(data[from + 1] * cover + paper);
        rgb[to + 2] = Math.round(data[from + 2] * cover + paper);
      }
      parentPort.postMessage({ width, height, rgb }, [rgb.buffer]);
    } catch { parentPort.postMessage({ failed: true }); }
  });
})().catch(() => parentPort.postMessage({ failed: true }));
`;

type WorkerMessage =
  | { failed: true }
  | { sizes: { width: number; height: number }[] }
  | { width: number; height: number; rgb: Uint8Array };

/**
 * Decodes a HEIC photograph, where the optional package heic-decode is installed, in a thread of its own:
 * a picture that upsets the decoder takes only that thread with it. The decoder turns the picture upright;
 * colours are converted from the embedded profile (telephones write Display P3).
 * Of a picture that was never wholly written the decoder says nothing, so this is looked for first; single wrong bytes are not seen.
 *
 * @throws AnalysisError `photo.heic` without the package, otherwise as for the other formats.
 */
export async function decodeHeic(bytes: Uint8Array): Promise<Pick<Photograph, 'image' | 'storedTurned'>> {
  const boxes = readHeicBoxes(bytes);
  if (isHeicPartlyUnwritten(bytes, boxes)) throw damaged();
  // The decoder talks to standard output when it dislikes a file; that stream belongs to results.
  const worker = new Worker(workerProgram, { eval: true, stdout: true, stderr: true, workerData: { module: locateDecoder(), bytes: withUsualBrand(bytes) } });
  try {
    const image = await converse(worker);
    const profile = findColourProfile(bytes);
    return { image: profile ? (await decodePhotograph(frameAsTiff(image, profile), 'tiff')).image : image, storedTurned: boxes.isTurned };
  } finally {
    await worker.terminate();
  }
}

/** heic-decode takes a file by the first of its brands alone; the decoder behind it goes by the boxes. */
function withUsualBrand(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (usualBrands.has(file.toString('latin1', 8, 12))) return bytes;
  const copy = Buffer.from(file);
  copy.write('mif1', 8, 'latin1');
  return copy;
}

const usualBrands: ReadonlySet<string> = new Set(['mif1', 'msf1', 'heic', 'heix', 'hevc', 'hevx']);

/** The first `colr` box of kind `prof` among the item properties, which stand before the pixels. */
function findColourProfile(bytes: Uint8Array): Uint8Array | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4 * 1024 * 1024));
  const at = head.indexOf('colrprof', 0, 'latin1');
  if (at < 4) return null;
  const end = at - 4 + head.readUInt32BE(at - 4);
  return end > at + 8 + 128 && end <= head.length ? head.subarray(at + 8, end) : null;
}

function locateDecoder(): string {
  try {
    return createRequire(import.meta.url).resolve('heic-decode');
  } catch {
    throw new AnalysisError('photo.heic', 'This is a HEIC photograph, and the package that decodes it is not installed.');
  }
}

function converse(worker: Worker): Promise<RasterImage> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => reject(tookTooLong()), photoLimits.decodeSeconds * 1000);
    const settle = (finish: () => void): void => {
      clearTimeout(patience);
      finish();
    };
    worker.on('error', (error: NodeJS.ErrnoException) => settle(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? shortOfMemory() : damaged())));
    worker.on('exit', () => settle(() => reject(damaged())));
    worker.on('message', (message: WorkerMessage) => {
      if ('failed' in message) return settle(() => reject(damaged()));
      if ('rgb' in message) return settle(() => resolve({ width: message.width, height: message.height, data: message.rgb }));
      try {
        if (message.sizes.length > 1) throw multiPage(`${message.sizes.length} photographs`);
        refuseDimensions(message.sizes[0].width, message.sizes[0].height);
        worker.postMessage('decode');
      } catch (error) {
        settle(() => reject(error));
      }
    });
  });
}
