import { globalAssessmentScores } from '../../domain/global-assessment.js';
import type { ScoreCounts } from '../../domain/trial-statistics.js';
import { type PageColour, paint } from '../charts/palette.js';
import { coordinate, type Markup, markup } from '../markup.js';
import type { NumberFormats } from '../view/number-formats.js';
import { shortenArm } from './arm-marks.js';

const width = 560;
const left = 150;
const right = width - 12;
const rowHeight = 30;
/** How the part of a score is drawn, and the number of subjects in it. */
export const scorePaints: Record<string, { fill: PageColour; opacity: number; text: PageColour }> = {
  '-3': { fill: 'less', opacity: 1, text: 'paper' }, '-2': { fill: 'less', opacity: 0.55, text: 'ink' }, '-1': { fill: 'less', opacity: 0.3, text: 'ink' }, '0': { fill: 'rule', opacity: 1, text: 'ink' },
  '1': { fill: 'more', opacity: 0.3, text: 'ink' }, '2': { fill: 'more', opacity: 0.55, text: 'ink' }, '3': { fill: 'more', opacity: 1, text: 'paper' },
};

/** Lines over decreases: printed in grey they look like increases of the same size. */
function hatch(x: number, y: number, width: number, height: number): Markup {
  const lines: string[] = [];
  for (let start = 5; start < width + height; start += 5) {
    const [fromX, fromY] = start <= height ? [0, start] : [start - height, height];
    const [toX, toY] = start <= width ? [start, 0] : [width, start - width];
    lines.push(`M${coordinate(x + fromX)},${coordinate(y + fromY)}L${coordinate(x + toX)},${coordinate(y + toY)}`);
  }
  return markup`<path d="${lines.join('')}" stroke-width="1" opacity="0.55" ${paint({ stroke: 'paper' })}/>`;
}

/** The seven scores as shares of each arm at each visit: decreases left and hatched, increases right; the number of subjects stands in each part that has room. */
export function drawScoreBars(visits: readonly { visit: string; counts: readonly ScoreCounts[] }[], formats: NumberFormats): Markup {
  const top = 40;
  const lines = visits.flatMap(({ visit, counts }) => counts.map((own, at) => ({ visit: at === 0 ? visit : '', first: at === 0, ...own })));
  let y = top;
  const drawn = lines.map(({ visit, first, arm, n, counts }) => {
    if (first) y += 18;
    const row = y;
    y += rowHeight;
    let x = left;
    const parts = globalAssessmentScores.map((score) => {
      const count = counts[`${score}`];
      const size = n === 0 ? 0 : (count / n) * (right - left);
      const from = x;
      x += size;
      if (count === 0) return null;
      const { fill, opacity, text } = scorePaints[String(score)];
      return markup`<rect x="${coordinate(from)}" y="${row}" width="${coordinate(size)}" height="20" opacity="${opacity}" ${paint({ fill })}/>${score < 0 ? hatch(from, row, size, 20) : null}${size < 14 ? null : markup`${score === -3 ? markup`<rect x="${coordinate(from + size / 2 - 7)}" y="${row + 3}" width="14" height="14" ${paint({ fill })}/>` : null}<text x="${coordinate(from + size / 2)}" y="${row + 14}" text-anchor="middle" font-size="12" ${paint({ fill: text })}>${count}</text>`}`;
    });
    return markup`${first ? markup`<text x="8" y="${row - 5}" font-size="12" font-weight="600" ${paint({ fill: 'ink' })}>${visit}</text>` : null}<text x="8" y="${row + 14}" font-size="12" ${paint({ fill: 'quiet' })}>${shortenArm(arm, 20)}</text>${n === 0 ? markup`<text x="${left}" y="${row + 14}" font-size="12" ${paint({ fill: 'quiet' })}>nobody scored</text>` : parts}`;
  });
  const key = globalAssessmentScores.map((score, at) => markup`<rect x="${left + at * 54}" y="8" width="14" height="14" opacity="${scorePaints[String(score)].opacity}" ${paint({ fill: scorePaints[String(score)].fill })}/>${score < 0 ? hatch(left + at * 54, 8, 14, 14) : null}<text x="${left + at * 54 + 19}" y="20" font-size="12" ${paint({ fill: 'quiet' })}>${formats.signed(score)}</text>`);
  return markup`<svg class="chart wide" viewBox="0 0 ${width} ${y + 4}" role="img" aria-label="Share of subjects with each of the seven scores, by visit and arm; the figures stand in the table beside it.">
${key}${drawn}
</svg>`;
}
