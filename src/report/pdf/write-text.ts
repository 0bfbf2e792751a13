import { addSpace, colours, drawable, ensureRoom, type Paper } from './paper.js';

interface TextStyle {
  readonly font?: 'regular' | 'bold' | 'serif' | 'mono';
  readonly size?: number;
  readonly colour?: string;
  /** Points below. */
  readonly after?: number;
  readonly indent?: number;
}

const headingSizes = { 1: 14, 2: 13, 3: 10 } as const;

function put(paper: Paper, tag: string, text: string, { font = 'regular', size = 9, colour = colours.ink, after = 5, indent = 0 }: TextStyle): void {
  const { document, root, left, width } = paper;
  document.font(font).fontSize(size);
  const shown = drawable(paper, text);
  const options = { width: width - indent, lineGap: size * 0.28 };
  if (document.y + Math.min(60, document.heightOfString(shown, options)) > paper.bottom) document.addPage();
  root.add(document.struct(tag, {}, [() => { document.font(font).fontSize(size).fillColor(colour).text(shown, left + indent, document.y, options); }]));
  document.y += after;
}

/** A heading with room for what follows it. */
export function writeHeading(paper: Paper, level: 1 | 2 | 3, text: string, roomAfter = 60): void {
  addSpace(paper, level === 3 ? 6 : 16);
  ensureRoom(paper, headingSizes[level] * 2 + roomAfter);
  put(paper, `H${level}`, text, { font: level === 3 ? 'bold' : 'serif', size: headingSizes[level], after: level === 3 ? 3 : 6 });
}

export function writeParagraph(paper: Paper, text: string, style: TextStyle = {}): void {
  put(paper, 'P', text, style);
}

/** How high paragraphs are, with the room below them. */
export function heightOfParagraphs(paper: Paper, texts: readonly string[]): number {
  const { document } = paper;
  document.font('regular').fontSize(9);
  return texts.reduce((sum, text) => sum + document.heightOfString(drawable(paper, text), { width: paper.width, lineGap: 9 * 0.28 }) + 5, 0);
}

/** How high a list is, with the room below it. */
export function heightOfList(paper: Paper, sentences: readonly string[]): number {
  const { document } = paper;
  document.font('regular').fontSize(9);
  return sentences.reduce((sum, sentence) => sum + document.heightOfString(drawable(paper, sentence), { width: paper.width - 16, lineGap: 2.5 }) + 2, sentences.length === 0 ? 0 : 4);
}

/** A list with bullets, or numbers from 1. */
export function writeList(paper: Paper, sentences: readonly string[], { numbered = false, size = 9 }: { numbered?: boolean; size?: number } = {}): void {
  if (sentences.length === 0) return;
  const { document, root, left, width } = paper;
  const list = document.struct('L');
  root.add(list);
  for (const [at, sentence] of sentences.entries()) {
    document.font('regular').fontSize(size);
    const shown = drawable(paper, sentence), options = { width: width - 16, lineGap: 2.5 };
    ensureRoom(paper, Math.min(60, document.heightOfString(shown, options)));
    const item = document.struct('LI');
    list.add(item);
    const { y } = document;
    item.add(document.struct('Lbl', {}, [() => { document.fillColor(colours.quiet).text(numbered ? `${at + 1}` : '•', left + 2, y, { width: 14, lineBreak: false }); }]));
    item.add(document.struct('LBody', {}, [() => { document.fillColor(colours.ink).text(shown, left + 16, y, options); }]));
    item.end();
    document.y += 2;
  }
  list.end();
  document.y += 4;
}

/** What has to be read with care: a line of colour beside it. */
export function writeCare(paper: Paper, title: string, sentences: readonly string[]): void {
  if (sentences.length === 0) return;
  addSpace(paper, 3);
  writeParagraph(paper, title, { font: 'bold', after: 2, colour: colours.care });
  writeList(paper, sentences);
}

/** Names and values, one a line. */
export function writeFacts(paper: Paper, facts: readonly { readonly label: string; readonly value: string; readonly literal?: true }[]): void {
  const { document, root, left, width } = paper;
  const labelWidth = 120;
  for (const { label, value, literal } of facts) {
    const font = literal === true ? 'mono' : 'regular', size = literal === true ? 7 : 8.5;
    document.font(font).fontSize(size);
    const shown = drawable(paper, value), options = { width: width - labelWidth, lineGap: 2 };
    const height = document.heightOfString(shown, options);
    document.font('regular').fontSize(8.5);
    const shownLabel = drawable(paper, label);
    ensureRoom(paper, Math.max(height, document.heightOfString(shownLabel, { width: labelWidth - 8, lineGap: 2 })));
    const { y } = document;
    root.add(document.struct('P', {}, [() => {
      document.fillColor(colours.quiet).text(shownLabel, left, y, { width: labelWidth - 8, lineGap: 2 });
      const below = document.y;
      document.font(font).fontSize(size).fillColor(colours.ink).text(shown, left + labelWidth, y, options);
      document.y = Math.max(document.y, below);
    }]));
    document.y += 2;
  }
  document.y += 4;
}
