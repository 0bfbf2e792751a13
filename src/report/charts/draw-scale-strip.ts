import { globalAssessmentScores } from '../../domain/global-assessment.js';
import { coordinate, type Markup, markup } from '../markup.js';
import type { ScoreView } from '../view/describe-score.js';
import { paint } from './palette.js';

const width = 400;
const height = 74;
const row = 28;

/**
 * The seven positions of the scale with the supported score filled. Where the measured value alone falls elsewhere, a ring.
 *
 *     ·    ·    ·    ·   (+1)   ·    ·
 *    −3   −2   −1    0   +1   +2   +3
 */
export function drawScaleStrip(score: ScoreView): Markup {
  const place = (value: number): number => coordinate(width / 2 + value * 60);
  const marks = globalAssessmentScores.map((value) => {
    const { number } = score.probabilities[value + 3]!;
    if (value === score.supported) {
      return markup`<circle cx="${place(value)}" cy="${row}" r="19" ${paint({ fill: 'ink' })}/><text x="${place(value)}" y="${row + 5.5}" text-anchor="middle" font-size="16" font-weight="600" ${paint({ fill: 'paper' })}>${number}</text>`;
    }
    const ring = value === score.nominal ? markup`<circle cx="${place(value)}" cy="${row}" r="18" stroke-width="1.5" stroke-dasharray="3 3" ${paint({ stroke: 'quiet' })}/>` : null;
    return markup`<circle cx="${place(value)}" cy="${row}" r="14" ${paint({ fill: 'tint' })}/>${ring}<text x="${place(value)}" y="${row + 4.5}" text-anchor="middle" font-size="13" ${paint({ fill: 'quiet' })}>${number}</text>`;
  });
  const label = (value: number, text: string, anchor: string): Markup => markup`<text x="${place(value) + (anchor === 'start' ? -19 : anchor === 'end' ? 19 : 0)}" y="67" text-anchor="${anchor}" font-size="12" ${paint({ fill: 'quiet' })}>${text}</text>`;
  const ring = score.nominal === score.supported ? '' : ` The measured value alone falls into ${score.nominalNumber}.`;
  return markup`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="Seven-point scale from −3, greatly decreased, to +3, greatly increased. The score is ${score.number}.${ring}">
<line x1="${place(-3)}" x2="${place(3)}" y1="${row}" y2="${row}" stroke-width="1.5" ${paint({ stroke: 'rule' })}/>
${marks}
${label(-3, 'greatly decreased', 'start')}${label(0, 'no change', 'middle')}${label(3, 'greatly increased', 'end')}
</svg>`;
}
