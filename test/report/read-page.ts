const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** The words of a page as a reader sees them: no tags, no style sheet, entities read, white space as one space. */
export function wordsOf(html: string): string {
  return html.replace(/<style>[\s\S]*?<\/style>/g, ' ').replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!).replace(/[\s\u00a0]+/g, ' ');
}

/** The same for an expected sentence, so that both are spaced alike. */
export function spaced(text: string): string {
  return text.replace(/[\s\u00a0]+/g, ' ');
}

/** The cells of a measurement's row: before, after, difference. */
export function rowOf(html: string, field: string): string[] {
  const row = new RegExp(`<tr data-field="${field}"[^>]*>([\\s\\S]*?)</tr>`).exec(html);
  if (row === null) throw new RangeError(`The page has no row for ${field}.`);
  return [...row[1]!.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map((cell) => wordsOf(cell[1]!).trim());
}

/** Those of the facts that the words lack; a failing test then prints the facts and not the whole page. */
export function missingFrom(words: string, facts: readonly string[]): string[] {
  return facts.filter((fact) => !words.includes(spaced(fact)));
}
