// Spoils photographs in the pieces that their formats are made of, where chance alone hardly gets past the first check:
// segments of a JPEG, chunks of a PNG and a WebP, tags of a TIFF, boxes of a HEIC.
import { crc32, deflateSync } from 'node:zlib';

const words = [0, 1, 2, 7, 8, 15, 16, 63, 255, 256, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff];

/** Changes a list of pieces: one left out, twice, elsewhere, cut, exchanged for noise, or in front of another one. */
function shuffle(pieces, { below, pick, bytes: noise }, additions) {
  const list = [...pieces], at = below(Math.max(1, list.length));
  switch (below(8)) {
    case 0: list.splice(at, 1); break;
    case 1: list.splice(at, 0, list[at]); break;
    case 2: list.splice(below(list.length), 0, ...list.splice(at, 1)); break;
    case 3: list[at] = { ...list[at], body: list[at].body.subarray(0, below(list[at].body.length + 1)) }; break;
    case 4: list[at] = { ...list[at], body: noise(Math.min(3000, list[at].body.length)) }; break;
    case 5: { const body = Buffer.from(list[at].body); if (body.length >= 4) body.writeUInt32BE(pick(words), below(body.length - 3)); list[at] = { ...list[at], body }; break; }
    default: list.splice(below(list.length + 1), 0, pick(additions)(list));
  }
  return list;
}

/** Colour profiles that lie: of no length, of too much, with tags that point elsewhere. */
function falseProfile({ below, bytes: noise, pick }) {
  const profile = noise(128 + below(600));
  profile.writeUInt32BE(pick([profile.length, ...words]), 0);
  profile.write(pick(['RGB ', 'GRAY', 'CMYK', 'Lab ', 'XYZ ']), 16, 'latin1');
  profile.write(pick(['XYZ ', 'Lab ']), 20, 'latin1');
  profile.write('acsp', 36, 'latin1');
  if (profile.length > 132) profile.writeUInt32BE(pick(words), 128);
  return profile;
}

