/** Text that is already safe HTML or SVG. Only `markup` makes one, so nothing typed by a person gets in unescaped. */
export class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type MarkupValue = string | number | Markup | null | false | readonly MarkupValue[];

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function sourceOf(value: MarkupValue): string {
  if (value === null || value === false) return '';
  if (value instanceof Markup) return value.source;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`Expected a finite number in the page, got ${value}.`);
    return String(value);
  }
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (character) => escapes[character]!);
  return value.map(sourceOf).join('');
}

/**
 * Template tag for HTML and SVG. Every `${value}` is escaped for element content and for attributes in quotes;
 * pieces made by `markup` pass as they are, lists are joined, null and false vanish.
 *
 *     markup`<p>${'a < b'}</p>`  →  <p>a &lt; b</p>
 *
 * @throws RangeError for NaN and infinities: a report never prints them.
 */
export function markup(pieces: TemplateStringsArray, ...values: MarkupValue[]): Markup {
  let source = pieces[0]!;
  for (const [index, value] of values.entries()) source += sourceOf(value) + pieces[index + 1]!;
  return new Markup(source);
}

/** A coordinate for SVG, to a hundredth, without exponents and without negative zero. */
export function coordinate(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}
