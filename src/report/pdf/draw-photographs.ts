import type { Hair } from '../../domain/hair.js';
import type { FollowUpResult, TimepointResult } from '../../domain/result.js';
import { markingColours } from '../charts/palette.js';
import { jpegWithoutMetadata } from '../html/jpeg-without-metadata.js';
import type { ReportPicture } from '../report-input.js';
import type { Visit } from '../view/describe-visits.js';
import { layOverBaseline, type Laid } from '../view/lay-over-baseline.js';
import { colours, drawable, ensureRoom, type Paper } from './paper.js';
import { writeParagraph } from './write-text.js';

export interface Pictured { readonly result: TimepointResult; readonly visit: Visit; readonly picture: ReportPicture | null }

interface PairStyle {
  /** Highest a photograph may be on the page, points. */
  readonly highest?: number;
  /** Whether hairs and regions are drawn in. */
  readonly isMarked?: boolean;
}

/** Both photographs side by side, the follow-up as it lies on the baseline where that is known, the counted hairs drawn in, new and lost ones marked. */
export function drawPhotographs(paper: Paper, before: Pictured, after: Pictured, hairs: FollowUpResult['hairs'], { highest = 300, isMarked = true }: PairStyle = {}): void {
  const { document } = paper, { each, laid, frames, sizes, tallest } = placePair(paper, before, after, hairs, highest);
  ensureRoom(paper, tallest + 34);
  const top = document.y;
  const marks = hairs === null || !isMarked ? [null, null] : [new Set(hairs.lost.map(({ id }) => id)), new Set(hairs.gained.map(({ id }) => id))];
  for (const [at, pictured] of [before, after].entries()) {
    drawPhotograph(paper, pictured, { x: paper.left + at * (each + 14), y: top, ...sizes[at]!, below: top + tallest + 4, columnWidth: each, frame: frames[at]!, laid: at === 0 ? null : laid, isMarked }, marks[at]!, at === 0 ? 'lost' : 'gained');
  }
  document.x = paper.left;
  document.y = top + tallest + 34;
  if (isMarked) writeParagraph(paper, describeMarks([before, after], hairs !== null, laid !== null), marksStyle);
}

/** Of what the marks mean. */
const marksStyle = { size: 7.5, colour: colours.quiet };

/** How high both photographs are with what stands below them, where none may be higher than `highest`. */
export function heightOfPhotographs(paper: Paper, before: Pictured, after: Pictured, hairs: FollowUpResult['hairs'], highest: number): number {
  const { laid, tallest } = placePair(paper, before, after, hairs, highest);
  paper.document.font('regular').fontSize(marksStyle.size);
  return tallest + 34 + paper.document.heightOfString(describeMarks([before, after], hairs !== null, laid !== null), { width: paper.width, lineGap: marksStyle.size * 0.28 });
}

function placePair(paper: Paper, before: Pictured, after: Pictured, hairs: FollowUpResult['hairs'], highest: number) {
  const each = (paper.width - 14) / 2;
  const laid = layOverBaseline(hairs, before.result.hairs, after.result.hairs), frames = [shownPart(before), shownPart(laid === null ? after : before)] as const;
  const sizes = frames.map((shown) => {
    const height = Math.min(highest, (each * shown.height) / shown.width);
    return { height, width: (height * shown.width) / shown.height };
  });
  return { each, laid, frames, sizes, tallest: Math.max(...sizes.map(({ height }) => height)) };
}

/** The part of the photograph that its picture shows; all of it without one. */
function shownPart({ result: { photo }, picture }: Pictured): NonNullable<ReportPicture['window']> {
  return picture?.window ?? { row: 0, column: 0, width: photo.width, height: photo.height };
}

function describeMarks(photographs: readonly Pictured[], matched: boolean, laid: boolean): string {
  if (photographs.every(({ result }) => result.kind === 'global')) return 'The dashed line is the measured region. Where it changed is drawn in the report page.';
  const kinds = new Set(photographs.flatMap(({ result }) => result.hairs).filter((hair) => hair.counted).map((hair) => hair.kind));
  return [
    'Lines are counted hairs', kinds.has('vellus') ? 'dashed yellow: vellus' : null, kinds.has('indeterminate') ? 'dotted pink: undecided' : null,
    'a dot: exit from the skin', matched ? 'green diamond: new; orange cross: lost' : null, laid ? 'the follow-up is turned and moved onto the baseline' : null,
  ].filter((part) => part !== null).join('; ').concat('. Hairs that do not count and parts left out are shown in the report page.');
}

interface Place { x: number; y: number; width: number; height: number; below: number; columnWidth: number; frame: NonNullable<ReportPicture['window']>; laid: Laid | null; isMarked: boolean }