function spoilJpeg(bytes, chance) {
  const segments = [];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const length = bytes.readUInt16BE(at + 2);
    segments.push({ marker: bytes[at + 1], body: bytes.subarray(at + 4, at + 2 + length) });
    at += 2 + length;
  }
  const { pick, below, bytes: noise } = chance, part = (marker, body) => () => ({ marker, body });
  const changed = shuffle(segments, chance, [
    part(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0', 'latin1'), Buffer.from([1 + below(3), below(4)]), falseProfile(chance)])),
    part(0xe2, Buffer.concat([Buffer.from('MPF\0II*\0\x08\0\0\0', 'latin1'), noise(60)])),
    part(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0" hdrgm:GainMapMax="${pick(['1e400', 'NaN', '-1', '3'])}"/>`, 'latin1')),
    part(0xe1, Buffer.concat([Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1'), noise(80)])),
    part(0xdd, Buffer.from([below(256), below(256)])), part(0xc4, noise(30)), part(0xdb, noise(65)), part(0xee, Buffer.from('Adobe\0d\0\0\0\0\x02', 'latin1')), part(0xcc, noise(4)),
    part(pick([0xc0, 0xc1, 0xc2, 0xc3, 0xc9, 0xca, 0xf7]), segments.find(({ marker }) => marker >= 0xc0 && marker <= 0xc2)?.body ?? noise(17)),
  ]);
  const whole = Buffer.concat([bytes.subarray(0, 2), ...changed.flatMap(({ marker, body }) => [Buffer.from([0xff, marker, ((body.length + 2) >> 8) & 255, (body.length + 2) & 255]), body]), bytes.subarray(at)]);
  // A second picture behind the first: a gain map, a depth map, a video that moves.
  return below(4) === 0 ? Buffer.concat([whole, pick([bytes, noise(500), bytes.subarray(0, below(bytes.length))])]) : whole;
}

function spoilPng(bytes, chance) {
  const chunks = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at), end = at + 8 + length;
    if (end > bytes.length) break;
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  const { pick, below, bytes: noise } = chance, part = (type, body) => () => ({ type, body }), word = () => { const four = Buffer.alloc(4); four.writeUInt32BE(pick(words)); return four; };
  const changed = shuffle(chunks, chance, [
    part('iCCP', Buffer.concat([Buffer.from('x\0\0', 'latin1'), deflateSync(falseProfile(chance))])), part('iCCP', Buffer.concat([Buffer.from('x\0\0', 'latin1'), deflateSync(Buffer.alloc(30_000_000))])),
    part('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(20_000_000))])), part('acTL', Buffer.concat([word(), word()])), part('fcTL', noise(26)), part('fdAT', noise(200)),
    part('PLTE', noise(3 * below(257))), part('tRNS', noise(below(300))), part('gAMA', word()), part('cHRM', Buffer.concat(Array.from({ length: 8 }, word))), part('sBIT', noise(below(5))), part('eXIf', Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), noise(60)])),
    part('IHDR', chunks[0]?.body ?? noise(13)), part('IDAT', noise(100)), part('IEND', Buffer.alloc(0)), part('cICP', noise(4)), part('mDCV', noise(24)),
  ]);
  return Buffer.concat([bytes.subarray(0, 8), ...changed.map(({ type, body }) => {
    const framed = Buffer.alloc(body.length + 12);
    framed.writeUInt32BE(body.length, 0);
    framed.write(type, 4, 'latin1');
    body.copy(framed, 8);
    framed.writeUInt32BE(crc32(framed.subarray(4, body.length + 8)), body.length + 8);
    return framed;
  })]);
}

function spoilWebp(bytes, chance) {
  const chunks = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 4);
    chunks.push({ type: bytes.toString('latin1', at, at + 4), body: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length + (length & 1);
  }
  const { below, bytes: noise, pick } = chance, part = (type, body) => () => ({ type, body }), picture = chunks.find(({ type }) => type.startsWith('VP8') && type !== 'VP8X');
  const changed = shuffle(chunks, chance, [
    part('VP8X', Buffer.concat([Buffer.from([pick([0, 2, 4, 8, 16, 32, 62, 255]), 0, 0, 0]), noise(6)])), part('ANIM', noise(6)), part('ICCP', falseProfile(chance)), part('EXIF', noise(100)), part('XMP ', noise(100)), part('ALPH', noise(300)),
    part('ANMF', Buffer.concat([noise(16), Buffer.from(`${picture?.type ?? 'VP8 '}`, 'latin1'), Buffer.from([200, 0, 0, 0]), picture?.body.subarray(0, 200) ?? noise(200)])), part('VP8 ', noise(200)), part('VP8L', noise(200)),
  ]);
  const body = Buffer.concat(changed.flatMap(({ type, body: inner }) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, 'latin1');
    head.writeUInt32LE(below(12) === 0 ? pick(words) : inner.length, 4);
    return [head, inner, Buffer.alloc(inner.length & 1)];
  }));
  const start = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  start.writeUInt32LE(below(12) === 0 ? pick(words) : body.length + 4, 4);
  return Buffer.concat([start, body]);
}

/** Tags that decide how a TIFF is unpacked: sizes, bits, compression, meaning, strips, tiles, predictor, planes, samples, other directories, JPEG inside, profile, EXIF. */
const tiffTags = [254, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 317, 320, 322, 323, 324, 325, 330, 332, 338, 339, 347, 530, 532, 34665, 34675, 37724, 50706];

