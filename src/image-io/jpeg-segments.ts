/** Markers of JPEG files (ITU-T T.81, table B.1). */
export const jpegMarkers = { startOfScan: 0xda, endOfImage: 0xd9 } as const;

/** One marker of a JPEG file that says its length, and where it stands. */
export interface JpegSegment {
  readonly marker: number;
  /** Place of the 0xff of the marker; two more bytes on stands the length. */
  readonly at: number;
  /** Bytes of the segment without its marker, at least 2, as the file says; it may reach beyond the end of the file. */
  readonly length: number;
}

/** Lists the segments of a JPEG file up to the end of its picture, without those of what stands inside of them (smaller copies); coded pixels are passed over. */
export function* listJpegSegments(bytes: Uint8Array): Generator<JpegSegment> {
  for (let at = bytes.indexOf(0xff, 2); at >= 0 && at + 3 < bytes.length; at = bytes.indexOf(0xff, at)) {
    const marker = bytes[at + 1];
    if (marker === jpegMarkers.endOfImage) return;
    if (marker === 0xff) at += 1;
    else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else {
      const length = Math.max(2, (bytes[at + 2] << 8) | bytes[at + 3]);
      yield { marker, at, length };
      at += 2 + length;
    }
  }
}
