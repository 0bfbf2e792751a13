/** Width and height from the frame header of a JPEG that this program wrote. @throws TypeError when there is none. */
export function jpegSize(jpeg: Uint8Array): { widthPx: number; heightPx: number } {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  for (let at = 2; at + 9 <= jpeg.length && jpeg[at] === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = jpeg[at + 1];
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { heightPx: view.getUint16(at + 5), widthPx: view.getUint16(at + 7) };
  }
  throw new TypeError('Expected a JPEG with a frame header.');
}