function spoilTiff(bytes, { below, pick, bytes: noise }) {
  const copy = Buffer.from(bytes), little = copy[0] === 0x49;
  if (copy.length < 16 || copy[little ? 2 : 3] !== 42) return copy;
  const read16 = (at) => (little ? copy.readUInt16LE(at) : copy.readUInt16BE(at)), read32 = (at) => (little ? copy.readUInt32LE(at) : copy.readUInt32BE(at));
  const write16 = (value, at) => (little ? copy.writeUInt16LE(value & 0xffff, at) : copy.writeUInt16BE(value & 0xffff, at)), write32 = (value, at) => (little ? copy.writeUInt32LE(value, at) : copy.writeUInt32BE(value, at));
  const directory = read32(4);
  if (directory + 2 > copy.length) return copy;
  const count = Math.min(read16(directory), Math.floor((copy.length - directory - 6) / 12));
  if (count < 1) return copy;
  for (let changes = 1 + below(3); changes > 0; changes--) {
    const at = directory + 2 + 12 * below(count);
    switch (below(6)) {
      case 0: write16(pick(tiffTags), at); break;
      case 1: write16(1 + below(18), at + 2); break;
      case 2: write32(pick(words), at + 4); break;
      case 3: write32(pick([...words, copy.length - 1, copy.length, directory, 16, 64, 240]), at + 8); break;
      case 4: write16(pick([0, 1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946, 34712, 50000, 50001, 50002]), at + 8); break;
      default: write32(pick([0, directory, 8, copy.length - 2]), directory + 2 + 12 * count);
    }
  }
  return below(5) === 0 ? Buffer.concat([copy, noise(200)]) : copy;
}

const containers = { meta: 4, iprp: 0, ipco: 0, dinf: 0, iinf: 6, moov: 0 };

function readBoxes(bytes) {
  const boxes = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32BE(at), end = length < 8 ? bytes.length : Math.min(bytes.length, at + length);
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + 8, end) });
    at = end;
  }
  return boxes;
}

function writeBoxes(boxes, { below, pick }) {
  return Buffer.concat(boxes.flatMap(({ type, body }) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(below(40) === 0 ? pick(words) : body.length + 8, 0);
    head.write(type, 4, 'latin1');
    return [head, body];
  }));
}

function spoilBoxes(bytes, chance) {
  const { below, bytes: noise, pick } = chance, boxes = readBoxes(bytes), inner = boxes.findIndex(({ type, body }) => type in containers && body.length > containers[type] + 8);
  if (inner >= 0 && below(5) > 0) {
    const { type, body } = boxes[inner], skip = containers[type];
    boxes[inner] = { type, body: Buffer.concat([body.subarray(0, skip), spoilBoxes(body.subarray(skip), chance)]) };
    return writeBoxes(boxes, chance);
  }
  const part = (type, body) => () => ({ type, body });
  return writeBoxes(shuffle(boxes, chance, [
    part('colr', Buffer.concat([Buffer.from(pick(['prof', 'rICC', 'nclx']), 'latin1'), falseProfile(chance)])), part('irot', noise(1)), part('imir', noise(1)), part('clap', noise(32)), part('pixi', noise(5)), part('ispe', Buffer.concat([Buffer.alloc(4), noise(8)])),
    part('hvcC', noise(60)), part('iref', noise(40)), part('grpl', noise(30)), part('ipma', noise(30)), part('infe', noise(30)), part('iloc', noise(40)), part(pick(['mdat', 'free', 'uuid', 'moov', 'meta']), noise(100)),
  ]), chance);
}

/** Spoils the pieces of a photograph once or twice; a file of another kind comes back as it is. */
export function spoilStructure(bytes, chance) {
  let spoilt = Buffer.from(bytes);
  for (let times = 1 + chance.below(2); times > 0 && spoilt.length > 20; times--) {
    const start = spoilt.toString('latin1', 0, 12);
    if (start.startsWith('\xff\xd8')) spoilt = spoilJpeg(spoilt, chance);
    else if (start.startsWith('\x89PNG')) spoilt = spoilPng(spoilt, chance);
    else if (start.startsWith('RIFF')) spoilt = spoilWebp(spoilt, chance);
    else if (/^(II|MM)/.test(start)) spoilt = spoilTiff(spoilt, chance);
    else if (start.slice(4, 8) === 'ftyp') spoilt = spoilBoxes(spoilt, chance);
  }
  return spoilt;
}
