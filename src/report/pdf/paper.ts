import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { pageColours } from '../charts/palette.js';
import type { PaperSize } from '../report-input.js';

/** Points; the same on both papers. */
const margins = { top: 50, bottom: 56, left: 50, right: 50 } as const;
/** Of what has to stand on one page. */
const narrowMargins = { ...margins, top: 32, bottom: 44 } as const;

/** A document that is written from top to bottom. Everything in it is tagged for screen readers. */
export interface Paper {
  readonly document: PDFKit.PDFDocument;
  /** The element that all content hangs under. */
  readonly root: PDFKit.PDFStructureElement;
  readonly left: number;
  readonly width: number;
  readonly bottom: number;
}

export const colours = {
  ink: pageColours.ink.light, quiet: pageColours.quiet.light, rule: pageColours.rule.light, tint: pageColours.tint.light,
  care: pageColours.less.light,
} as const;

const fontFile = (name: string): string => createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

/**
 * Opens a document with its fonts embedded.
 * @param createdAt  Written as the time of making; the same input has to give the same bytes.
 * @param isNarrow  Whether less is left free above and below.
 */
export function openPaper(title: string, size: PaperSize, createdAt: Date, isNarrow = false): Paper {
  const { top, bottom, left, right } = isNarrow ? narrowMargins : margins;
  const document = new PDFDocument({
    size: size === 'a4' ? 'A4' : 'LETTER', margins: { top, bottom, left, right }, bufferPages: true, pdfVersion: '1.7', tagged: true, lang: 'en', displayTitle: true,
    info: { Title: title, Creator: 'trichoscore', Producer: 'trichoscore', CreationDate: createdAt, ModDate: createdAt },
  });
  document.registerFont('regular', fontFile('DejaVuSans')).registerFont('bold', fontFile('DejaVuSans-Bold')).registerFont('serif', fontFile('DejaVuSerif')).registerFont('mono', fontFile('DejaVuSansMono'));
  document.font('regular').fontSize(9).fillColor(colours.ink);
  const root = document.struct('Document');
  document.addStructure(root);
  const { width, height } = document.page;
  return { document, root, left, width: width - left - right, bottom: height - bottom };
}

/** Begins a new page unless there is room for so many points. */
export function ensureRoom({ document, bottom }: Paper, height: number): void {
  if (document.y + height > bottom) document.addPage();
}

/** Points that are left on this page. */
export function roomLeft({ document, bottom }: Paper): number {
  return bottom - document.y;
}

/** A line across, above a part that begins on the same page as the one before; a new page where less than this is left. */
export function beginPart(paper: Paper, least: number): void {
  const { document, left, width } = paper;
  if (roomLeft(paper) < least) return void document.addPage();
  document.y += 14;
  document.markContent('Artifact', { type: 'Layout' });
  document.moveTo(left, document.y).lineTo(left + width, document.y).lineWidth(1).strokeColor(colours.ink).stroke();
  document.endMarkedContent();
}

/** Vertical room, none at the top of a page. */
export function addSpace({ document }: Paper, height: number): void {
  if (document.y > document.page.margins.top) document.y += height;
}

/**
 * Text with every character that the font cannot draw written as its number, e.g. `[U+9802]`: a name in a script that is
 * not embedded stays distinguishable.
 */
export function drawable({ document }: Paper, text: string): string {
  const { font } = (document as unknown as { _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } } })._font;
  return [...text].map((character) => {
    const codePoint = character.codePointAt(0)!;
    return codePoint < 0x20 || font.hasGlyphForCodePoint(codePoint) ? character : `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
  }).join('');
}

/** Writes the page numbers and closes the document. */
export async function closePaper({ document, root, left, width }: Paper): Promise<Uint8Array> {
  root.end();
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    document.switchToPage(page);
    // Below the margin, which would begin a new page otherwise.
    document.page.margins.bottom = 0;
    document.markContent('Artifact', { type: 'Pagination' });
    document.font('regular').fontSize(8).fillColor(colours.quiet).text(`${page - start + 1} / ${count}`, left, document.page.height - 36, { width, align: 'right', lineBreak: false });
    document.endMarkedContent();
  }
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const whole = new Promise<Uint8Array>((resolve, reject) => { document.on('end', () => resolve(Buffer.concat(chunks))).on('error', reject); });
  document.end();
  return whole;
}
