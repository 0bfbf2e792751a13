import { line } from 'd3-shape';
import { isTakenForHair, type Hair, type HairKind, type Position } from '../../domain/hair.js';
import type { TimepointResult } from '../../domain/result.js';
import { markingColours } from '../charts/palette.js';
import { coordinate, type Markup, markup } from '../markup.js';
import type { NumberFormats } from '../view/number-formats.js';
import { exclusionWords, notCountedWords } from '../view/terms.js';

const trace = line<Position>((position) => position.column, (position) => position.row).digits(1);

/** Dashes of a kind, in multiples of the line's width; terminal hair is drawn through. */
const dashes: Record<HairKind, string | null> = { terminal: null, vellus: '5 3', indeterminate: '1.5 3' };

function dashed(pattern: string | null): Markup | null {
  return pattern === null ? null : markup` stroke-dasharray="${pattern}"`;
}

function drawCountedHair(hair: Hair, formats: NumberFormats): Markup {
  const path = trace(hair.path)!;
  const colour = hair.kind === null ? markingColours.unknownKind : markingColours[hair.kind];
  const diameter = hair.diameterUm === null ? '' : `, ${formats.number(hair.diameterUm)}\u00a0µm`;
  return markup`<g><title>Hair ${hair.id}${hair.kind === null ? '' : `, ${hair.kind === 'indeterminate' ? 'undecided' : hair.kind}`}${diameter}</title><path class="line-edge" d="${path}"/><path class="line" d="${path}" stroke="${colour}"${dashed(hair.kind === null ? null : dashes[hair.kind])}/></g>
`;
}

function drawUncountedHair(hair: Hair): Markup {
  const path = trace(hair.path)!;
  const reason = hair.notCountedBecause === null ? 'not counted' : `not counted: ${notCountedWords[hair.notCountedBecause]}`;
  return markup`<g><title>Hair ${hair.id}, ${reason}</title><path class="line-edge" d="${path}"/><path class="line" d="${path}" stroke="${markingColours.notCounted}" stroke-dasharray="2 4"/></g>
`;
}

/** A ring around the exit points of each follicular unit. */
function drawUnits(hairs: readonly Hair[], margin: number): Markup[] {
  const units = new Map<number, Position[]>();
  for (const hair of hairs) {
    if (hair.counted && hair.unit !== null) units.set(hair.unit, [...(units.get(hair.unit) ?? []), hair.root]);
  }
  return [...units].map(([unit, roots]) => {
    const row = roots.reduce((sum, root) => sum + root.row, 0) / roots.length;
    const column = roots.reduce((sum, root) => sum + root.column, 0) / roots.length;
    const radius = Math.max(...roots.map((root) => Math.hypot(root.row - row, root.column - column))) + margin;
    const circle = markup`cx="${coordinate(column)}" cy="${coordinate(row)}" r="${coordinate(radius)}"`;
    return markup`<g><title>Unit ${unit}: ${roots.length === 1 ? '1 hair' : `${roots.length} hairs`}</title><circle class="line-edge" ${circle}/><circle class="line" ${circle} stroke="${markingColours.unit}"/></g>
`;
  });
}

/** Where the scale was read off the photograph. */
function drawScale({ calibration }: TimepointResult, radius: number): Markup[] {
  return Object.values(calibration?.readBetween ?? {}).map(({ row, column }) => {
    const circle = markup`cx="${coordinate(column)}" cy="${coordinate(row)}" r="${coordinate(radius)}"`;
    return markup`<g><title>An end of what the scale was read off</title><circle class="line-edge" ${circle}/><circle class="line" ${circle} stroke="${markingColours.area}"/></g>
`;
  });
}

/** What fills less of the rectangle around it is a ring, a frame or a line: most of what it encloses was measured. */
const filledShare = 0.5;

