/** Tags that tell when the shutter was released. The date of a later edit (DateTime) is not among them. */
const dateTags = ['DateTimeOriginal', 'CreateDate', 'OffsetTimeOriginal', 'OffsetTimeDigitized'];

/**
 * Reads when a photograph was taken from its EXIF data.
 *
 * @param exif  A TIFF-framed EXIF block, or a whole HEIC or TIFF file.
 * @returns ISO date-time as the camera's clock showed it, e.g. `2024-05-01T10:11:12`, with the offset where the camera
 *          wrote one; null when there is none or it is no date. Broken EXIF data never fails a photograph.
 */
export async function readCaptureDate(exif: Uint8Array): Promise<string | null> {
  try {
    const { default: exifr } = await import('exifr');
    const tags: unknown = await exifr.parse(exif, {
      pick: dateTags, reviveValues: false, translateValues: false, xmp: false, icc: false, iptc: false, jfif: false,
    });
    if (typeof tags !== 'object' || tags === null) return null;
    const found = tags as Record<string, unknown>;
    return toIsoDate(found['DateTimeOriginal'], found['OffsetTimeOriginal']) ?? toIsoDate(found['CreateDate'], found['OffsetTimeDigitized']);
  } catch {
    return null;
  }
}

/** `2024:05:01 10:11:12` and `+02:00` → `2024-05-01T10:11:12+02:00`; null for anything that is no date of the calendar. */
export function toIsoDate(written: unknown, offset: unknown): string | null {
  if (typeof written !== 'string') return null;
  const parts = /^(\d{4})[:-](\d{2})[:-](\d{2})(?:[ T](\d{2}):(\d{2}):(\d{2}))?/.exec(written);
  if (!parts) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = parts;
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const exists = !Number.isNaN(moment.getTime()) && moment.getUTCDate() === Number(day) && Number(year) > 1900;
  if (!exists) return null;
  const zone = typeof offset === 'string' && /^[+-]\d{2}:\d{2}/.test(offset) ? offset.slice(0, 6) : '';
  return parts[4] === undefined ? `${year}-${month}-${day}` : `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`;
}
