import { AnalysisError } from '../errors.js';
import { photoLimits } from './photo-limits.js';

const startOfScan = 0xda, endOfImage = 0xd9;

/**
 * Refuses a JPEG that stores its picture in thousands of passes: one that changes nothing takes 13 bytes, and the decoder goes over the whole picture
 * for each, for minutes. Cameras write one pass, progressive files about ten.
 * @throws AnalysisError `photo.tooLarge`.
 */
export function refusePasses(bytes: Uint8Array, { width, height }: { readonly width: number; readonly height: number }): void {
  const passes = countPasses(bytes);
  if (passes * width * height <= photoLimits.passedPixels) return;
  throw new AnalysisError('photo.tooLarge', `This photograph is stored in ${passes} passes, which would take minutes to read.`, { hint: 'Save it as a new JPEG without "progressive".' });
}

/** Passes (scans) of a JPEG file, told by its markers. */
function countPasses(bytes: Uint8Array): number {
  let passes = 0;
  for (let at = bytes.indexOf(0xff, 2); at >= 0 && at + 3 < bytes.length; at = bytes.indexOf(0xff, at)) {
    const marker = bytes[at + 1];
    if (marker === endOfImage) break;
    if (marker === startOfScan) passes++;
    if (marker === 0xff) at += 1;
    else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else at += 2 + Math.max(2, (bytes[at + 2] << 8) | bytes[at + 3]);
  }
  return passes;
}
