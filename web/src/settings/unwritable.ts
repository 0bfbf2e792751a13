/** Scripts that the font of PDF reports has, and signs that belong to none. */
const written = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Common}\p{Script=Inherited}]/u;

/** The letters of a text that a PDF report prints as their numbers; a report as page shows them. */
export function findUnwritable(text: string): string {
  return [...new Set(text)].filter((letter) => !written.test(letter)).join('');
}
