/** What the frame of a PNG file tells without decoding it. */
export interface PngStructure {
  /** Whether the file goes on to its end mark. */
  readonly complete: boolean;
  readonly animated: boolean;
  /** Power of the light that its numbers stand for, 0.45455 for sRGB and 1 for linear light; null where the file says nothing (0 means that, too), or a colour profile that stands above it. */
  readonly gamma: number | null;
}

/** Walks the chunks of a PNG file. A file cut after its last pixel decodes without complaint; only this notices. */
export function inspectPng(bytes: Uint8Array): PngStructure {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let animated = false;
  let gamma: number | null = null, isProfiled = false;
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(bytes[at + 4], bytes[at + 5], bytes[at + 6], bytes[at + 7]);
    if (at + 12 + length > bytes.length) break;
    if (type === 'acTL') animated = true;
    if (type === 'iCCP' || type === 'sRGB') isProfiled = true;
    if (type === 'gAMA' && length === 4) gamma = view.getUint32(at + 8) / 100_000;
    if (type === 'IEND') return { complete: true, animated, gamma: isProfiled || gamma === 0 ? null : gamma };
    at += 12 + length;
  }
  return { complete: false, animated, gamma: null };
}
