import { once } from 'node:events';
import { crc32, createDeflateRaw, deflateRawSync, type DeflateRaw } from 'node:zlib';
import { markup } from '../../report/markup.js';
import { showTypedText } from '../../report/view/typed-text.js';
import { mostRows } from '../../tables/workbook-sheets.js';
import { type PackedPart, writeArchive } from '../../tables/write-archive.js';
import type { Cell } from '../../tables/write-table.js';

/** A cell holds no more than this in Excel. */
const longestText = 32_000;

/** A sheet of an XLSX workbook that is written row by row and kept compressed, so that memory does not grow with its cells. */
export class Sheet {
  private readonly deflate: DeflateRaw = createDeflateRaw({ level: 6 });
  private readonly pieces: Buffer[] = [];
  private checksum = 0;
  private size = 0;
  private rows = 0;

  /** @param name  At most 31 letters, as Excel has it. */
  constructor(readonly name: string, header: readonly string[]) {
    this.deflate.on('data', (piece: Buffer) => this.pieces.push(piece));
    const widths = header.map((title, at) => `<col min="${at + 1}" max="${at + 1}" width="${Math.min(24, Math.max(10, title.length + 2))}" customWidth="1"/>`);
    this.add(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`);
    this.add(writeRow(header, ++this.rows, ' s="1"'));
  }

  /** Text as text, never a formula; numbers as numbers. Rows beyond those that Excel can show stay in the CSV table alone. */
  async write(cells: readonly Cell[]): Promise<void> {
    if (++this.rows <= mostRows && !this.add(writeRow(cells, this.rows, ''))) await once(this.deflate, 'drain');
  }

  /** The sheet's part of the archive. Call once, after the last row. */
  async finish(): Promise<{ bytes: Buffer; checksum: number; size: number }> {
    this.add('</sheetData></worksheet>');
    this.deflate.end();
    await once(this.deflate, 'end');
    return { bytes: Buffer.concat(this.pieces), checksum: this.checksum, size: this.size };
  }

  private add(text: string): boolean {
    const bytes = Buffer.from(text);
    this.checksum = crc32(bytes, this.checksum);
    this.size += bytes.length;
    return this.deflate.write(bytes);
  }
}

function writeRow(cells: readonly Cell[], row: number, style: string): string {
  const texts = cells.map((cell, column) => {
    if (cell === null || cell === '') return '';
    const place = ` r="${columnLetters(column)}${row}"${style}`;
    if (typeof cell === 'number') return `<c${place}><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c${place} t="b"><v>${cell ? 1 : 0}</v></c>`;
    return `<c${place} t="inlineStr"><is><t xml:space="preserve">${markup`${showTypedText(cell.slice(0, longestText))}`.source}</t></is></c>`;
  });
  return `<row r="${row}">${texts.join('')}</row>`;
}

/** 0 → A, 25 → Z, 26 → AA. */
function columnLetters(column: number): string {
  return (column < 26 ? '' : columnLetters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', office = 'http://schemas.openxmlformats.org', documents = `${office}/officeDocument/2006/relationships`, sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The sheets as one XLSX workbook (ECMA-376): a bold header that stays in sight. The same rows give the same bytes. */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const each = (write: (sheet: Sheet, number: number) => string): string => sheets.map((sheet, at) => write(sheet, at + 1)).join('');
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/>${each((_, number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${sheetType}.worksheet+xml"/>`)}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="rId1" Type="${documents}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${documents}"><bookViews><workbookView/></bookViews><sheets>${each(({ name }, number) => markup`<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`.source)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${office}/package/2006/relationships">${each((_, number) => `<Relationship Id="rId${number}" Type="${documents}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}<Relationship Id="rId0" Type="${documents}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${office}/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`,
  };
  const entries: PackedPart[] = Object.entries(parts).map(([name, text]) => {
    const bytes = Buffer.from(xml + text);
    return { name, bytes: deflateRawSync(bytes), checksum: crc32(bytes), size: bytes.length };
  });
  for (const [at, sheet] of sheets.entries()) entries.push({ name: `xl/worksheets/sheet${at + 1}.xml`, ...await sheet.finish() });
  return writeArchive(entries);
}
