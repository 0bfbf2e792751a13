import { scaleLinear } from 'd3-scale';
import type { AreaResult } from '../../domain/trial-result.js';
import { paint } from '../charts/palette.js';
import { coordinate, type Markup, markup } from '../markup.js';
import type { NumberFormats } from '../view/number-formats.js';
import { armColour, drawArmLegend, drawArmPoint, standApart } from './arm-marks.js';

const width = 560;
const left = 52;
const right = width - 12;

/** One bar a subject, sorted by the change at one visit in percent (of coverage in points), with the interval of the subject's own change; arms that stand apart have their point below them. */
export function drawWaterfall({ subjects, changeUnit }: Pick<AreaResult, 'subjects' | 'changeUnit'>, visit: string, arms: readonly string[], formats: NumberFormats): Markup {
  const isApart = standApart(arms);
  const bars = subjects.flatMap(({ subject, arm, points }) => points.flatMap((point) => (point.visit === visit && point.changePercent !== null
    ? [{ subject, arm: arms.indexOf(arm), percent: point.changePercent, interval: point.changePercentInterval95 }] : [])))
    .sort((a, b) => (isApart ? a.arm - b.arm : 0) || b.percent - a.percent || (a.subject < b.subject ? -1 : 1));
  const present = [...new Set(bars.map(({ arm }) => arm))];
  const top = 32 + arms.length * 16;
  const bottom = top + 200;
  const values = bars.flatMap(({ percent, interval }) => [percent, ...(interval ?? [])]);
  const y = scaleLinear([Math.min(-10, ...values), Math.max(10, ...values)], [bottom, top]).nice(5);
  const step = (right - left) / Math.max(1, bars.length + (isApart ? present.length - 1 : 0));
  const placeOf = (at: number): number => left + (at + (isApart ? present.indexOf(bars[at].arm) : 0)) * step;
  const rows = y.ticks(6).map((tick) => markup`<line x1="${left}" x2="${right}" y1="${coordinate(y(tick))}" y2="${coordinate(y(tick))}" stroke-width="${tick === 0 ? 1.5 : 1}" ${paint({ stroke: tick === 0 ? 'quiet' : 'rule' })}/><text x="${left - 8}" y="${coordinate(y(tick)) + 4}" text-anchor="end" font-size="12" ${paint({ fill: 'quiet' })}>${formats.signed(tick)}</text>`);
  const drawn = bars.map(({ arm, percent, interval }, at) => {
    const from = placeOf(at) + step * 0.12;
    const high = Math.min(y(percent), y(0));
    const middle = coordinate(from + step * 0.38);
    return markup`<rect x="${coordinate(from)}" y="${coordinate(high)}" width="${coordinate(step * 0.76)}" height="${coordinate(Math.max(0.75, Math.abs(y(percent) - y(0))))}" ${paint({ fill: armColour(arm) })}/>${interval === null ? null : markup`<line x1="${middle}" x2="${middle}" y1="${coordinate(y(interval[0]))}" y2="${coordinate(y(interval[1]))}" stroke-width="${coordinate(Math.max(0.4, Math.min(1.25, step * 0.1)))}" ${paint({ stroke: 'quiet' })}/>`}`;
  });
  const points = isApart ? present.map((arm) => {
    const own = bars.flatMap((bar, at) => (bar.arm === arm ? [at] : []));
    return drawArmPoint(arm, (placeOf(own[0]) + placeOf(own[own.length - 1]) + step) / 2, bottom + 14);
  }) : null;
  const below = isApart ? 18 : 0;
  return markup`<svg class="chart wide" viewBox="0 0 ${width} ${bottom + 30 + below}" role="img" aria-label="Change of each subject in ${changeUnit === '%' ? 'percent' : changeUnit}, sorted; the figures stand in the table beside it.">
<text x="8" y="16" font-size="12" ${paint({ fill: 'quiet' })}>change, ${changeUnit}</text>
${drawArmLegend(arms, left, 36)}
${rows}${drawn}${points}
<text x="${(left + right) / 2}" y="${bottom + 22 + below}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>${bars.length} subjects, one bar each</text>
</svg>`;
}
