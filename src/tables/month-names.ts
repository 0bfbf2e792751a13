/** The twelve months in the languages whose tables would else be read for some months and refused for others; the second word where a month has two. */
const languages = [
  'january february march april may june july august september october november december',
  'januar|jänner februar|feber märz|maerz|mrz april mai juni juli august september oktober november dezember',
  'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
  'enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro',
  'januari februari maart|mrt april mei juni juli augustus september oktober november december',
  'januar februar marts april maj juni juli august september oktober november december',
  'januar februar mars april mai juni juli august september oktober november desember',
  'januari februari mars april maj juni juli augusti september oktober november december',
];

/** By every beginning of three letters or more; 0 where languages have different months by it (jui: juin, juillet). */
const monthByBeginning = new Map<string, number>();
for (const language of languages) {
  language.split(' ').forEach((names, at) => names.split('|').forEach((name) => {
    for (let length = 3, plain = foldMarks(name); length <= plain.length; length++) {
      const beginning = plain.slice(0, length), known = monthByBeginning.get(beginning);
      monthByBeginning.set(beginning, known === undefined || known === at + 1 ? at + 1 : 0);
    }
  }));
}

/** Number of a month by its name, written out or by its first letters, three or more; null for another word, and for one that may be two months. */
export function monthNamed(word: string): number | null {
  return monthByBeginning.get(foldMarks(word)) || null;
}

function foldMarks(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
