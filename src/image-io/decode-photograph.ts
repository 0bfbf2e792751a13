import type { Region } from 'sharp';
import { AnalysisError } from '../errors.js';
import { uprightSize } from '../raster/place-turned.js';
import type { RasterImage } from '../raster/raster-image.js';
import { keepSmallCopy, smallDecodingFactor, type SmallCopy } from '../raster/small-copy.js';
import { decodeStrips, needsStrips } from './decode-strips.js';
import { mendJpegHeaders } from './mend-jpeg-headers.js';
import { photoLimits } from './photo-limits.js';
import { inspectPng } from './png-chunks.js';
import { refuseMemory } from './refuse-memory.js';
import { refusePasses } from './refuse-passes.js';
import { loadSharp } from './sharp-engine.js';
import { notAPhotograph, type PhotographFormat } from './sniff-format.js';
import { countTiffPictures, emptyOddTexts, hasUntoldChannel, hidesColours, holdsTransparency, isRawCameraTiff, listTiffDirectories, nameUnreadTiff, type TiffDirectory } from './tiff-directories.js';
import { isJpegPartlyUnwritten } from './unwritten-parts.js';

type DecodedFormat = Exclude<PhotographFormat, 'heic'>;

export interface DecodedPhotograph {
  readonly image: RasterImage;
  /** The file's EXIF block, framed as TIFF; null when there is none. */
  readonly exif: Uint8Array | null;
  /** Whether the picture was turned by a quarter, left or right. */
  readonly storedTurned: boolean;
}

/**
 * Decodes a JPEG, PNG, WebP or TIFF file to upright 8-bit sRGB: all eight EXIF orientations are turned, embedded colour
 * profiles and CMYK converted, 16 bits rounded to 8, grey and palette spread to three channels, transparency laid on white
 * (where nothing is opaque, as in frames of programs that leave the channel empty, the colours themselves), other channels left out.
 *
 * @param limits       Sizes and brightness that are taken; by default those of a photograph.
 * @param onSmallCopy  Told of the small copy of a JPEG as soon as there is one, in two thirds of the time that the photograph takes; other files have none.
 * @throws AnalysisError with a `photo.*` code; what libvips says is never passed on.
 */
export async function decodePhotograph(file: Uint8Array, format: DecodedFormat, limits: PictureLimits = photoLimits, onSmallCopy?: (copy: SmallCopy) => void): Promise<DecodedPhotograph> {
  const bytes = format === 'jpeg' ? mendJpegHeaders(file) : format === 'tiff' ? emptyOddTexts(file) : file, directory = refuseStructure(bytes, format, limits), isTransparent = directory === null || holdsTransparency(directory);
  const sharp = await loadSharp();
  const header = await sharp(bytes, { failOn: 'warning', limitInputPixels: false }).metadata().catch((error: unknown) => {
    throw whyUndecoded(error);
  });
  if (format === 'webp' && (header.pages ?? 1) > 1) throw multiPage('an animation');
  if (header.depth !== 'uchar' && header.depth !== 'ushort') throw notAPhotograph('a picture of numbers that are not 8 or 16 bits');
  refuseDimensions(header.width, header.height, limits);
  refuseMemory(bytes, format, header);
  if (format === 'jpeg') refusePasses(bytes, header);
  // Of a channel that is not told the decoder warns, and the picture is whole; damage is more than a warning.
  const failOn = directory !== null && hasUntoldChannel(directory) ? 'error' : 'warning';
  // From 16 bits with a profile the engine converts to Display P3, or of grey not at all, and calls it sRGB; from 8 bits it converts rightly.
  const eightBits = header.hasProfile && header.space === 'rgb16' ? 'srgb' : header.hasProfile && header.space === 'grey16' ? 'b-w' : null;

  const decode = async ({ part, size, seconds = photoLimits.decodeSeconds, opaque = !isTransparent }: { part?: Region; size?: { width: number; height: number }; seconds?: number; opaque?: boolean } = {}): Promise<RasterImage> => {
    const whole = sharp(bytes, { failOn, limitInputPixels: photoLimits.pixels, pages: 1 }).timeout({ seconds });
    if (eightBits !== null) whole.pipelineColourspace(eightBits);
    const turned = part === undefined ? whole.autoOrient() : whole.extract(part);
    const opened = (opaque ? turned.removeAlpha() : turned.flatten({ background: '#ffffff' })).toColourspace('srgb');
    if (size !== undefined) opened.resize({ ...size, fit: 'fill', kernel: 'cubic' });
    const { data, info } = await opened.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }).catch((error: unknown) => {
      throw whyUndecoded(error);
    });
    if (info.channels !== 3) throw damaged();
    // Plain bytes, as every other picture has: loops over pixels that meet two kinds of array take longer over both.
    return { width: info.width, height: info.height, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
  };
  // Both at once: the small one takes a part of a JPEG's work only. A progressive one would have to be held twice.
  const factor = format === 'jpeg' && header.isProgressive !== true ? smallDecodingFactor(header) : 1;
  const decodeSmall = async (): Promise<SmallCopy> => {
    const { width, height } = uprightSize(header, header.orientation ?? 1), copy = { width, height, image: await decode({ size: { width: width / factor, height: height / factor } }), factor };
    onSmallCopy?.(copy);
    return copy;
  };
  const decodeWhole = (opaque: boolean): Promise<RasterImage> => (needsStrips(header) ? decodeStrips(header, (part, seconds) => decode({ part, seconds, opaque })) : decode({ opaque }));
  const decodeLaid = async (): Promise<RasterImage | null> => {
    const laid = await decodeWhole(!isTransparent), isWhite = isTransparent && header.hasAlpha === true && laid.data.every((level) => level === 255);
    return isWhite && (await sharp(bytes, { failOn, limitInputPixels: photoLimits.pixels, pages: 1 }).stats()).channels.at(-1)!.max === 0 ? null : laid;
  };
  const [copy, laid] = await Promise.all([factor === 1 ? null : decodeSmall(), decodeLaid()]);
  // The white one is let go of before the other is made.
  const image = laid ?? await decodeWhole(true);
  if (copy !== null) keepSmallCopy(image, copy);
  return { image, exif: framedExif(header.exif), storedTurned: (header.orientation ?? 1) >= 5 };
}

