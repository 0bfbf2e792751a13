import type { PhotoTruth } from './read-hair-truth.js';

/** Classes of hairs.csv that mean something here; rows of `abnormal` were left out when the table was read. */
const known: readonly string[] = ['premium', 'single', 'undersize', 'abnormal'];

/** Hairs of each class that is not known, by class; they count as hairs, which may not be meant where the word is a misspelt `abnormal`. */
export function countUnknownClasses(truth: readonly PhotoTruth[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { class: name } of truth.flatMap(({ hairs }) => hairs)) if (!known.includes(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** What is said of them; null where there are none. */
export function describeUnknownClasses(counts: ReadonlyMap<string, number>): string | null {
  if (counts.size === 0) return null;
  const names = [...counts].slice(0, 10).map(([name, count]) => `${name === '' ? 'no class' : JSON.stringify(name.slice(0, 40))} (${count})`), more = counts.size - names.length;
  return `hairs.csv has hairs of classes that are not known: ${names.join(', ')}${more > 0 ? ` and ${more} more classes` : ''}. They are counted as hairs; known are ${known.join(', ')}, and only abnormal is left out.`;
}
