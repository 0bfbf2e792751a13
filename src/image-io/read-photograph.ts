import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { SmallCopy } from '../raster/small-copy.js';
import { readCaptureDate } from './capture-date.js';
import { decodeHeic } from './decode-heic.js';
import { decodePhotograph } from './decode-photograph.js';
import type { Photograph } from './photograph.js';
import { readBytes, refuseSize } from './read-bytes.js';
import { sniffFormat, type PhotographFormat } from './sniff-format.js';

/**
 * Reads one photograph: a file by its path, or the bytes of one.
 *
 * The picture comes back upright, 8-bit sRGB, transparency laid on white. Of its metadata only the capture date is kept, and whether it was stored turned.
 * A file that is cut short or damaged is refused rather than half-measured. The same bytes give the same pixels.
 *
 * @param options.name  Name to carry in results; by default the file's name without its folder.
 * @param options.onSmallCopy  Told of a small copy of the picture while the picture itself is still being decoded; of JPEG only, where its size comes out even.
 *         The file may yet turn out to be damaged.
 * @throws AnalysisError with one of the `photo.*` codes: missing, directory, unreadable, empty, format, heic, damaged,
 *         tooLarge (200 MB, 100 megapixels, told from the header), tooSmall, multiPage; TypeError for what is neither a path nor bytes.
 */
export async function readPhotograph(source: string | Uint8Array, options: { name?: string; onSmallCopy?: (copy: SmallCopy) => void } = {}): Promise<Photograph> {
  if (typeof source !== 'string' && !isBytes(source)) throw new TypeError(`Expected the path of a photograph or its bytes, got ${source === null ? 'null' : typeof source}.`);
  const bytes = typeof source === 'string' ? await readBytes(source) : source;
  refuseSize(bytes.length);
  const format = sniffFormat(bytes);
  const decoding = decode(bytes, format, options.onSmallCopy);
  decoding.catch(() => undefined);
  // Decoding has threads of its own.
  const sha256 = createHash('sha256').update(bytes).digest('hex'), { image, capturedAt, storedTurned } = await decoding;
  return {
    name: options.name ?? (typeof source === 'string' ? basename(source) : 'photograph'),
    sha256,
    width: image.width,
    height: image.height,
    capturedAt,
    format,
    storedTurned,
    image,
  };
}

/** Also bytes that another thread or context made. */
function isBytes(source: unknown): boolean {
  return Object.prototype.toString.call(source) === '[object Uint8Array]';
}

async function decode(bytes: Uint8Array, format: PhotographFormat, onSmallCopy?: (copy: SmallCopy) => void): Promise<Pick<Photograph, 'image' | 'capturedAt' | 'storedTurned'>> {
  if (format === 'heic') return { ...(await decodeHeic(bytes)), capturedAt: await readCaptureDate(bytes) };
  const { image, exif, storedTurned } = await decodePhotograph(bytes, format, undefined, onSmallCopy);
  const dated = format === 'tiff' ? bytes : exif;
  return { image, storedTurned, capturedAt: dated === null ? null : await readCaptureDate(dated) };
}
