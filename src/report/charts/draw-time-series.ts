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
 * Places for the labels below the axis: a label that would touch the one before it goes one row down.
 * A character is about 6.1 units wide at this size.
 */
function labelRows(points: readonly { x: number; label: string }[]): number[] {
  const ends = [-Infinity, -Infinity];
  return points.map(({ x, label }) => {
    const half = label.length * 3.05 + 4;
    const row = x - half > ends[0]! ? 0 : 1;
    ends[row] = x + half;
    return row;
  });
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
  const rows = labelRows(points.map((point) => ({ x: px(point), label: point.label })));
  const marks = points.map((point, index) => {
    const whisker = point.interval === null ? null : markup`<path d="M${px(point) - 5},${coordinate(y(point.interval[0]))}h10m-5,0V${coordinate(y(point.interval[1]))}m-5,0h10" stroke-width="1.5" ${paint({ stroke: 'after' })}/>`;
    const textY = coordinate(y(point.interval?.[1] ?? point.value)) - 9;
    return markup`${whisker}<circle cx="${px(point)}" cy="${coordinate(y(point.value))}" r="5" ${paint({ fill: index === 0 || !point.comparable ? 'paper' : 'after', stroke: 'after' })} stroke-width="2"/>
<text x="${px(point)}" y="${textY}" text-anchor="middle" font-size="13" font-weight="600" ${paint({ fill: 'ink' })}>${point.valueText}</text>
<text x="${px(point)}" y="${bottom + 19 + rows[index]! * 16}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>${point.label}</text>`;
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
