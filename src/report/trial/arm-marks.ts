import { coordinate, type Markup, markup } from '../markup.js';
import { type PageColour, paint } from '../charts/palette.js';
import { showTypedText } from '../view/typed-text.js';

/** Arms differ by colour and by dash, so that neither print in grey nor colour-blindness mixes them up. The control is grey. */
const marks: readonly { colour: PageColour; dash: string }[] = [
  { colour: 'before', dash: '5 3' }, { colour: 'after', dash: 'none' }, { colour: 'less', dash: '9 3 2 3' }, { colour: 'more', dash: '2 3' }, { colour: 'ink', dash: '12 4' },
];

export function armColour(at: number): PageColour {
  return marks[at % marks.length].colour;
}

export function armDash(at: number): string {
  return marks[at % marks.length].dash;
}

/** One line a name, beneath each other: colour, dash, name. */
export function drawArmLegend(arms: readonly string[], x: number, y: number): Markup {
  return markup`<g font-size="12">${arms.map((arm, at) => markup`<line x1="${x}" x2="${x + 22}" y1="${coordinate(y + at * 16 - 4)}" y2="${coordinate(y + at * 16 - 4)}" stroke-width="3" stroke-dasharray="${armDash(at)}" ${paint({ stroke: armColour(at) })}/><text x="${x + 28}" y="${coordinate(y + at * 16)}" ${paint({ fill: 'quiet' })}>${showTypedText(arm)}</text>`)}</g>`;
}
