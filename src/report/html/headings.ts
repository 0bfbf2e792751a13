import { type Markup, markup } from '../markup.js';

export type HeadingLevel = 2 | 3;

/** A heading with an anchor. Levels run from 2 (parts of the page) to 4. */
export function heading(level: number, text: string, id: string): Markup {
  if (level === 2) return markup`<h2 id="${id}"><bdi>${text}</bdi></h2>`;
  if (level === 3) return markup`<h3 id="${id}"><bdi>${text}</bdi></h3>`;
  if (level === 4) return markup`<h4 id="${id}"><bdi>${text}</bdi></h4>`;
  throw new RangeError(`Expected a heading level from 2 to 4, got ${level}.`);
}
