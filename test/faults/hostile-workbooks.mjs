// Spoils workbooks (.xlsx) part by part: an archive of XML, packed again so that what was spoilt gets past the archive.
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { spoil } from './spoil-bytes.mjs';

/** @returns Name and content of each part, as its directory lists them. */
function readParts(bytes) {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')), parts = [];
  for (let at = bytes.readUInt32LE(end + 16), left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const method = bytes.readUInt16LE(at + 10), packed = bytes.readUInt32LE(at + 20), nameLength = bytes.readUInt16LE(at + 28), place = bytes.readUInt32LE(at + 42);
    const from = place + 30 + bytes.readUInt16LE(place + 26) + bytes.readUInt16LE(place + 28), body = bytes.subarray(from, from + packed);
    parts.push({ name: bytes.toString('utf8', at + 46, at + 46 + nameLength), body: method === 8 ? inflateRawSync(body) : Buffer.from(body) });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

function writeParts(parts, chance) {
  const files = [], directory = [];
  let place = 0;
  for (const { name, body } of parts) {
    const packed = deflateRawSync(body), head = Buffer.alloc(30), entry = Buffer.alloc(46), title = Buffer.from(name);
    // The size that is told need not be the one that comes out.
    const told = chance.below(25) === 0 ? chance.pick([0, 1, 0x7fffffff, 0xffffffff]) : body.length;
    head.writeUInt32LE(0x04034b50, 0); head.writeUInt16LE(20, 4); head.writeUInt16LE(8, 8); head.writeUInt32LE(crc32(body), 14); head.writeUInt32LE(packed.length, 18); head.writeUInt32LE(told, 22); head.writeUInt16LE(title.length, 26);
    entry.writeUInt32LE(0x02014b50, 0); entry.writeUInt16LE(20, 4); entry.writeUInt16LE(20, 6); head.copy(entry, 10, 8, 28); entry.writeUInt16LE(title.length, 28); entry.writeUInt32LE(place, 42);
    files.push(head, title, packed);
    directory.push(entry, title);
    place += 30 + title.length + packed.length;
  }
  const list = Buffer.concat(directory), end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0); end.writeUInt16LE(parts.length, 8); end.writeUInt16LE(parts.length, 10); end.writeUInt32LE(list.length, 12); end.writeUInt32LE(place, 16);
  return Buffer.concat([...files, list, end]);
}

const cellPlaces = ['A1', 'ZZZZ1', 'A0', 'A-1', 'A1048577', 'XFD1048576', 'a1', 'A1:B2', '1A', '', 'A99999999999'], cellKinds = ['s', 'str', 'b', 'e', 'n', 'd', 'inlineStr', '', 'x'];
const values = ['', 'NaN', '-1', '1e400', '99999999999', '0.1', '#REF!', '2026-01-05', '&#0;', '&#x1F9B1;', '&amp;', '&x;', '45000', '-2958466', '3000000', 'TRUE', '<r/>', ']]>'];

function spoilText(text, { pick, below }) {
  const places = [...text.matchAll(/ r="[^"]*"| t="[^"]*"| s="[^"]*"|<v>[^<]*<\/v>|<t[^>]*>[^<]*<\/t>|<\/?(?:row|c|sheet|si|xf|numFmt|Override|Relationship)\b[^>]*>/g)];
  if (places.length === 0) return text;
  const { 0: found, index } = pick(places), around = (middle) => text.slice(0, index) + middle + text.slice(index + found.length);
  switch (below(7)) {
    case 0: return around('');
    case 1: return around(found.repeat(pick([2, 2, 50, 3000])));
    case 2: return around(found.replace(/>[^<]*</, `>${pick(values)}<`));
    case 3: return around(found.replace(/="[^"]*"/, `="${pick([...cellPlaces, ...cellKinds, ...values])}"`));
    case 4: return text.replace(/<(?=\w)/, `<!DOCTYPE x [<!ENTITY x "${'ha'.repeat(below(2000))}">]><`);
    case 5: return around(found.replace('<', pick(['<x:', '< ', '<<', '&lt;'])));
    default: return around(`<!--${found}`);
  }
}

/** One spoilt workbook. @param workbook  A sound one. */
export function spoilWorkbook(workbook, chance) {
  const { pick, below } = chance, parts = readParts(workbook);
  for (let faults = 1 + below(4); faults > 0 && parts.length > 0; faults--) {
    const at = below(parts.length), part = parts[at];
    switch (below(10)) {
      case 0: parts.splice(at, 1); break;
      case 1: parts.splice(at, 0, { ...part, name: pick([part.name, part.name.toUpperCase(), `../${part.name}`, '/etc/passwd', 'xl/worksheets/sheet2.xml', '', 'a'.repeat(3000)]) }); break;
      case 2: parts[at] = { ...part, body: spoil(part.body, chance) }; break;
      case 3: parts[at] = { ...part, body: Buffer.from(part.body.toString('utf8'), 'utf16le') }; break;
      default: parts[at] = { ...part, body: Buffer.from(spoilText(part.body.toString('utf8'), chance)) };
    }
  }
  const packed = writeParts(parts, chance);
  return below(8) === 0 ? spoil(packed, chance) : packed;
}
