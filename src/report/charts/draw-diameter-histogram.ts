import { scaleLinear } from 'd3-scale';
import { coordinate, type Markup, markup } from '../markup.js';
import type { DiameterBin, DiameterHistogram } from '../view/describe-diameters.js';
import type { NumberFormats } from '../view/number-formats.js';
import { paint } from './palette.js';

const width = 400;
const height = 236;
const left = 40;
const right = width - 12;
const top = 34;
const bottom = 188;

/** The outline of columns as one path: up, along, up or down, along … and back to the floor. */
function outline(bins: readonly DiameterBin[], x: (um: number) => number, y: (height: number) => number, heightOf: (bin: DiameterBin) => number): string {
  const steps = bins.map((bin) => `V${coordinate(y(heightOf(bin)))}H${coordinate(x(bin.toUm))}`);
  return `M${coordinate(x(bins[0]!.fromUm))},${coordinate(y(0))}${steps.join('')}V${coordinate(y(0))}`;
}

/** Hair thickness before (filled) and after (line), with the limit between vellus and terminal hair. */
export function drawDiameterHistogram(histogram: DiameterHistogram, names: readonly [string, string], formats: NumberFormats): Markup {
  const { bins } = histogram;
  const first = Math.min(bins[0]!.fromUm, histogram.terminalThresholdUm - 10);
  const last = Math.max(bins[bins.length - 1]!.toUm, histogram.terminalThresholdUm + 10);
  const x = scaleLinear([first, last], [left, right]);
  const highest = Math.max(...bins.map((bin) => Math.max(bin.before, bin.after)));
  const y = scaleLinear([0, highest], [bottom, top + 18]).nice(4);
  const rows = y.ticks(4).map((tick) => markup`<line x1="${left}" x2="${right}" y1="${coordinate(y(tick))}" y2="${coordinate(y(tick))}" stroke-width="1" ${paint({ stroke: 'rule' })}/><text x="${left - 8}" y="${coordinate(y(tick)) + 4}" text-anchor="end" font-size="12" ${paint({ fill: 'quiet' })}>${formats.number(tick, tick % 1 === 0 ? 0 : 1)}</text>`);
  const ticks = x.ticks(7).map((tick) => markup`<text x="${coordinate(x(tick))}" y="${bottom + 18}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>${formats.number(tick)}</text>`);
  const limit = coordinate(x(histogram.terminalThresholdUm));
  return markup`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="Diameters of the counted hairs, ${names[0]} and ${names[1]}, in steps of 10 µm; the figures stand in the table that follows.">
<text x="${left - 36}" y="16" font-size="12" ${paint({ fill: 'quiet' })}>${histogram.measure}</text>
<g font-size="12"><rect x="${right - 176}" y="7" width="12" height="10" opacity="0.55" ${paint({ fill: 'before' })}/><text x="${right - 159}" y="16" ${paint({ fill: 'quiet' })}>${'before'}</text><line x1="${right - 92}" x2="${right - 76}" y1="12" y2="12" stroke-width="2.5" ${paint({ stroke: 'after' })}/><text x="${right - 70}" y="16" ${paint({ fill: 'quiet' })}>${'after'}</text></g>
${rows}
<path d="${outline(bins, x, y, (bin) => bin.before)}Z" opacity="0.55" ${paint({ fill: 'before' })}/>
<path d="${outline(bins, x, y, (bin) => bin.after)}" stroke-width="2.5" stroke-linejoin="round" ${paint({ stroke: 'after' })}/>
<line x1="${limit}" x2="${limit}" y1="${top}" y2="${bottom}" stroke-width="1.25" stroke-dasharray="4 3" ${paint({ stroke: 'ink' })}/>
<text x="${limit - 5}" y="${top + 8}" text-anchor="end" font-size="12" ${paint({ fill: 'quiet' })}>vellus</text><text x="${limit + 5}" y="${top + 8}" font-size="12" ${paint({ fill: 'quiet' })}>terminal</text>
${ticks}
<text x="${(left + right) / 2}" y="${height - 10}" text-anchor="middle" font-size="12" ${paint({ fill: 'quiet' })}>diameter, µm</text>
</svg>`;
}
