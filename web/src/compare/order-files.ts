/** What people call their photographs, in the languages that the program meets most. */
const asWord = (words: string): RegExp => new RegExp(`(^|[^\\p{L}])(${words})([^\\p{L}]|$)`, 'iu');
const earlier = asWord('before|baseline|pre|vorher|avant|antes|prima'), later = asWord('after|follow[-_ ]?up|post|nachher|après|apres|después|despues|dopo');

/** Which of two dropped photographs is the earlier one: by what their names say (before, after), else by the date of the file where they differ by a day, else by name. */
export function orderFiles<Kind extends { name: string; lastModified: number }>(files: readonly Kind[]): Kind[] {
  const dayMs = 86_400_000;
  // A Mac may write é as two characters.
  const place = ({ name }: Kind): number => Number(later.test(name.normalize())) - Number(earlier.test(name.normalize()));
  return [...files].sort((a, b) => {
    const apart = a.lastModified - b.lastModified;
    return place(a) - place(b) || (Math.abs(apart) >= dayMs ? apart : a.name.localeCompare(b.name, 'en', { numeric: true }));
  });
}
