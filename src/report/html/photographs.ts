import { isTakenForHair } from '../../domain/hair.js';
import type { ChangeMap, FollowUpResult, TimepointResult } from '../../domain/result.js';
import { markingColours } from '../charts/palette.js';
import { coordinate, type Markup, markup } from '../markup.js';
import type { ReportPicture } from '../report-input.js';
import type { Visit } from '../view/describe-visits.js';
import type { NumberFormats } from '../view/number-formats.js';
import { layOverBaseline, type Laid } from '../view/lay-over-baseline.js';
import { drawHeadMarkings } from './draw-head-markings.js';
import { drawMarkings, type MatchedMarks } from './draw-markings.js';
import { jpegWithoutMetadata } from './jpeg-without-metadata.js';

/**
 * The pictures, each once, to be shown by `<use>` wherever they are needed; a picture of several comparisons would
 * otherwise be in the file several times. Drawn over the original's pixels.
 */
export function storePictures(pictures: readonly (ReportPicture | null)[], results: readonly TimepointResult[]): Markup {
  const images = pictures.map((picture, index) => {
    if (picture === null) return null;
    const { row, column, width, height } = shownPart(results[index]!, picture);
    const data = Buffer.from(jpegWithoutMetadata(picture.jpeg)).toString('base64');
    return markup`<image id="picture-${index}" x="${column - 0.5}" y="${row - 0.5}" width="${width}" height="${height}" preserveAspectRatio="none" href="data:image/jpeg;base64,${data}"/>
`;
  });
  return markup`<svg class="store" width="0" height="0" aria-hidden="true" focusable="false"><defs>${images}</defs></svg>`;
}

/** The part of a photograph that is drawn: what its picture shows, else all of it. */
function shownPart({ photo }: TimepointResult, picture: ReportPicture | null): NonNullable<ReportPicture['window']> {
  return picture?.window ?? { row: 0, column: 0, width: photo.width, height: photo.height };
}

export interface Pictured {
  /** Place in the series, 0 is the baseline; names the stored picture. */
  readonly place: number;
  readonly result: TimepointResult;
  readonly visit: Visit;
  readonly picture: ReportPicture | null;
  /** Drawn over the baseline of two heads; else null. */
  readonly changeMap: ChangeMap | null;
}

/** A follow-up that is shown as it lies on its baseline: in the baseline's frame, or with the switch off scaled to fit into it. */
interface LaidInFrame { readonly laid: Laid; readonly frame: NonNullable<ReportPicture['window']> }

/** Both groups of transformations in one: fitted into the frame, and within that turned and moved onto the baseline. */
function layContent(content: Markup, { laid: { a, b, c, d, e, f }, frame }: LaidInFrame, own: NonNullable<ReportPicture['window']>): Markup {
  const fit = Math.min(frame.width / own.width, frame.height / own.height);
  const x = frame.column - 0.5 + (frame.width - fit * own.width) / 2 - fit * (own.column - 0.5), y = frame.row - 0.5 + (frame.height - fit * own.height) / 2 - fit * (own.row - 0.5);
  const fine = (value: number): number => Number(value.toFixed(6));
  return markup`<rect class="no-picture" x="${frame.column - 0.5}" y="${frame.row - 0.5}" width="${frame.width}" height="${frame.height}"/><g transform="matrix(${fine(fit)} 0 0 ${fine(fit)} ${coordinate(x)} ${coordinate(y)})"><g class="laid" transform="matrix(${fine(a / fit)} ${fine(b / fit)} ${fine(c / fit)} ${fine(d / fit)} ${coordinate((e - x) / fit)} ${coordinate((f - y) / fit)})">${content}</g></g>`;
}