function drawArea({ targetArea, photo }: TimepointResult, hatchId: string): Markup {
  const exclusions = targetArea.exclusions.map(({ rows, columns, reason, inside, share }) => {
    const [x, y, width, height] = [columns[0] - 0.5, rows[0] - 0.5, columns[1] - columns[0], rows[1] - rows[0]].map(coordinate);
    const look = markup`class="line" fill="url(#${hatchId})" stroke="${markingColours.area}"`, title = markup`<title>Left out: ${exclusionWords[reason]}</title>`;
    if (inside === undefined && share * photo.width * photo.height < filledShare * (rows[1] - rows[0]) * (columns[1] - columns[0])) {
      return markup`<rect class="line" stroke="${markingColours.area}" stroke-dasharray="2 4" x="${x}" y="${y}" width="${width}" height="${height}"><title>Left out, no more than a part of this rectangle: ${exclusionWords[reason]}</title></rect>`;
    }
    if (inside === undefined) return markup`<rect ${look} x="${x}" y="${y}" width="${width}" height="${height}">${title}</rect>`;
    // All around what is left, which may lie beside what was taken out.
    return markup`<path ${look} fill-rule="evenodd" d="M-0.5,-0.5h${photo.width}v${photo.height}h-${photo.width}Z${trace(inside) ?? ''}Z">${title}</path>`;
  });
  if (targetArea.outline.length < 3) return markup`${exclusions}`;
  const outline = `${trace(targetArea.outline)!}Z`;
  return markup`<path class="line-edge" d="${outline}"/><path class="line" d="${outline}" stroke="${markingColours.area}" stroke-dasharray="8 4"/>${exclusions}`;
}

/** Which hairs of this photograph are new or gone; by their numbers. */
export interface MatchedMarks {
  readonly kind: 'gained' | 'lost';
  readonly ids: ReadonlySet<number>;
}

function drawMatches(hairs: readonly Hair[], marks: MatchedMarks, size: number): Markup[] {
  return hairs.filter((hair) => marks.ids.has(hair.id)).map(({ root, id }) => {
    const [x, y] = [coordinate(root.column), coordinate(root.row)];
    const shape = marks.kind === 'gained'
      ? `M${x},${coordinate(y - size)}L${coordinate(x + size)},${y}L${x},${coordinate(y + size)}L${coordinate(x - size)},${y}Z`
      : `M${coordinate(x - size)},${coordinate(y - size)}L${coordinate(x + size)},${coordinate(y + size)}M${coordinate(x - size)},${coordinate(y + size)}L${coordinate(x + size)},${coordinate(y - size)}`;
    return markup`<g><title>Hair ${id}: ${marks.kind === 'gained' ? 'new' : 'gone'}</title><path class="line-edge" d="${shape}"/><path class="line line-strong" d="${shape}" stroke="${markingColours[marks.kind]}"/></g>
`;
  });
}

/**
 * All markings of a photograph as SVG groups, one a layer, in pixels of the upright original: positions mean pixel
 * centres, so the drawing's origin lies half a pixel left of and above the first. Line widths do not grow with the picture.
 */
export function drawMarkings(result: TimepointResult, marks: MatchedMarks | null, hatchId: string, formats: NumberFormats): Markup {
  const longSide = Math.max(result.photo.width, result.photo.height);
  const counted = result.hairs.filter((hair) => hair.counted);
  const roots = counted.map((hair) => markup`<circle cx="${coordinate(hair.root.column)}" cy="${coordinate(hair.root.row)}" r="${coordinate(longSide / 180)}"><title>Exit point of hair ${hair.id}</title></circle>`);
  const hatch = coordinate(longSide / 70);
  return markup`<g class="markings" fill="none"><pattern id="${hatchId}" width="${hatch}" height="${hatch}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="${hatch}" height="${hatch}" fill="${markingColours.edge}" opacity="0.35"/><line x1="0" x2="0" y1="0" y2="${hatch}" stroke="${markingColours.area}" stroke-width="${coordinate(hatch / 3)}" opacity="0.55"/></pattern>
<g class="layer-area">${drawArea(result, hatchId)}${drawScale(result, longSide / 140)}</g>
<g class="layer-uncounted">${result.hairs.filter((hair) => !hair.counted && isTakenForHair(hair)).map(drawUncountedHair)}</g>
<g class="layer-hairs">${counted.map((hair) => drawCountedHair(hair, formats))}</g>
<g class="layer-units">${drawUnits(result.hairs, longSide / 60)}</g>
<g class="layer-roots" fill="${markingColours.root}" stroke="${markingColours.edge}">${roots}</g>
${marks === null ? null : markup`<g class="layer-matches">${drawMatches(result.hairs, marks, longSide / 70)}</g>`}</g>`;
}
