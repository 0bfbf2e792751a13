// Spoils files in the ways that disks, networks, editors and attackers do.
import { crc32, deflateSync } from 'node:zlib';

const words = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

function overwrite(bytes, at, piece) {
  const copy = Buffer.from(bytes);
  Buffer.from(piece).copy(copy, at);
  return copy;
}

function setWord(bytes, { pick, below }) {
  const copy = Buffer.from(bytes), value = pick(words), size = pick([1, 2, 4]);
  // Headers hold what decoders believe, so they are hit as often as all the rest.
  const at = below(Math.max(1, (below(2) === 0 ? Math.min(600, bytes.length) : bytes.length) - size));
  if (copy.length < size) return copy;
  const masked = size === 4 ? value : value & (2 ** (8 * size) - 1);
  if (below(2) === 0) copy.writeUIntBE(masked, at, size);
  else copy.writeUIntLE(masked, at, size);
  return copy;
}

/** A size that the pixels do not have: in the frame header of a JPEG, the header of a PNG (its checksum mended), the tags of a TIFF. */
function claimSize(bytes, { pick, below }) {
  const copy = Buffer.from(bytes), side = pick([0, 1, 63, 64, 9999, 20_000, 32_768, 65_535, 100_000]);
  if (copy[0] === 0xff) {
    const at = [0xc0, 0xc1, 0xc2].map((marker) => copy.indexOf(Buffer.from([0xff, marker]))).find((place) => place > 0) ?? 0;
    if (at > 0) copy.writeUInt16BE(Math.min(side, 65_535), at + 5 + 2 * below(2));
  } else if (copy[0] === 0x89) {
    copy.writeUInt32BE(side, 16 + 4 * below(2));
    copy.writeUInt32BE(crc32(copy.subarray(12, 29)), 29);
  } else if (copy[0] === 0x49) {
    const directory = copy.readUInt32LE(4);
    if (directory + 26 < copy.length) copy.writeUInt32LE(side, directory + 10 + 12 * below(3));
  }
  return copy;
}

/** Chunks of a PNG with their checksums mended, so that what was spoilt gets past the first check. */
function mendChecksums(bytes) {
  if (bytes[0] !== 0x89) return bytes;
  const copy = Buffer.from(bytes);
  for (let at = 8; at + 12 <= copy.length; at += copy.readUInt32BE(at) + 12) {
    const end = at + 8 + copy.readUInt32BE(at);
    if (end + 4 > copy.length) break;
    copy.writeUInt32BE(crc32(copy.subarray(at + 4, end)), end);
  }
  return copy;
}

const spoilers = [
  (bytes, chance) => { const copy = Buffer.from(bytes); for (let flips = 1 + chance.below(8); flips > 0; flips--) copy[chance.below(copy.length)] ^= 1 << chance.below(8); return copy; },
  setWord, setWord, claimSize,
  (bytes, { below, pick }) => overwrite(bytes, below(bytes.length), Buffer.alloc(1 + below(200), pick([0, 0xff, 0x41]))),
  (bytes, { below, bytes: noise }) => overwrite(bytes, below(bytes.length), noise(1 + below(64))),
  (bytes, { below }) => bytes.subarray(0, 1 + below(bytes.length)),
  (bytes, { below }) => { const at = below(bytes.length), length = below(400); return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]); },
  (bytes, { below }) => { const at = below(bytes.length), length = below(400); return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]); },
  (bytes, { below, bytes: noise }) => { const at = below(bytes.length); return Buffer.concat([bytes.subarray(0, at), noise(below(100)), bytes.subarray(at)]); },
  (bytes, { below, pick }, others) => { const other = pick(others); return Buffer.concat([bytes.subarray(0, below(bytes.length)), other.subarray(below(other.length))]); },
  (bytes, { bytes: noise, below }) => Buffer.concat([noise(1 + below(8)), bytes]),
  (bytes, { bytes: noise, below }) => Buffer.concat([bytes, noise(below(5000))]),
];

/** One to three faults. @param others  Files from which pieces may be taken. */
export function spoil(bytes, chance, others = [bytes]) {
  let spoilt = bytes;
  for (let faults = 1 + chance.below(3); faults > 0; faults--) if (spoilt.length > 0) spoilt = chance.pick(spoilers)(spoilt, chance, others);
  return chance.below(2) === 0 ? spoilt : mendChecksums(spoilt);
}

/** A PNG of few bytes that unpacks to many, grey, whole and correct. */
export function pngBomb(width, height) {
  const chunk = (type, body) => {
    const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]), framed = Buffer.alloc(typed.length + 8);
    framed.writeUInt32BE(body.length, 0);
    framed.set(typed, 4);
    framed.writeUInt32BE(crc32(typed), typed.length + 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height), { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}
