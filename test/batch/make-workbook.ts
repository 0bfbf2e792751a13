import { crc32, deflateRawSync } from 'node:zlib';

const office = 'http://schemas.openxmlformats.org';

/**
 * An XLSX workbook as another program writes it: sheets with the XML of their cells, some of them hidden.
 * @param sharedText  A text that cells name as `s<v>0</v>`.
 */
export function makeWorkbook(sheets: readonly { name: string; state?: string; rows: readonly (readonly string[])[] }[], sharedText?: string): Buffer {
  const parts = {
    '[Content_Types].xml': `<Types xmlns="${office}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    'xl/workbook.xml': `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets>${sheets.map(({ name, state }, at) => `<sheet name="${name}" sheetId="${at + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${office}/package/2006/relationships">${sheets.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}${sharedText === undefined ? '' : `<Relationship Id="texts" Type="${office}/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>`}</Relationships>`,
    ...sharedText === undefined ? {} : { 'xl/sharedStrings.xml': `<sst xmlns="${office}/spreadsheetml/2006/main"><si><t>${sharedText}</t></si></sst>` },
    ...Object.fromEntries(sheets.map(({ rows }, at) => [`xl/worksheets/sheet${at + 1}.xml`, `<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>${rows.map((cells, row) => `<row r="${row + 1}">${cells.map((cell, column) => writeCell(cell, `${String.fromCharCode(65 + column)}${row + 1}`)).join('')}</row>`).join('')}</sheetData></worksheet>`])),
  };
  return archive(Object.entries(parts));
}

/** Text as text; what begins with `<` is what the cell contains, with its type before it: `e<v>#N/A</v>`. */
function writeCell(cell: string, place: string): string {
  const own = /^(\w*)(<.*)$/.exec(cell);
  return own === null ? `<c r="${place}" t="inlineStr"><is><t>${cell}</t></is></c>` : `<c r="${place}"${own[1] === '' ? '' : ` t="${own[1]}"`}>${own[2]}</c>`;
}

function archive(parts: readonly (readonly [string, string])[]): Buffer {
  const files: Buffer[] = [], directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of parts) {
    const plain = Buffer.from(text), packed = deflateRawSync(plain), entry = Buffer.alloc(26);
    entry.writeUInt16LE(20, 0);
    entry.writeUInt16LE(8, 4);
    entry.writeUInt32LE(crc32(plain), 10);
    entry.writeUInt32LE(packed.length, 14);
    entry.writeUInt32LE(plain.length, 18);
    entry.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), entry, place, Buffer.from(name));
    files.push(Buffer.from('PK\x03\x04', 'latin1'), entry, Buffer.from(name), packed);
    offset += 4 + entry.length + name.length + packed.length;
  }
  const listed = Buffer.concat(directory), end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listed, end]);
}
