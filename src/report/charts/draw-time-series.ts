import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { coordinate, type Markup, markup } from '../markup.js';
import type { TimePoint, TimeSeries } from '../view/describe-visits.js';
import type { NumberFormats } from '../view/number-formats.js';
import { paint } from './palette.js';

const width = 400;
const height = 236;
const left = 44;
const right = width - 26;
const top = 40;
const bottom = 186;

/**
 * Rows for labels around points: the first row where a label touches no other, null where it would touch one in every
 * row. The last and the first point choose before the rest, so that the ends of a long series keep theirs.
 * A character is about `letter` units wide.
 */
function chooseRows(labels: readonly { x: number; text: string }[], rows: number, letter: number): (number | null)[] {
  const taken: { row: number; from: number; to: number }[] = [];
  const chosen: (number | null)[] = labels.map(() => null);
  for (const index of new Set([labels.length - 1, ...labels.keys()])) {
    const { x, text } = labels[index]!;
    const half = (text.length * letter) / 2 + 3;
    const free = Array.from({ length: rows }, (_, row) => row).find((row) => taken.every((other) => other.row !== row || other.to < x - half || other.from > x + half));
    if (free === undefined) continue;
    taken.push({ row: free, from: x - half, to: x + half });
    chosen[index] = free;
  }
  return chosen;
}

/** The measure of the score by visit with its 95 % intervals. The axis starts at zero, so that heights compare honestly. */
export function drawTimeSeries(series: TimeSeries, formats: NumberFormats, intervalName: string): Markup {
  const { points } = series;
  const highest = Math.max(...points.map((point) => point.interval?.[1] ?? point.value));
  const y = scaleLinear([0, highest > 0 ? highest : 1], [bottom, top]).nice(4);
  const x = scaleLinear([points[0]!.position, points[points.length - 1]!.position], [left + 34, right - 22]);
  const px = (point: TimePoint): number => coordinate(x(point.position));
  const ticks = y.ticks(4).map((tick) => markup`<line x1="${left}" x2="${right}" y1="${coordinate(y(tick))}" y2="${coordinate(y(tick))}" stroke-width="1" ${paint({ stroke: 'rule' })}/><text x="${left - 8}" y="${coordinate(y(tick)) + 4}" text-anchor="end" font-size="12" ${paint({ fill: 'quiet' })}>${formats.number(tick)}</text>`);
  const joined = points.filter((point) => point.comparable);
  const complete = joined.length > 1 && joined.every((point) => point.interval !== null);
  const band = complete ? area<TimePoint>((point) => x(point.position), (point) => y(point.interval![0]), (point) => y(point.interval![1])).digits(2)(joined) : null;
  const path = line<TimePoint>((point) => x(point.position), (point) => y(point.value)).digits(2)(joined);
  const rows = chooseRows(points.map((point) => ({ x: px(point), text: point.label })), 2, 6.1);
  const valueRows = chooseRows(points.map((point) => ({ x: px(point), text: point.valueText })), 1, 8);
  const marks = points.map((point, index) => {
    const whisker = point.interval === null ? null : markup`<path d="M${px(point) - 5},${coordinate(y(point.interval[0]))}h10m-5,0V${coordinate(y(point.interval[1]))}m-5,0h10" stroke-width="1.5" ${paint({ stroke: 'after' })}/>`;
    const textY = coordinate(y(point.interval?.[1] ?? point.value) - 9);
    return markup`${whisker}<circle cx="${px(point)}" cy="${coordinate(y(point.value))}" r="5" ${paint({ fill: index === 0 || !point.comparable ? 'paper' : 'after', stroke: 'after' })} stroke-width="2"/>${valueRows[index] === null ? null : markup`
<text x="${px(point)}" y="${textY}" text-anchor="middle" font-size="13" font-weight="600" ${paint({ fill: 'ink' })}>${point.valueText}</text>`}${rows[index] === null ? null : markup`
<text x="${px(point)}" y="${bottom + 19 + rows[index] * 16}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>${point.label}</text>`}`;
  });
  const spoken = points.map((point) => `${point.label}: ${point.valueText}${point.intervalText === null ? '' : ` (${intervalName} ${point.intervalText})`}`).join('; ');
  return markup`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${series.title} by visit, ${series.unit}. ${spoken}.">
<text x="${left - 36}" y="16" font-size="12" ${paint({ fill: 'quiet' })}>${series.title.toLowerCase()}, ${series.unit}</text>
${ticks}
${band === null ? null : markup`<path d="${band}" opacity="0.75" ${paint({ fill: 'moreTint' })}/>`}
${path === null || joined.length < 2 ? null : markup`<path d="${path}" stroke-width="1.5" ${paint({ stroke: 'after' })}/>`}
${marks}
</svg>`;
}
