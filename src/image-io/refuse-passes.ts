import { AnalysisError } from '../errors.js';
import { jpegMarkers, listJpegSegments } from './jpeg-segments.js';
import { photoLimits } from './photo-limits.js';

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
  for (const { marker } of listJpegSegments(bytes)) if (marker === jpegMarkers.startOfScan) passes++;
  return passes;
}
