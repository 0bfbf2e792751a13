import { crc32, deflateRawSync } from 'node:zlib';
import { writeArchive } from '../../src/tables/write-archive.js';

const office = 'http://schemas.openxmlformats.org';

/**
 * An XLSX workbook as another program writes it: sheets with the XML of their cells, some of them hidden.
 * @param sharedText  A text that cells name as `s<v>0</v>`.
 * @param formats     Formats of numbers, which cells name as `@0<v>46082</v>`, `@1…`, in their order.
 * @param date1904    What it says of the day that it counts from: 1 January 1904 where it is 1 or true.
 * @param change      What becomes of the XML of its sheets.
 */
export function makeWorkbook(sheets: readonly { name: string; state?: string; rows: readonly (readonly string[])[]; merged?: readonly string[] }[], sharedText?: string, formats: readonly string[] = [], date1904?: string, change = (xml: string): string => xml): Buffer {
  const parts = {
    '[Content_Types].xml': `<Types xmlns="${office}/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    'xl/workbook.xml': `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships">${date1904 === undefined ? '' : `<workbookPr backupFile="false" date1904="${date1904}"/>`}<sheets>${sheets.map(({ name, state }, at) => `<sheet name="${name}" sheetId="${at + 1}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${office}/package/2006/relationships">${sheets.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}${sharedText === undefined ? '' : `<Relationship Id="texts" Type="${office}/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>`}${formats.length === 0 ? '' : `<Relationship Id="styles" Type="${office}/officeDocument/2006/relationships/styles" Target="styles.xml"/>`}</Relationships>`,
    ...sharedText === undefined ? {} : { 'xl/sharedStrings.xml': `<sst xmlns="${office}/spreadsheetml/2006/main"><si><t>${sharedText}</t></si></sst>` },
    ...formats.length === 0 ? {} : { 'xl/styles.xml': `<styleSheet xmlns="${office}/spreadsheetml/2006/main"><numFmts>${formats.map((code, at) => `<numFmt numFmtId="${200 + at}" formatCode="${code}"/>`).join('')}</numFmts><cellXfs>${formats.map((_, at) => `<xf numFmtId="${200 + at}"/>`).join('')}</cellXfs></styleSheet>` },
    ...Object.fromEntries(sheets.map(({ rows, merged = [] }, at) => [`xl/worksheets/sheet${at + 1}.xml`, change(`<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData>${rows.map((cells, row) => `<row r="${row + 1}">${cells.map((cell, column) => writeCell(cell, `${String.fromCharCode(65 + column)}${row + 1}`)).join('')}</row>`).join('')}</sheetData>${merged.length === 0 ? '' : `<mergeCells>${merged.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`}</worksheet>`)])),
  };
  return writeArchive(Object.entries(parts).map(([name, text]) => {
    const plain = Buffer.from(text);
    return { name, bytes: deflateRawSync(plain), checksum: crc32(plain), size: plain.length };
  }));
}

/** Text as text; what begins with `<` is what the cell contains, with its type before it: `e<v>#N/A</v>`, or its format: `@0<v>46082</v>`. */
function writeCell(cell: string, place: string): string {
  const own = /^(\w*)(?:@(\d+))?(<.*)$/.exec(cell);
  return own === null ? `<c r="${place}" t="inlineStr"><is><t>${cell}</t></is></c>` : `<c r="${place}"${own[1] === '' ? '' : ` t="${own[1]}"`}${own[2] === undefined ? '' : ` s="${own[2]}"`}>${own[3]}</c>`;
}
