import type { ChangeMap, TimepointResult } from '../../domain/result.js';
import { markingColours } from '../charts/palette.js';
import { coordinate, type Markup, markup } from '../markup.js';
import type { NumberFormats } from '../view/number-formats.js';

/** Changes under this many points are not drawn: they are within what cells of this size scatter by. */
const leastPoints = 8;

/**
 * Markings of a photograph of a head, in pixels of the upright original: the region's outline and, on the baseline, where
 * the coverage changed. More and less differ by shape as well as by colour; the size tells how much.
 */
export function drawHeadMarkings(result: TimepointResult, changeMap: ChangeMap | null, formats: NumberFormats): Markup {
  const { outline } = result.targetArea;
  const path = outline.length < 3 ? '' : `M${outline.map(({ row, column }) => `${coordinate(column)},${coordinate(row)}`).join('L')}Z`;
  return markup`<g class="markings" fill="none"><g class="layer-area">${path === '' ? null : markup`<path class="line-edge" d="${path}"/><path class="line" d="${path}" stroke="${markingColours.area}" stroke-dasharray="8 4"/>`}</g>
${changeMap === null ? null : markup`<g class="layer-change">${drawCells(changeMap, formats)}</g>`}</g>`;
}

function drawCells({ columns, top, left, cellPx, points }: ChangeMap, formats: NumberFormats): Markup[] {
  return points.flatMap((value, k) => {
    if (value === null || Math.abs(value) < leastPoints) return [];
    const [y, x] = [top + cellPx * (Math.floor(k / columns) + 0.5), left + cellPx * ((k % columns) + 0.5)], reach = (cellPx / 2) * Math.sqrt(Math.min(1, Math.abs(value) / 60));
    const spoken = markup`<title>${formats.signed(value)} points</title>`, colour = value > 0 ? markingColours.gained : markingColours.lost;
    return [value > 0
      ? markup`<circle cx="${coordinate(x)}" cy="${coordinate(y)}" r="${coordinate(reach)}" fill="${colour}" fill-opacity="0.75" stroke="${markingColours.edge}" stroke-width="${coordinate(cellPx / 20)}">${spoken}</circle>`
      : markup`<rect x="${coordinate(x - reach * 0.9)}" y="${coordinate(y - reach * 0.9)}" width="${coordinate(reach * 1.8)}" height="${coordinate(reach * 1.8)}" fill="${colour}" fill-opacity="0.75" stroke="${markingColours.edge}" stroke-width="${coordinate(cellPx / 20)}">${spoken}</rect>`];
  });
}
