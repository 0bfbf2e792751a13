import { createReadStream } from 'node:fs';
import { quoteCell } from './quote-cell.js';

/** What such text holds: line ends, ASCII, and the letters and signs of Western languages. Curved quotation marks, dashes and € are left out, because in their place Macs and DOS have letters with marks. */
const western = /^[\t\n\r -~\xa0\xa7\xaa\xab\xb0-\xb2\xb5\xb7\xba\xbb\xbd\xc0-\xff]*$/;
/** What it does not: three letters with marks in a row, as names in Greek and Russian letters and those of Asia are, and a letter of UTF-8. */
const foreign = /[\x80-\xff]{3}|[\xc2-\xdf][\x80-\xbf]/;
const marked = /[^\t\n\r ",;]{0,20}[\x80-\xff][^\t\n\r ",;]{0,20}/g;
const mostExamples = 3, carried = 64;

/**
 * Whether a file is text in Windows-1252, the "CSV" of Excel on Windows in Western Europe and America. Nothing in such a file says so: it is taken for that where every
 * byte is a letter or a sign of Western languages in it, and where it cannot be UTF-8.
 *
 * @returns Words that show how it was read, three at most; null where it is other text, or has no letter that tells.
 */
export async function findWindowsWords(path: string): Promise<string[] | null> {
  const words = new Set<string>();
  let rest = '';
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    const text = rest + (chunk as Buffer).toString('latin1');
    if (!western.test(text) || foreign.test(text)) return null;
    if (words.size < mostExamples && /[\x80-\xff]/.test(text)) for (const [word] of text.matchAll(marked)) if (words.add(word).size === mostExamples) break;
    rest = text.slice(-carried);
  }
  return words.size === 0 ? null : [...words];
}

/** What is said of a table that was read as such text. */
export function explainWindowsText(file: string, words: readonly string[]): string {
  return `${file} is no UTF-8 text and was read as Windows-1252, in which Excel on Windows saves "CSV": ${words.map(quoteCell).join(', ')}. If such words are wrong, save the table as "CSV UTF-8" or as XLSX.`;
}