function drawPhotograph(pictured: Pictured, marks: MatchedMarks | null, inFrame: LaidInFrame | null, key: string, formats: NumberFormats, isMarked = true): Markup {
  const { result, visit, place, picture, changeMap } = pictured, hasPicture = picture !== null;
  const own = shownPart(result, picture), { row, column, width, height } = inFrame?.frame ?? own;
  const { hairCount, coverage } = result.measurements;
  const uncounted = result.hairs.filter((hair) => !hair.counted && isTakenForHair(hair)).length;
  const ofHead = result.kind === 'global';
  // Without markings no figure stands beside that of the comparison, which is of what both photographs show.
  const count = !isMarked ? null : ofHead ? coverage === null ? 'not measured' : `${formats.percent(100 * coverage)} of the scalp covered` : hairCount === null ? 'no count given' : `${formats.number(hairCount)} counted`;
  const spoken = !isMarked ? `${visit.name}, ${visit.photoName}.` : ofHead ? `${visit.name}, ${visit.photoName}: ${count}.` : `${visit.name}, ${visit.photoName}: ${count}, ${formats.number(uncounted)} more marked as seen and not counted.`;
  const content = hasPicture
    ? markup`<use href="#picture-${place}"/>`
    : markup`<rect class="no-picture" x="${own.column - 0.5}" y="${own.row - 0.5}" width="${own.width}" height="${own.height}"/>`;
  const drawn = !isMarked ? content : markup`${content}${ofHead ? drawHeadMarkings(result, changeMap, formats) : drawMarkings(result, marks, `hatch-${key}-${place}`, formats)}`;
  return markup`<figure>
<svg class="photograph" width="${width}" height="${height}" viewBox="${column - 0.5} ${row - 0.5} ${width} ${height}" role="img" aria-label="${spoken}">${inFrame === null ? drawn : layContent(drawn, inFrame, own)}</svg>
<figcaption><strong><bdi>${visit.name}</bdi></strong>${visit.date === null ? null : markup` <span class="quiet">${visit.date}</span>`}<br><span class="quiet"><bdi>${visit.photoName}</bdi>${count === null ? null : `, ${count}`}${hasPicture ? null : ', no picture in this report'}</span></figcaption>
</figure>`;
}

type MarkShape = 'line' | 'dashes' | 'dots' | 'loose' | 'point' | 'square' | 'ring' | 'diamond' | 'cross';

const markPaths: Record<MarkShape, string> = {
  line: 'M3,8H23', dashes: 'M3,8H23', dots: 'M3,8H23', loose: 'M3,8H23',
  point: 'M10,8a3,3 0 1 0 6,0a3,3 0 1 0 -6,0', square: 'M10,5h6v6h-6Z', ring: 'M8,8a5,5 0 1 0 10,0a5,5 0 1 0 -10,0',
  diamond: 'M13,3l5,5l-5,5l-5,-5Z', cross: 'M9,4l8,8m0,-8l-8,8',
};

const markDashes: Partial<Record<MarkShape, string>> = { dashes: '5 3', dots: '1.5 3', loose: '2 4' };

/** A mark as it looks on skin, for the key beside a switch. */
function swatch(colour: string, shape: MarkShape): Markup {
  const path = markPaths[shape];
  const dash = markDashes[shape];
  return markup`<svg class="swatch" viewBox="0 0 26 16" aria-hidden="true"><rect width="26" height="16" rx="2" fill="${markingColours.skin}"/><g fill="none"><path d="${path}" stroke="${markingColours.edge}" stroke-width="3.5" opacity="0.5"/><path d="${path}" fill="${shape === 'point' || shape === 'square' ? colour : 'none'}" stroke="${colour}" stroke-width="1.75"${dash === undefined ? null : markup` stroke-dasharray="${dash}"`}/></g></svg>`;
}

interface Layer {
  readonly name: string;
  readonly label: string;
  readonly shown: boolean;
  readonly key: readonly Markup[];
}

