import type { ReportLogo } from '../report-input.js';
import type { Letterhead } from '../view/describe-letterhead.js';
import { colours, drawable, type Paper } from './paper.js';

/** The largest that a logo is drawn, points. */
const widest = 160, highest = 44;

/** Logo, name and address of whoever hands the report over, at the head of the first page. */
export function writeLetterhead(paper: Paper, letterhead: Letterhead | null, logo: ReportLogo | undefined): void {
  if (letterhead === null) return;
  const { document, root, left, width } = paper, { name, address } = letterhead, top = document.y;
  let textLeft = left, bottom = top;
  if (logo !== undefined) {
    const scale = Math.min(widest / logo.widthPx, highest / logo.heightPx), drawn = { width: scale * logo.widthPx, height: scale * logo.heightPx };
    root.add(document.struct('Figure', { alt: name === null ? 'Logo of the clinic' : `Logo of ${name}` }, [() => { document.image(Buffer.from(logo.png), left, top, drawn); }]));
    textLeft += drawn.width + 14;
    bottom = top + drawn.height;
  }
  const options = { width: left + width - textLeft, lineGap: 2 };
  const lines = [{ text: name, font: 'bold', size: 11, colour: colours.ink }, { text: address, font: 'regular', size: 8.5, colour: colours.quiet }].filter((line): line is typeof line & { text: string } => line.text !== null);
  const shown = lines.map((line) => {
    document.font(line.font).fontSize(line.size);
    const text = drawable(paper, line.text);
    return { ...line, text, height: document.heightOfString(text, options) };
  });
  // In the middle beside the logo.
  let y = top + Math.max(0, (bottom - top - shown.reduce((sum, { height }) => sum + height, 0)) / 2);
  for (const { text, font, size, colour, height } of shown) {
    root.add(document.struct('P', {}, [() => { document.font(font).fontSize(size).fillColor(colour).text(text, textLeft, y, options); }]));
    y += height;
  }
  document.x = left;
  document.y = Math.max(bottom, y) + 4;
}
