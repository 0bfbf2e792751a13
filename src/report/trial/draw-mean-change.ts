import { scaleLinear } from 'd3-scale';
import type { AreaResult } from '../../domain/trial-result.js';
import { paint } from '../charts/palette.js';
import { coordinate, type Markup, markup } from '../markup.js';
import type { NumberFormats } from '../view/number-formats.js';
import { armColour, armDash, drawArmLegend, drawArmPoint } from './arm-marks.js';

const width = 560;
const left = 52;
const right = width - 20;

/** Mean change of each arm by visit with the 95 % interval of the mean; it starts from 0 at the baseline. */
export function drawMeanChange(area: AreaResult, arms: readonly string[], formats: NumberFormats): Markup {
  const top = 32 + arms.length * 16;
  const bottom = top + 210;
  const courses = arms.map((arm) => area.visits.flatMap((visit) => {
    const own = visit.arms.find((other) => other.arm === arm)?.change;
    return own === undefined || own.mean === null ? [] : [{ week: visit.medianDays / 7, mean: own.mean, interval: own.interval95 }];
  }));
  const values = courses.flat().flatMap(({ mean, interval }) => [mean, ...(interval ?? [])]);
  const lastWeek = Math.max(1, ...courses.flat().map(({ week }) => week));
  const x = scaleLinear([0, lastWeek * 1.04], [left, right]);
  const y = scaleLinear([Math.min(0, ...values), Math.max(0, ...values, 1e-9)], [bottom, top]).nice(5);
  const digits = y.ticks(5).every((tick) => tick % 1 === 0) ? 0 : 2;
  const rows = y.ticks(5).map((tick) => markup`<line x1="${left}" x2="${right}" y1="${coordinate(y(tick))}" y2="${coordinate(y(tick))}" stroke-width="${tick === 0 ? 1.5 : 1}" ${paint({ stroke: tick === 0 ? 'quiet' : 'rule' })}/><text x="${left - 8}" y="${coordinate(y(tick)) + 4}" text-anchor="end" font-size="12" ${paint({ fill: 'quiet' })}>${formats.signed(tick, digits)}</text>`);
  const ticks = x.ticks(8).map((tick) => markup`<text x="${coordinate(x(tick))}" y="${bottom + 20}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>${formats.number(tick)}</text>`);
  const lines = courses.map((course, at) => {
    const shift = (at - (arms.length - 1) / 2) * 5;
    const points = [{ week: 0, mean: 0, interval: null }, ...course].map((point) => ({ ...point, px: coordinate(x(point.week) + (point.week === 0 ? 0 : shift)), py: coordinate(y(point.mean)) }));
    const path = `M${points.map(({ px, py }) => `${px},${py}`).join('L')}`;
    const marks = points.slice(1).map(({ px, py, interval }) => markup`${interval === null ? null : markup`<path d="M${px - 4},${coordinate(y(interval[0]))}h8m-4,0V${coordinate(y(interval[1]))}m-4,0h8" stroke-width="1.5" ${paint({ stroke: armColour(at) })}/>`}${drawArmPoint(at, px, py)}`);
    return markup`<path d="${path}" stroke-width="2" stroke-dasharray="${armDash(at)}" ${paint({ stroke: armColour(at) })}/>${marks}`;
  });
  const counts = arms.map((arm, at) => markup`${drawArmPoint(at, 14, bottom + 72 + at * 15)}${area.visits.map((visit) => markup`<text x="${coordinate(x(visit.medianDays / 7))}" y="${bottom + 76 + at * 15}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>${visit.arms.find((other) => other.arm === arm)?.change.n ?? 0}</text>`)}`);
  return markup`<svg class="chart wide" viewBox="0 0 ${width} ${bottom + 68 + arms.length * 15}" role="img" aria-label="Mean change by visit and arm with 95% intervals; the figures stand in the table beside it.">
<text x="8" y="16" font-size="12" ${paint({ fill: 'quiet' })}>mean change, ${area.unit}</text>
${drawArmLegend(arms, left, 36)}
${rows}${ticks}${lines}
<text x="${(left + right) / 2}" y="${bottom + 38}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>weeks since the baseline</text>
<text x="8" y="${bottom + 60}" font-size="12" ${paint({ fill: 'quiet' })}>subjects measured</text>${counts}
</svg>`;
}