function layersOf(results: readonly TimepointResult[], matched: boolean, mapped: boolean): Layer[] {
  if (results.every(({ kind }) => kind === 'global')) {
    const area: Layer = { name: 'area', label: 'Measured region', shown: true, key: [] };
    const map: Layer = { name: 'change', label: 'Where it changed', shown: true, key: [markup`${swatch(markingColours.gained, 'point')} more hair`, markup`${swatch(markingColours.lost, 'square')} less hair`] };
    return mapped ? [area, map] : [area];
  }
  const hairs = results.flatMap((result) => result.hairs);
  const kinds = new Set(hairs.filter((hair) => hair.counted).map((hair) => hair.kind));
  const hairKeys = [
    kinds.has('terminal') ? markup`${swatch(markingColours.terminal, 'line')} terminal` : null,
    kinds.has('vellus') ? markup`${swatch(markingColours.vellus, 'dashes')} vellus` : null,
    kinds.has('indeterminate') ? markup`${swatch(markingColours.indeterminate, 'dots')} undecided` : null,
    kinds.has(null) ? markup`${swatch(markingColours.unknownKind, 'line')} thickness not known` : null,
  ].filter((key) => key !== null);
  const layers: Layer[] = [
    { name: 'hairs', label: 'Counted hairs', shown: true, key: hairKeys },
    { name: 'roots', label: 'Exit points', shown: true, key: [markup`${swatch(markingColours.root, 'point')}`] },
    { name: 'uncounted', label: 'Seen, not counted', shown: true, key: [swatch(markingColours.notCounted, 'loose')] },
    { name: 'units', label: 'Follicular units', shown: false, key: [swatch(markingColours.unit, 'ring')] },
    { name: 'area', label: 'Measured area', shown: true, key: [] },
  ];
  if (matched) layers.push({ name: 'matches', label: 'New and lost hairs', shown: true, key: [markup`${swatch(markingColours.gained, 'diamond')} new`, markup`${swatch(markingColours.lost, 'cross')} lost`] });
  return layers;
}

/**
 * Both photographs side by side with switches for their markings. The switches are plain check boxes before the
 * pictures and work through the style sheet alone, so the page needs no script and prints what is shown.
 */
export function drawPhotographPair(before: Pictured, after: Pictured, matches: FollowUpResult['hairs'], key: string, formats: NumberFormats): Markup {
  const lost: MatchedMarks | null = matches === null ? null : { kind: 'lost', ids: new Set(matches.lost.map((hair) => hair.id)) };
  const gained: MatchedMarks | null = matches === null ? null : { kind: 'gained', ids: new Set(matches.gained.map((hair) => hair.id)) };
  const switches = layersOf([before.result, after.result], matches !== null, before.changeMap !== null).map((layer) => markup`
<input type="checkbox" class="switch switch-${layer.name}" id="${key}-${layer.name}"${layer.shown ? markup` checked` : null}><label for="${key}-${layer.name}">${layer.label}${layer.key.length === 0 ? null : markup`<span class="key">${layer.key.map((entry) => markup`<span>${entry}</span>`)}</span>`}</label>`);
  const laid = layOverBaseline(matches, before.result.hairs, after.result.hairs), inFrame = laid === null ? null : { laid, frame: shownPart(before.result, before.picture) };
  const ratio = coordinate(shownPart(before.result, before.picture).width / shownPart(before.result, before.picture).height);
  return markup`<div class="viewer${ratio < 0.8 ? ' viewer-tall' : ''}" role="group" aria-label="Photographs and their markings">
<input type="checkbox" class="switch switch-all" id="${key}-all" checked><label for="${key}-all">All markings</label>
<input type="checkbox" class="switch switch-large" id="${key}-large"><label for="${key}-large" class="screen-only">Large pictures</label>
${inFrame === null ? null : markup`<input type="checkbox" class="switch switch-laid" id="${key}-laid" checked><label for="${key}-laid">Follow-up laid over the baseline</label>
`}<span class="switch-break"></span>${switches}
<div class="pair">${drawPhotograph(before, lost, null, key, formats)}${drawPhotograph(after, gained, inFrame, key, formats)}</div>
</div>`;
}

/** Both photographs side by side as they are, the follow-up laid onto the baseline where that is known. */
export function drawPlainPair(before: Pictured, after: Pictured, matches: FollowUpResult['hairs'], formats: NumberFormats): Markup {
  const laid = layOverBaseline(matches, before.result.hairs, after.result.hairs), inFrame = laid === null ? null : { laid, frame: shownPart(before.result, before.picture) };
  return markup`<div class="pair">${drawPhotograph(before, null, null, 'plain', formats, false)}${drawPhotograph(after, null, inFrame, 'plain', formats, false)}</div>`;
}
