import drawSvg from 'svg-to-pdfkit';
import { colours, ensureRoom, type Paper } from './paper.js';

/** What a chart says, from its own label. */
function labelOf(svg: string): string {
  const label = /aria-label="([^"]*)"/.exec(svg)?.[1] ?? 'Chart';
  return label.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&#39;/g, '\'').replace(/&amp;/g, '&');
}

/** How large a chart can be, points: at most so wide, and so high. */
export interface ChartRoom { readonly widest: number; readonly highest?: number }

/** How large a chart is drawn. */
export function sizeOfChart(paper: Paper, svg: string, { widest, highest = Infinity }: ChartRoom): { width: number; height: number } {
  const [, , , boxWidth, boxHeight] = /viewBox="([\d.-]+) ([\d.-]+) ([\d.]+) ([\d.]+)"/.exec(svg)!.map(Number);
  const width = Math.min(widest, paper.width, (highest * boxWidth!) / boxHeight!);
  return { width, height: (width * boxHeight!) / boxWidth! };
}

/** A chart as the HTML report shows it. */
export function drawChart(paper: Paper, svg: string, room: ChartRoom, at: { x: number } = { x: paper.left }): void {
  const { width, height } = sizeOfChart(paper, svg, room);
  ensureRoom(paper, height);
  const { document, root } = paper;
  const { y } = document;
  root.add(document.struct('Figure', { alt: labelOf(svg) }, [() => {
    drawSvg(document, svg, at.x, y, { width, height, assumePt: true, preserveAspectRatio: 'xMinYMin meet', fontCallback: (_family, bold) => (bold ? 'bold' : 'regular') });
  }]));
  document.fillColor(colours.ink).strokeColor(colours.ink).undash().lineWidth(1).opacity(1);
  document.x = paper.left;
  document.y = y + height + 8;
}

/** A horizontal bar for a share of 1, drawn where the table is; decoration beside its number. */
export function drawBar(paper: Paper, place: { x: number; y: number; width: number }, share: number, colour: string): void {
  const { document } = paper;
  document.markContent('Artifact', { type: 'Layout' });
  document.rect(place.x, place.y, place.width, 7).fill(colours.tint);
  document.rect(place.x, place.y, Math.max(0.5, place.width * share), 7).fill(colour);
  document.endMarkedContent();
  document.fillColor(colours.ink);
}
