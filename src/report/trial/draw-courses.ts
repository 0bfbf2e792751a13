import { scaleLinear } from 'd3-scale';
import type { AreaResult } from '../../domain/trial-result.js';
import { paint } from '../charts/palette.js';
import { coordinate, type Markup, markup } from '../markup.js';
import type { NumberFormats } from '../view/number-formats.js';
import { showTypedText } from '../view/typed-text.js';
import { armColour } from './arm-marks.js';

const width = 560;
const left = 52;
const right = width - 12;
const panelHeight = 130;

/** One line a subject, one panel an arm, all to the same scale: the people behind the means. A line ends where a subject was last measured. */
export function drawCourses(area: AreaResult, arms: readonly string[], formats: NumberFormats): Markup {
  const points = area.subjects.flatMap((subject) => subject.points);
  const x = scaleLinear([0, Math.max(1, ...points.map(({ days }) => days / 7))], [left, right]);
  const changes = points.map(({ change }) => change);
  const bounds = scaleLinear([Math.min(0, ...changes), Math.max(0, ...changes, 1e-9)], [panelHeight, 0]).nice(4);
  const digits = bounds.ticks(4).every((tick) => tick % 1 === 0) ? 0 : 2;
  const panels = arms.map((arm, at) => {
    const top = 34 + at * (panelHeight + 34);
    const y = (value: number): number => coordinate(top + bounds(value));
    const lines = area.subjects.filter((subject) => subject.arm === arm && subject.points.length > 0).map((subject) =>
      markup`<path d="M${coordinate(x(0))},${y(0)}${subject.points.toSorted((a, b) => a.days - b.days).map((point) => `L${coordinate(x(point.days / 7))},${y(point.change)}`).join('')}" stroke-width="1" opacity="0.6" ${paint({ stroke: armColour(at) })}/>`);
    const rows = bounds.ticks(4).map((tick) => markup`<line x1="${left}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}" stroke-width="${tick === 0 ? 1.5 : 1}" ${paint({ stroke: tick === 0 ? 'quiet' : 'rule' })}/><text x="${left - 8}" y="${y(tick) + 4}" text-anchor="end" font-size="12" ${paint({ fill: 'quiet' })}>${formats.signed(tick, digits)}</text>`);
    return markup`<text x="${left}" y="${top - 8}" font-size="12" font-weight="600" ${paint({ fill: 'ink' })}>${showTypedText(arm)}</text>${rows}${lines}`;
  });
  const bottom = 34 + arms.length * (panelHeight + 34);
  const ticks = x.ticks(8).map((tick) => markup`<text x="${coordinate(x(tick))}" y="${bottom - 14}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>${formats.number(tick)}</text>`);
  return markup`<svg class="chart wide" viewBox="0 0 ${width} ${bottom + 12}" role="img" aria-label="Change of every subject over time, one panel an arm; the last values stand in the table of subjects.">
<text x="8" y="12" font-size="12" ${paint({ fill: 'quiet' })}>change of each subject, ${area.unit}</text>
${panels}${ticks}
<text x="${(left + right) / 2}" y="${bottom + 4}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>weeks since the baseline</text>
</svg>`;
}
