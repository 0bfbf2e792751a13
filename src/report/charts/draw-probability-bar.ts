import type { GlobalAssessmentScore } from '../../domain/global-assessment.js';
import { coordinate, type Markup, markup } from '../markup.js';
import { paint } from './palette.js';

const width = 160;

/** One bar of the chart of probabilities, for a cell of its table; the number stands in the next cell. */
export function drawProbabilityBar(score: GlobalAssessmentScore, share: number): Markup {
  const colour = score > 0 ? 'more' : score < 0 ? 'less' : 'same';
  return markup`<svg class="bar" viewBox="0 0 ${width} 14" preserveAspectRatio="none" aria-hidden="true"><rect x="0" y="0" width="${width}" height="14" ${paint({ fill: 'tint' })}/><rect x="0" y="0" width="${coordinate(Math.max(share * width, 0.75))}" height="14" ${paint({ fill: colour })}/></svg>`;
}
