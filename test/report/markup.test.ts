import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coordinate, markup } from '../../src/report/markup.js';
import { showTypedText } from '../../src/report/view/typed-text.js';

describe('what people typed, on the page about their hair', () => {
  it('never becomes a tag, an attribute or an entity', () => {
    expect(markup`<p title="${'"><script>'}">${'<b>&amp;\'</b>'}</p>`.source)
      .toBe('<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;amp;&#39;&lt;/b&gt;</p>');
  });

  it('can be read back whole from the page, whatever it was', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const source = markup`${text}`.source;
      expect(source).not.toMatch(/[<>"']/);
      const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
      expect(source.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity]!)).toBe(text);
    }));
  });

  it('keeps hair counts out of the page when they are no numbers', () => {
    expect(() => markup`${Number.NaN}`).toThrow(RangeError);
    expect(() => markup`${Number.POSITIVE_INFINITY}`).toThrow(RangeError);
    expect(coordinate(-0.001)).toBe(0);
    expect(Object.is(coordinate(-0.001), 0)).toBe(true);
  });

  it('shows the marks that turn a file name around instead of obeying them', () => {
    expect(showTypedText('scalp\u202egpj.exe')).toBe('scalp[U+202E]gpj.exe');
    expect(showTypedText('a\nb\u0000c\u2028d\ud800')).toBe('a[U+000A]b[U+0000]c[U+2028]d[U+D800]');
  });

  it('leaves names of people in every script as they are', () => {
    for (const name of ['Łucja Ångström', 'محمد علی\u200cپور', '王小明', 'שרה', 'क्\u200dष', '👩\u200d⚕️']) expect(showTypedText(name)).toBe(name);
  });
});
