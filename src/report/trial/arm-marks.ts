import { coordinate, type Markup, markup } from '../markup.js';
import { type PageColour, paint } from '../charts/palette.js';
import { showTypedText } from '../view/typed-text.js';

/** Arms differ by colour, by dash and by the shape of their points, so that neither print in grey nor colour-blindness mixes them up; twenty arms are all different. The control is grey. */
const marks: readonly { colour: PageColour; dash: string }[] = [
  { colour: 'before', dash: '5 3' }, { colour: 'after', dash: 'none' }, { colour: 'less', dash: '9 3 2 3' }, { colour: 'more', dash: '2 3' }, { colour: 'ink', dash: '12 4' },
];

export function armColour(at: number): PageColour {
  return marks[at % marks.length].colour;
}

export function armDash(at: number): string {
  return marks[at % marks.length].dash;
}

/** The point of an arm: round, square, triangle, diamond, and from the start again. */
export function drawArmPoint(at: number, x: number, y: number): Markup {
  const shapes = [
    'M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0z', 'M-4,-4h8v8h-8z', 'M0,-5.5l5.2,9.5h-10.4z', 'M0,-6l5.5,6l-5.5,6l-5.5,-6z',
  ];
  return markup`<path transform="translate(${coordinate(x)} ${coordinate(y)})" d="${shapes[at % shapes.length]}" ${paint({ fill: armColour(at) })}/>`;
}

/** Bars have neither dash nor point, and more than two greys cannot be told apart in print: from three arms in a trial on, each has its bars by itself. */
export function standApart(arms: readonly unknown[]): boolean {
  return arms.length > 2;
}

/** The name of an arm as far as there is room for it. */
export function shortenArm(arm: string, most: number): string {
  const letters = [...arm];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : arm;
}

const mostInLegend = 60;

/** One line a name, beneath each other: colour, dash, point, name. */
export function drawArmLegend(arms: readonly string[], x: number, y: number): Markup {
  return markup`<g font-size="12">${arms.map((arm, at) => markup`<line x1="${x}" x2="${x + 22}" y1="${coordinate(y + at * 16 - 4)}" y2="${coordinate(y + at * 16 - 4)}" stroke-width="3" stroke-dasharray="${armDash(at)}" ${paint({ stroke: armColour(at) })}/>${drawArmPoint(at, x + 11, y + at * 16 - 4)}<text x="${x + 28}" y="${coordinate(y + at * 16)}" ${paint({ fill: 'quiet' })}>${shortenArm(showTypedText(arm), mostInLegend)}</text>`)}</g>`;
}
