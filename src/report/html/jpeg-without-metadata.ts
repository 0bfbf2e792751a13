const startOfScan = 0xda;
const endOfImage = 0xd9;

/** APP0 (JFIF) and APP14 (how colours are stored) are needed to show the picture; other APPn and comments are not. */
function holdsMetadata(marker: number): boolean {
  return marker === 0xfe || (marker >= 0xe1 && marker <= 0xef && marker !== 0xee);
}

/** Whether the byte after 0xff belongs to the compressed pixels: a stuffed zero, a restart mark, or fill. */
function staysInScan(marker: number): boolean {
  return marker === 0x00 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7);
}

/**
 * The same JPEG without EXIF, GPS, XMP, IPTC, colour profile, thumbnails, comments and anything behind its end.
 * The pixels are copied untouched. Reports leave the clinic; nothing that a camera wrote beside the picture may go along.
 * Layout: ITU-T T.81, annex B.
 * @throws TypeError when the bytes are no complete JPEG.
 */
export function jpegWithoutMetadata(jpeg: Uint8Array): Uint8Array {
  const damaged = new TypeError('Expected a complete JPEG as picture of the report; its markers do not add up.');
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) throw damaged;
  const pieces: Uint8Array[] = [jpeg.subarray(0, 2)];
  let at = 2;
  while (at + 1 < jpeg.length) {
    const marker = jpeg[at + 1]!;
    if (jpeg[at] !== 0xff) throw damaged;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === endOfImage) return Buffer.concat([...pieces, jpeg.subarray(at, at + 2)]);
    const length = ((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0);
    let end = at + 2 + length;
    if (length < 2 || end > jpeg.length) throw damaged;
    if (marker === startOfScan) {
      while (end + 1 < jpeg.length && !(jpeg[end] === 0xff && !staysInScan(jpeg[end + 1]!))) end += 1;
    }
    if (!holdsMetadata(marker)) pieces.push(jpeg.subarray(at, end));
    at = end;
  }
  throw damaged;
}