function drawPhotograph(paper: Paper, pictured: Pictured, place: Place, marked: ReadonlySet<number> | null, mark: 'lost' | 'gained'): void {
  const { document, root } = paper, { result, visit, picture } = pictured, own = shownPart(pictured);
  const { x, y, width, height, frame, laid } = place;
  const counted = result.hairs.filter((hair) => hair.counted), { hairCount, coverage } = result.measurements;
  // Without markings no figure stands beside that of the comparison, which is of what both photographs show.
  const count = !place.isMarked ? null : result.kind === 'global' ? coverage === null ? 'not measured' : `${Math.round(100 * coverage)}% of the scalp covered` : hairCount === null ? 'no count given' : `${hairCount} counted`;
  root.add(document.struct('Figure', { alt: `${visit.name}, ${visit.photoName}${count === null ? '' : `: ${count}`}.` }, [() => {
    document.save();
    document.rect(x, y, width, height).clip();
    if (picture === null || laid !== null) document.rect(x, y, width, height).fill(colours.tint);
    // From here on in pixels of the upright photograph.
    document.translate(x, y).scale(width / frame.width).translate(0.5 - frame.column, 0.5 - frame.row);
    if (laid !== null) document.transform(laid.a, laid.b, laid.c, laid.d, laid.e, laid.f);
    if (picture !== null) document.image(Buffer.from(jpegWithoutMetadata(picture.jpeg)), own.column - 0.5, own.row - 0.5, { width: own.width, height: own.height });
    if (place.isMarked) drawHairs(document, counted, marked, mark, frame.width / width);
    if (place.isMarked && result.kind === 'global') drawRegion(document, result.targetArea.outline, frame.width / width);
    document.restore();
  }]));
  document.font('bold').fontSize(8.5);
  const name = drawable(paper, visit.name);
  root.add(document.struct('Caption', {}, [() => {
    document.font('bold').fontSize(8.5).fillColor(colours.ink).text(name, x, place.below, { width: place.columnWidth, ellipsis: true, lineBreak: false });
    document.font('regular').fontSize(7.5).fillColor(colours.quiet).text(drawable(paper, `${visit.date === null ? '' : `${visit.date}, `}${visit.photoName}${count === null ? '' : `, ${count}`}${picture === null ? ', no picture in this report' : ''}`), x, place.below + 12, { width: place.columnWidth, height: 10, ellipsis: true });
  }]));
}

function drawRegion(document: PDFKit.PDFDocument, outline: TimepointResult['targetArea']['outline'], pixel: number): void {
  if (outline.length < 3) return;
  for (const [colour, lineWidth] of [[markingColours.edge, 1.6], [markingColours.area, 0.8]] as const) {
    document.polygon(...outline.map(({ row, column }): [number, number] => [column, row])).lineWidth(lineWidth * pixel).strokeColor(colour).stroke();
  }
}

/** @param pixel  Pixels of the photograph in a point of the paper. */
function drawHairs(document: PDFKit.PDFDocument, hairs: readonly Hair[], marked: ReadonlySet<number> | null, mark: 'lost' | 'gained', pixel: number): void {
  const stroke = (hair: Hair): void => {
    const [first, ...rest] = hair.path;
    document.moveTo(first!.column, first!.row);
    for (const { column, row } of rest) document.lineTo(column, row);
  };
  for (const hair of hairs) {
    stroke(hair);
    document.undash().lineWidth(1.4 * pixel).strokeColor(markingColours.edge, 0.4).stroke();
    stroke(hair);
    if (hair.kind === 'vellus') document.dash(3 * pixel, { space: 1.6 * pixel });
    else if (hair.kind === 'indeterminate') document.dash(1 * pixel, { space: 1.6 * pixel });
    document.lineWidth(0.7 * pixel).strokeColor(hair.kind === null ? markingColours.unknownKind : markingColours[hair.kind], 1).stroke().undash();
    document.circle(hair.root.column, hair.root.row, 1.1 * pixel).lineWidth(0.3 * pixel).fillAndStroke(markingColours.root, markingColours.edge);
  }
  const reach = 4 * pixel;
  for (const { id, root: { row, column } } of hairs) {
    if (marked?.has(id) !== true) continue;
    for (const [colour, lineWidth] of [[markingColours.edge, 2], [markingColours[mark], 1.1]] as const) {
      if (mark === 'gained') document.polygon([column, row - reach], [column + reach, row], [column, row + reach], [column - reach, row]);
      else document.moveTo(column - reach, row - reach).lineTo(column + reach, row + reach).moveTo(column - reach, row + reach).lineTo(column + reach, row - reach);
      document.lineWidth(lineWidth * pixel).strokeColor(colour).stroke();
    }
  }
}