/** Sizes that are taken, pixels. */
export type SideLimits = Readonly<Record<'pixels' | 'longestSide' | 'shortestSide', number>>;

/** The same, with the gamma that a PNG may state; any where it is left out. */
export type PictureLimits = SideLimits & { readonly gamma?: { readonly least: number; readonly most: number } };

/** @throws AnalysisError `photo.tooSmall` or `photo.tooLarge`. */
export function refuseDimensions(width: number, height: number, limits: SideLimits = photoLimits): void {
  const size = `${width} × ${height} pixels`;
  if (Math.min(width, height) < limits.shortestSide) {
    throw new AnalysisError('photo.tooSmall', `This photograph has ${size}; at least ${limits.shortestSide} are needed each way.`);
  }
  if (width * height > limits.pixels || Math.max(width, height) > limits.longestSide) {
    throw new AnalysisError('photo.tooLarge', `This photograph has ${size}; at most ${limits.pixels / 1e6} million, ${limits.longestSide} a side, are read.`);
  }
}

export function damaged(): AnalysisError {
  return new AnalysisError('photo.damaged', 'This photograph is incomplete or damaged and could not be read to its end.');
}

/** What a failure of libvips says: that the file is broken, or only that this machine had no time or no memory for it now. Its own text is never passed on. */
export function whyUndecoded(error: unknown): AnalysisError {
  const said = error instanceof Error ? error.message : '';
  if (/timeout: \d+% complete/.test(said)) return tookTooLong();
  return /out of memory|cannot allocate|unable to (m)?alloc|insufficient memory|bad_alloc/i.test(said) ? shortOfMemory() : damaged();
}

export function tookTooLong(): AnalysisError {
  return new AnalysisError('photo.timedOut', `Reading this photograph took longer than ${photoLimits.decodeSeconds} seconds.`, { hint: 'Try again when the machine has less to do, or save the photograph as a new JPEG without "progressive".' });
}

export function shortOfMemory(): AnalysisError {
  return new AnalysisError('photo.noMemory', 'There was not enough memory to open this photograph.');
}

export function multiPage(what: string): AnalysisError {
  return new AnalysisError('photo.multiPage', `Expected one photograph, but this file holds ${what}.`);
}

/** Refuses files that the decoder would take for less than they hold. Returns the directory of a TIFF's picture; null for other formats. */
function refuseStructure(bytes: Uint8Array, format: DecodedFormat, limits: PictureLimits): TiffDirectory | null {
  if (format === 'png') {
    const { complete, animated, gamma } = inspectPng(bytes);
    if (animated) throw multiPage('an animation');
    if (!complete) throw damaged();
    if (gamma !== null && limits.gamma !== undefined && (gamma < limits.gamma.least || gamma > limits.gamma.most)) {
      throw new AnalysisError('photo.format', `Expected a photograph with the brightness of screens (sRGB, a gamma of 0.45), but this PNG states a gamma of ${gamma.toFixed(2)}.`, { hint: 'Convert it to sRGB, and save it as PNG or JPEG.' });
    }
  }
  if (format === 'jpeg' && isJpegPartlyUnwritten(bytes)) throw damaged();
  if (format !== 'tiff') return null;
  const directories = listTiffDirectories(bytes);
  if (directories.length === 0) throw damaged();
  if (isRawCameraTiff(directories)) throw notAPhotograph('a raw camera file');
  const unread = nameUnreadTiff(directories[0]);
  if (unread !== null) throw new AnalysisError('photo.format', `Expected a photograph in RGB, grey or CMYK, but this is ${unread}.`, { hint: 'Save it as PNG, or as a TIFF in RGB that is not compressed or compressed by LZW.' });
  if (hidesColours(directories[0])) throw damaged();
  const pictures = countTiffPictures(directories);
  if (pictures > 1) throw multiPage(`${pictures} pages`);
  return directories[0];
}

function framedExif(exif: Uint8Array | undefined): Uint8Array | null {
  if (!exif) return null;
  const hasPrefix = exif.length > 6 && exif[0] === 0x45 && exif[1] === 0x78 && exif[4] === 0;
  return hasPrefix ? exif.subarray(6) : exif;
}
