import { coordinate, type Markup, markup } from '../markup.js';
import type { DensityMap, DensityMaps } from '../view/describe-density.js';
import { densityStrength } from './density-strength.js';
import { paint } from './palette.js';

const longSide = 360;

/** How densely hair stands, the denser the darker (on a dark page the lighter), with a bar of one millimetre. */
export function drawDensityMap(map: DensityMap, steps: number, visit: string): Markup {
  const cell = longSide / Math.max(map.rows, map.columns), width = coordinate(map.columns * cell), height = coordinate(map.rows * cell);
  const paths = Array.from({ length: steps }, () => '');
  for (let row = 0; row < map.rows; row++) {
    for (let column = 0; column < map.columns;) {
      const step = map.steps[row * map.columns + column]!, start = column;
      while (column < map.columns && map.steps[row * map.columns + column] === step) column++;
      if (step !== null) paths[step] += `M${coordinate(start * cell)},${coordinate(row * cell)}H${coordinate(column * cell)}V${coordinate((row + 1) * cell)}H${coordinate(start * cell)}Z`;
    }
  }
  const millimetre = cell / map.cellMm, y = coordinate(height + 16);
  return markup`<svg class="chart density" viewBox="0 0 ${width} ${coordinate(height + 24)}" role="img" aria-label="Map of how densely hair stands, ${visit}: the fuller the colour, the denser.">
<g shape-rendering="crispEdges">${paths.map((path, step) => (path === '' ? null : markup`<path d="${path}" opacity="${densityStrength(step, steps)}" ${paint({ fill: 'after' })}/>`))}</g>
<rect x="0.5" y="0.5" width="${coordinate(width - 1)}" height="${coordinate(height - 1)}" stroke-width="1" ${paint({ stroke: 'rule' })}/>
<line x1="1" x2="${coordinate(1 + millimetre)}" y1="${y}" y2="${y}" stroke-width="2" ${paint({ stroke: 'ink' })}/><text x="${coordinate(millimetre + 8)}" y="${coordinate(y + 4)}" font-size="12" ${paint({ fill: 'quiet' })}>1 mm</text>
</svg>`;
}

/** One step of the key, as a swatch beside its words. */
export function drawDensitySwatch(step: number, steps: number): Markup {
  return markup`<svg class="swatch" viewBox="0 0 26 16" aria-hidden="true"><rect width="26" height="16" opacity="${densityStrength(step, steps)}" ${paint({ fill: 'after' })}/><rect x="0.5" y="0.5" width="25" height="15" stroke-width="1" ${paint({ stroke: 'rule' })}/></svg>`;
}

/** What the strengths of the colour mean, in one drawing. */
export function drawDensityKey({ key }: DensityMaps): Markup {
  const wide = 84;
  return markup`<svg class="chart density-key" viewBox="0 0 ${wide * 8} 40" role="img" aria-label="Key of the map, hairs per cm²: ${key.join(', ')}.">
<text x="0" y="12" font-size="12" ${paint({ fill: 'quiet' })}>hairs per cm²</text>
${key.map((words, at) => markup`<rect x="${at * wide}" y="24" width="14" height="14" opacity="${densityStrength(at, key.length)}" ${paint({ fill: 'after' })}/><rect x="${at * wide + 0.5}" y="24.5" width="13" height="13" stroke-width="1" ${paint({ stroke: 'rule' })}/><text x="${at * wide + 19}" y="35" font-size="12" ${paint({ fill: 'quiet' })}>${words}</text>`)}
</svg>`;
}
