import { scaleLinear } from 'd3-scale';
import { coordinate, type Markup, markup } from '../markup.js';
import type { ChangeDrawing, ChangeView } from '../view/describe-change.js';
import type { NumberFormats } from '../view/number-formats.js';
import { paint } from './palette.js';

const width = 400;
const height = 178;
const edge = 10;
const bandTop = 8;
const bandBottom = 132;
const valueRow = 70;
const chanceRow = 110;

/** Narrower bands, in units of the drawing, cannot carry their label. */
const narrowestLabelled = 17;

/** Labels of the axis closer than this would touch. */
const labelDistance = 27;

/** Places of the axis that get a label: zero, the steps of the scale from the outermost in, round values, as long as none touch. */
function chooseTicks({ bandStarts, ticks }: ChangeDrawing, reach: number, x: (place: number) => number): number[] {
  const chosen: number[] = [0];
  for (const place of [...[...bandStarts].reverse(), ...ticks]) {
    if (place < reach && chosen.every((other) => Math.abs(x(other) - x(place)) >= labelDistance)) chosen.push(place, -place);
  }
  return chosen;
}

/**
 * The change with its 95 % interval over the bands of the scale, on an axis on which a gain and the loss that undoes it
 * are equally far from zero; beyond its end an arrow says that the interval goes on. Below it the zone that cannot be told from chance.
 *
 *     | −3 | −2 | −1 |  0  | +1 | +2 | +3 |
 *     |    |    |    |   ———————●———————  |
 *     |    |    |   |————chance————|      |
 *        −33  −20  −9  0  +10  +25  +50
 */
export function drawChangeInterval(change: ChangeView, formats: NumberFormats, intervalName: string): Markup {
  const { drawing } = change, { value, interval: [low, high], smallestDetectable, bandStarts, farthest } = drawing;
  const margin = Math.log(1.05) / Math.log(1.5);
  const reach = Math.min(farthest, Math.max(bandStarts[2]! * 1.49, ...[high, -low, smallestDetectable].map((end) => end + margin * bandStarts[2]!)));
  const place = scaleLinear([-reach, reach], [edge, width - edge]).clamp(true);
  const x = (at: number): number => coordinate(place(at));
  const bounds = [-reach, ...[...bandStarts].reverse().map((start) => Math.max(-start, -reach)), ...bandStarts.map((start) => Math.min(start, reach)), reach];
  const bands = bounds.slice(0, -1).map((from, index) => {
    const score = index - 3;
    const to = bounds[index + 1]!;
    const middle = coordinate((x(from) + x(to)) / 2);
    const fill = score === 0 ? null : markup`<rect x="${x(from)}" y="${bandTop}" width="${coordinate(x(to) - x(from))}" height="${bandBottom - bandTop}" opacity="${Math.abs(score) === 2 ? 1 : 0.6}" ${paint({ fill: score > 0 ? 'moreTint' : 'lessTint' })}/>`;
    if (x(to) - x(from) < narrowestLabelled) return fill;
    return markup`${fill}<text x="${middle}" y="${bandTop + 18}" text-anchor="middle" font-size="13" ${paint({ fill: 'quiet' })}>${formats.signed(score)}</text>`;
  });
  const ticks = chooseTicks(drawing, reach, x).map((at) => markup`<line x1="${x(at)}" x2="${x(at)}" y1="${bandBottom}" y2="${bandBottom + 5}" stroke-width="1" ${paint({ stroke: 'quiet' })}/><text x="${x(at)}" y="${bandBottom + 19}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>${drawing.label(at)}</text>`);
  const arrow = (towards: 1 | -1): Markup => {
    const tip = towards === 1 ? width - edge : edge;
    return markup`<path d="M${tip - towards * 8},${valueRow - 6}L${tip},${valueRow}L${tip - towards * 8},${valueRow + 6}" stroke-width="2.5" ${paint({ stroke: 'after' })}/>`;
  };
  const end = (at: number): Markup => markup`<line x1="${x(at)}" x2="${x(at)}" y1="${valueRow - 6}" y2="${valueRow + 6}" stroke-width="2.5" ${paint({ stroke: 'after' })}/>`;
  const labelX = coordinate(Math.min(Math.max(x(value), 40), width - 40));
  const chanceText = `smallest detectable change: ${change.smallestDecrease} or ${change.smallestIncrease}`;
  return markup`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${change.endpoint}: change ${change.percent}, ${intervalName} ${change.interval}; smallest detectable change ${change.smallestDecrease} or ${change.smallestIncrease}.">
${bands}
${ticks}
<line x1="${edge}" x2="${width - edge}" y1="${bandBottom}" y2="${bandBottom}" stroke-width="1" ${paint({ stroke: 'quiet' })}/>
<line x1="${x(0)}" x2="${x(0)}" y1="${valueRow - 9}" y2="${chanceRow - 8}" stroke-width="1" ${paint({ stroke: 'quiet' })}/>
<line x1="${x(low)}" x2="${x(high)}" y1="${valueRow}" y2="${valueRow}" stroke-width="2.5" ${paint({ stroke: 'after' })}/>
${low < -reach ? arrow(-1) : end(low)}${high > reach ? arrow(1) : end(high)}
<circle cx="${x(value)}" cy="${valueRow}" r="6" ${paint({ fill: 'after' })}/>
<text x="${labelX}" y="${valueRow - 14}" text-anchor="middle" font-size="14" font-weight="600" ${paint({ fill: 'ink' })}>${change.percent}</text>
<path d="M${x(-smallestDetectable)},${chanceRow - 14}v6H${x(smallestDetectable)}v-6" stroke-width="1.5" ${paint({ stroke: 'quiet' })}/>
<text x="${width / 2}" y="${chanceRow + 8}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>${chanceText}</text>
<text x="${width / 2}" y="${height - 6}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>change of ${change.endpoint.toLowerCase()}, ${drawing.unit}</text>
</svg>`;
}
