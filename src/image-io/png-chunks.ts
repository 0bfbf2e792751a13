/** What the frame of a PNG file tells without decoding it. */
export interface PngStructure {
  /** Whether the file goes on to its end mark. */
  readonly complete: boolean;
  readonly animated: boolean;
}

/** Walks the chunks of a PNG file. A file cut after its last pixel decodes without complaint; only this notices. */
export function inspectPng(bytes: Uint8Array): PngStructure {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let animated = false;
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(bytes[at + 4], bytes[at + 5], bytes[at + 6], bytes[at + 7]);
    if (at + 12 + length > bytes.length) break;
    if (type === 'acTL') animated = true;
    if (type === 'IEND') return { complete: true, animated };
    at += 12 + length;
  }
  return { complete: false, animated };
}
