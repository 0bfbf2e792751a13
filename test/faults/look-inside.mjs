// Everything that a file holds, however it is packed: the bytes themselves, base64 in pages, compressed streams of PDF, chunks of PNG, parts of XLSX.
import { inflateRawSync, inflateSync } from 'node:zlib';

const attempt = (unpack, bytes) => { try { return [unpack(bytes)]; } catch { return []; } };

/** @returns The layers of a file, the file itself first. */
export function layersOf(bytes, depth = 0) {
  if (depth > 4) return [bytes];
  const layers = [bytes], latin = bytes.toString('latin1');
  for (const [, base64] of latin.matchAll(/(?:base64,|":")([A-Za-z0-9+/]{64,}={0,2})/g)) layers.push(...layersOf(Buffer.from(base64, 'base64'), depth + 1));
  for (const match of latin.matchAll(/stream\r?\n/g)) {
    const start = match.index + match[0].length, end = latin.indexOf('endstream', start);
    if (end > start) for (const inner of attempt(inflateSync, bytes.subarray(start, end))) layers.push(...layersOf(inner, depth + 1));
    if (end > start) layers.push(bytes.subarray(start, end));
  }
  if (latin.startsWith('\x89PNG')) {
    for (let at = 8; at + 8 <= bytes.length; at += bytes.readUInt32BE(at) + 12) {
      const body = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)), zip = body.indexOf(0) + 2;
      if (latin.slice(at + 4, at + 8) === 'zTXt') layers.push(...attempt(inflateSync, body.subarray(zip)));
    }
  }
  if (latin.startsWith('PK\x03\x04')) {
    for (let at = 0; at >= 0 && at + 30 < bytes.length; at = bytes.indexOf('PK\x03\x04', at + 4)) {
      const size = bytes.readUInt32LE(at + 18), start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
      layers.push(...attempt(inflateRawSync, bytes.subarray(start, size === 0 ? undefined : start + size)));
    }
  }
  return layers;
}

/** Whether words stand anywhere in a file, as UTF-8 or UTF-16. */
export const holds = (bytes, words) => layersOf(bytes).some((layer) => layer.includes(words) || layer.includes(Buffer.from(words, 'utf16le')));

/** What a hair map says of itself (src/image-io/map-mark.ts), and nothing of a photograph. */
const mapMark = 'tEXtDescription\0trichoscore map';

/** Traces of metadata in pictures that were made: EXIF, XMP, IPTC, comments, text chunks. */
export function metadataTraces(bytes) {
  return layersOf(bytes).flatMap((layer) => {
    const latin = layer.toString('latin1');
    if (latin.startsWith('\xff\xd8')) return ['Exif\0\0', 'ns.adobe.com', 'Photoshop 3.0', 'MPF\0'].filter((trace) => latin.includes(trace));
    if (latin.startsWith('\x89PNG')) return ['tEXt', 'zTXt', 'iTXt', 'eXIf'].filter((chunk) => latin.replace(mapMark, '').includes(chunk));
    return [];
  });
}
