// Photographs of every format with words hidden wherever a camera or a program may write some.
import { createRequire } from 'node:module';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

export const canary = 'CANARY-4711';
const words = (place) => `${canary} ${place}`;

const exif = {
  IFD0: { Make: words('make'), Model: words('model'), Artist: words('artist'), Copyright: words('copyright'), ImageDescription: words('description'), Software: words('software') },
  IFD2: { UserComment: words('comment'), BodySerialNumber: words('serial number'), LensModel: words('lens'), MakerNote: words('maker note'), ImageUniqueID: words('unique id') },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '47/1 11/1 4711/100', GPSLongitudeRef: 'E', GPSLongitude: '8/1 14/1 4711/100', GPSAreaInformation: words('gps') },
};
const xmp = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="${words('xmp')}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

/** A JPEG segment. */
function segment(marker, ...parts) {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const head = Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]);
  return Buffer.concat([head, body]);
}

function pngChunk(type, body) {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]), framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(body.length, 0);
  framed.set(typed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}

/** File name and bytes of one photograph a format. @param jpeg  What they show. */
export async function hideCanaries(jpeg) {
  const told = (form) => sharp(jpeg).withExif(exif).withXmp(xmp)[form](form === 'webp' ? { quality: 95 } : form === 'tiff' ? { compression: 'lzw' } : {}).toBuffer();
  const [jpg, png, webp, tiff] = await Promise.all(['jpeg', 'png', 'webp', 'tiff'].map(told));
  const thumbnail = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#123456' } }).withExif({ IFD0: { Artist: words('thumbnail') } }).jpeg().toBuffer();
  const iptc = Buffer.concat([Buffer.from('Photoshop 3.0\0'), Buffer.from('8BIM\x04\x04\0\0', 'latin1'), Buffer.from([0, 0, 0, words('iptc').length + 5]), Buffer.from([0x1c, 2, 80, 0, words('iptc').length]), Buffer.from(words('iptc'))]);
  const extra = [segment(0xfe, words('jpeg comment')), segment(0xed, iptc), segment(0xe2, 'MPF\0', words('second picture'), thumbnail), segment(0xeb, 'HDR ', words('application segment')), segment(0xe1, 'http://ns.adobe.com/xmp/extension/\0', words('long xmp'))];
  const text = Buffer.from(`Comment\0${words('png text')}`), zipped = Buffer.concat([Buffer.from('Author\0\0'), deflateSync(words('png compressed text'))]), international = Buffer.from(`Title\0\0\0\0\0${words('png international text')}`);
  const files = {
    'a.jpg': Buffer.concat([jpg.subarray(0, 2), ...extra, jpg.subarray(2), Buffer.from(words('after the end')), thumbnail]),
    'b.png': Buffer.concat([png.subarray(0, 33), pngChunk('tEXt', text), pngChunk('zTXt', zipped), pngChunk('iTXt', international), png.subarray(33), Buffer.from(words('after the end'))]),
    'c.webp': webp,
    'd.tif': tiff.includes(canary) ? tiff : addTiffText(tiff),
  };
  for (const [name, bytes] of Object.entries(files)) if (!bytes.includes(canary)) throw new Error(`${name} holds no canary`);
  return files;
}

/** Appends a directory with text tags to a little-endian TIFF file, in place of its own. */
function addTiffText(tiff) {
  const at = tiff.readUInt32LE(4), count = tiff.readUInt16LE(at), entries = [];
  for (let entry = 0; entry < count; entry++) entries.push(tiff.subarray(at + 2 + entry * 12, at + 14 + entry * 12));
  const texts = [[270, words('tiff description')], [305, words('tiff software')], [315, words('tiff artist')], [33432, words('tiff copyright')]];
  const start = tiff.length + (tiff.length % 2), all = entries.filter((entry) => !texts.some(([tag]) => tag === entry.readUInt16LE(0)));
  let place = start + 2 + (all.length + texts.length) * 12 + 4;
  const bodies = [];
  for (const [tag, words] of texts) {
    const body = Buffer.from(`${words}\0${words.length % 2 === 0 ? '\0' : ''}`), entry = Buffer.alloc(12);
    entry.writeUInt16LE(tag, 0);
    entry.writeUInt16LE(2, 2);
    entry.writeUInt32LE(words.length + 1, 4);
    entry.writeUInt32LE(place, 8);
    all.push(entry);
    bodies.push(body);
    place += body.length;
  }
  all.sort((a, b) => a.readUInt16LE(0) - b.readUInt16LE(0));
  const head = Buffer.alloc(2);
  head.writeUInt16LE(all.length);
  const result = Buffer.concat([tiff, Buffer.alloc(tiff.length % 2), head, ...all, Buffer.alloc(4), ...bodies]);
  result.writeUInt32LE(start, 4);
  return result;
}

export const canUseHeic = () => { try { createRequire(import.meta.url).resolve('heic-decode'); return true; } catch { return false; } };
